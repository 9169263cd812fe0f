/* SPDX-License-Identifier: MIT */
/* The parts of a CoAP message, as encoders assemble them. Internal. */
#ifndef QDMP_COAP_WRITER_H
#define QDMP_COAP_WRITER_H

#include "library.h"

#include "qdmp/coap.h"

#include "writer.h"

/* Writes `what`, which has been checked. A writer without a place to write only counts. */
typedef void qdmp__compose(qdmp__writer *writer, const void *what);

/* Counts what `compose` writes. QDMP_NO_SPACE, with the size in `*size`, if `out` is too small for it. */
qdmp_status qdmp__compose_fits(qdmp__compose *compose, const void *what, qdmp_room out, size_t *size, qdmp_error *err);

/* Writes to `out`, which is large enough. Returns QDMP_OK, and the size in `*size`. */
qdmp_status qdmp__compose_into(qdmp__compose *compose, const void *what, char *out, size_t *size);

/* The four bytes of a header as one number, without its version and token length. */
#define QDMP__COAP_HEAD(type, code, id) ((uint32_t)(type) << 28 | (uint32_t)(code) << 16 | (id))

/* Writes the parts before the options. */
void qdmp__coap_put_head(qdmp__writer *writer, uint32_t head, qdmp_span token);

/* Writes the head of an option: the difference of its number to the one before, and the length of its value. */
void qdmp__coap_put_option(qdmp__writer *writer, uint32_t delta, size_t len);

/* Writes an option whose value is a number, in its shortest form (RFC 7252, 3.2). */
void qdmp__coap_put_number(qdmp__writer *writer, uint32_t delta, uint32_t number);

/* The number in the value of an option, of at most four bytes; leading zeros are legal (RFC 7252, 3.2). */
uint32_t qdmp__coap_number(qdmp_span value);

/* Writes the marker before a payload. */
void qdmp__coap_put_marker(qdmp__writer *writer);

/* Reads a link list to its end. It is separate from its caller, which has a deep stack. */
qdmp_status qdmp__links_check(qdmp_span text, qdmp_error *err);

#endif
