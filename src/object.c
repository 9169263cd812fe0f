/* SPDX-License-Identifier: MIT */
/* The answers to the reads of the platform (docs/object.md). */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "object_request.h"

#include "coap_writer.h"
#include "crypto_wipe.h"
#include "text.h"

/* --- blocks --- */

/* The least size of a block is 2^4 (RFC 7959, 2.2). */
enum { QDMP__SZX_BITS = 4, QDMP__SZX_RESERVED = 7 };

/* No value of Block2: the body is sent whole, without it. */
#define QDMP__WHOLE UINT32_MAX

/*
 * Cuts the requested block from a body of `total` bytes. Its size is the requested one or the greatest that is sent:
 * `*szx`, which becomes that of the block. Returns false if the body has no such block.
 */
static bool cut_block(const qdmp__asked *asked, unsigned *szx, size_t total, qdmp__window *window) {
    unsigned wanted = asked->has_block ? asked->block & 7 : *szx;
    uint32_t from = asked->block >> 4 << (wanted + QDMP__SZX_BITS);
    if (wanted == QDMP__SZX_RESERVED || from >= total)
        return false;
    if (wanted < *szx)
        *szx = wanted;
    window->from = (size_t)from;
    window->size = (size_t)1 << (*szx + QDMP__SZX_BITS);
    if (window->size > total - window->from)
        window->size = total - window->from;
    return true;
}

/* The value of Block2. */
static uint32_t block_option(const qdmp__window *window, unsigned szx, size_t total) {
    uint32_t more = window->from + window->size < total;
    return (uint32_t)(window->from >> (szx + QDMP__SZX_BITS)) << 4 | more << 3 | szx;
}

void qdmp__window_put(qdmp__window *window, const char *bytes, size_t len) {
    size_t at = window->at, skip = at < window->from ? window->from - at : 0, end = window->from + window->size;
    window->at = at + len;
    if (window->at > end)
        len = end > at ? end - at : 0;
    if (len > skip)
        memcpy(window->out + (at + skip - window->from), bytes + skip, len - skip);
}

/* --- answers --- */

/* Writes the parts before the options. */
static void put_answer(qdmp__writer *writer, const qdmp_coap_message *request, unsigned code, uint16_t id) {
    bool confirmable = request->type == QDMP_COAP_CON;
    qdmp_coap_type type = confirmable ? QDMP_COAP_ACK : QDMP_COAP_NON;
    qdmp__coap_put_head(writer, QDMP__COAP_HEAD(type, code, confirmable ? request->id : id), request->token);
}

/* Writes the options of a body; `block` is the value of Block2, or QDMP__WHOLE without Block2. */
static void put_options(qdmp__writer *writer, const qdmp_object *object, bool links, uint32_t block) {
    uint32_t number = 0;
    if (block != QDMP__WHOLE && !links) {
        qdmp__coap_put_option(writer, QDMP_COAP_ETAG, sizeof object->etag);
        qdmp__put_bytes(writer, (const char *)object->etag, sizeof object->etag);
        number = QDMP_COAP_ETAG;
    }
    qdmp__coap_put_number(writer, QDMP_COAP_CONTENT_FORMAT - number,
                          links ? QDMP_COAP_LINK_FORMAT : QDMP_COAP_LWM2M_TLV);
    if (block != QDMP__WHOLE)
        qdmp__coap_put_number(writer, QDMP_COAP_BLOCK2 - QDMP_COAP_CONTENT_FORMAT, block);
    qdmp__coap_put_marker(writer);
}

static qdmp_status measure_body(const qdmp_object *object, const qdmp__target *target, size_t *total, qdmp_error *err) {
    qdmp__window counter = {NULL, 0, 0, 0};
    if (!target->links)
        return qdmp__object_measure_values(object->settings, target, total, err);
    qdmp__object_put_links(&counter, target);
    *total = counter.at;
    return QDMP_OK;
}

/* Answers with only a code. */
static qdmp_status refuse(const qdmp_coap_message *request, unsigned code, uint16_t id, char *out, size_t *size) {
    qdmp__writer writer = {out, 0};
    put_answer(&writer, request, code, id);
    if (size)
        *size = writer.size;
    return QDMP_OK;
}

/* Answers with the requested block of the body. */
static qdmp_status answer_content(const qdmp_object *object, const qdmp_coap_message *request, uint16_t id,
                                  const qdmp__asked *asked, char *out, size_t *size, qdmp_error *err) {
    size_t total;
    unsigned szx = object->szx;
    qdmp__window window = {out, 0, 0, 0};
    qdmp__writer writer = {out, 0};
    qdmp_status status = measure_body(object, &asked->target, &total, err);
    if (status != QDMP_OK)
        return status;
    if (!cut_block(asked, &szx, total, &window))
        return refuse(request, QDMP_COAP_BAD_REQUEST, id, out, size);
    bool whole = !asked->has_block && window.size == total;
    put_answer(&writer, request, QDMP_COAP_CONTENT, id);
    put_options(&writer, object, asked->target.links, whole ? QDMP__WHOLE : block_option(&window, szx, total));
    window.out += writer.size;
    if (asked->target.links)
        qdmp__object_put_links(&window, &asked->target);
    else
        status = qdmp__object_put_values(&window, object, &asked->target, total, err);
    if (status == QDMP_OK && size)
        *size = writer.size + window.size;
    return status;
}

/* Answers in a room that is large enough. */
static qdmp_status answer_request(const qdmp_object *object, const qdmp_coap_message *request, uint16_t id, char *out,
                                  size_t *size, qdmp_error *err) {
    qdmp__asked asked;
    if ((unsigned)request->type > QDMP_COAP_NON || !qdmp_coap_is_request(request->code))
        return qdmp__report(err, QDMP_NO_ANSWER, QDMP_FIELD_NONE, 0);
    unsigned code = qdmp__object_judge(object->settings, request, &asked);
    if (code == QDMP_COAP_BAD_OPTION && request->type == QDMP_COAP_NON)
        return qdmp__report(err, QDMP_NO_ANSWER, QDMP_FIELD_NONE, 0);
    if (code == QDMP_COAP_CONTENT)
        return answer_content(object, request, id, &asked, out, size, err);
    return refuse(request, code, id, out, size);
}

qdmp_status qdmp_object_answer(const qdmp_object *object, const qdmp_coap_message *request, uint16_t id, qdmp_room out,
                               size_t *size, qdmp_error *err) {
    if (object->szx > QDMP_OBJECT_SZX_MAX)
        return qdmp__report(err, QDMP_RANGE, QDMP_FIELD_NONE, 0);
    if (out.cap >= QDMP_OBJECT_ROOM(object->szx))
        return answer_request(object, request, id, out.ptr, size, err);
    if (size)
        *size = QDMP_OBJECT_ROOM(object->szx);
    return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
}

qdmp_status qdmp_object_etag(const qdmp_crypto *crypto, qdmp_span image, unsigned char etag[QDMP_OBJECT_ETAG],
                             qdmp_error *err) {
    unsigned char hash[QDMP_SHA256_SIZE];
    int failed = !crypto || crypto->sha256(crypto->context, qdmp__bytes(image), image.len, hash);
    if (!failed)
        memcpy(etag, hash, QDMP_OBJECT_ETAG);
    qdmp__wipe(hash, sizeof hash); /* an attacker could test guesses of the password with it */
    return failed ? qdmp__report(err, QDMP_CRYPTO, QDMP_FIELD_NONE, 0) : QDMP_OK;
}

#endif
