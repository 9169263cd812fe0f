/* SPDX-License-Identifier: MIT */
/* Every head that an option of CoAP can have (RFC 7252, 3.1), read and written. */
#ifndef QDMP_TESTS_EXHAUSTIVE_OPTIONS_H
#define QDMP_TESTS_EXHAUSTIVE_OPTIONS_H

/* Tests all of them. Returns the number of messages. Adds to `*failed` the number of messages with a wrong verdict. */
unsigned long exhaustive_options(unsigned long *failed);

#endif
