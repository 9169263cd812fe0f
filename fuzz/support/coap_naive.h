/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Reads and writes CoAP messages (RFC 7252, 3) and link lists (RFC 6690, 2) in the plainest way. It shares nothing with
 * the library.
 */
#ifndef QDMP_FUZZ_COAP_NAIVE_H
#define QDMP_FUZZ_COAP_NAIVE_H

#include "compose.h"

#include "qdmp/coap.h"

enum { NAIVE_OPTIONS_MAX = 2048, NAIVE_OFFSETS_MAX = 4, NAIVE_ITEMS_MAX = 512 };

struct naive_option {
    uint32_t number;
    qdmp_span value;
};

struct naive_coap {
    unsigned type, code, id;
    qdmp_span token, payload;
    struct naive_option options[NAIVE_OPTIONS_MAX];
    size_t option_count;
    size_t offsets[NAIVE_OFFSETS_MAX]; /* places where a fault may be reported; none: there is no fault */
    size_t offset_count;
    bool number_too_large; /* an option number above 2^16-1 is among the faults */
};

/** Reads one datagram. */
void naive_coap_read(qdmp_span datagram, struct naive_coap *out);

/** Appends one message to `out`. */
void naive_coap_write(struct composed *out, unsigned type, unsigned code, unsigned id, qdmp_span token,
                      const struct naive_option *options, size_t count, qdmp_span payload);

struct naive_links {
    qdmp_link_item items[NAIVE_ITEMS_MAX];
    size_t count;
    bool good;
    size_t at; /* place of the fault of an invalid list */
};

/** Reads a link list. */
void naive_links_read(qdmp_span text, struct naive_links *out);

/** Whether an item can be written. `first`: no item precedes it. */
bool naive_link_fits(const qdmp_link_item *item, bool first);

/** Appends an item. */
void naive_link_write(struct composed *out, const qdmp_link_item *item, bool first);

#endif
