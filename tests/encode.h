/* SPDX-License-Identifier: MIT */
#ifndef QDMP_TESTS_ENCODE_H
#define QDMP_TESTS_ENCODE_H

#include <stddef.h>

/* How many rows of the table of messages that encoders refuse carry the tag `rule`. */
size_t encode_rejects_of(const char *rule);

#endif
