/* SPDX-License-Identifier: MIT */
/* Every head that an option of CoAP can have (RFC 7252, 3.1), read and written. */
#ifndef QDMP_TESTS_EXHAUSTIVE_OPTIONS_H
#define QDMP_TESTS_EXHAUSTIVE_OPTIONS_H

/* Tries all of them. Returns how many messages those were, and adds to `*failed` those with another verdict. */
unsigned long exhaustive_options(unsigned long *failed);

#endif
