/* SPDX-License-Identifier: MIT */
#ifndef QDMP_TESTS_ENCODE_H
#define QDMP_TESTS_ENCODE_H

#include <stddef.h>

/* The number of rows with the tag `rule` in the table of messages that encoders refuse. */
size_t encode_rejects_of(const char *rule);

#endif
