/* SPDX-License-Identifier: MIT */
#ifndef UTF8_H
#define UTF8_H

#include "qdmp/span.h"

/* The first character of `bytes`: how many bytes it has, 0 if they do not begin with one (RFC 3629). */
size_t utf8_first(qdmp_span bytes, uint32_t *code);

#endif
