/* SPDX-License-Identifier: MIT */
/* The answers to what the platform reads (docs/object.md). */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "object_body.h"

#include "base64.h"
#include "coap_writer.h"
#include "text.h"

/* --- what a request asks for --- */

typedef struct qdmp__asked {
    uint8_t refusal; /* the code that an option at fault is answered with; 0 for none */
    bool found;      /* the path is one of those that are there */
    bool has_accept;
    bool has_block;
    uint32_t accept; /* Content-Format */
    uint32_t block;  /* NUM, M and SZX (RFC 7959, 2.2) */
    qdmp__target target;
} qdmp__asked;

/* A critical option that a request may have, and the lengths of its value (RFC 7252, 5.10; RFC 7959, 2.1). */
typedef struct qdmp__critical {
    uint8_t number, least, most;
} qdmp__critical;

static const qdmp__critical criticals[] = {{QDMP_COAP_URI_HOST, 1, 255},
                                           {QDMP_COAP_URI_PORT, 0, 2},
                                           {QDMP_COAP_URI_PATH, 0, 255},
                                           {QDMP_COAP_ACCEPT, 0, 2},
                                           {QDMP_COAP_BLOCK2, 0, 3}};

/* What a critical option of this number and length is refused with, 0 if it is legal; `before`: the number before it. */
static unsigned judge_critical(const qdmp_coap_option *option, unsigned before) {
    unsigned number = option->number;
    if (number == QDMP_COAP_PROXY_URI || number == QDMP_COAP_PROXY_SCHEME)
        return QDMP_COAP_PROXYING_NOT_SUPPORTED;
    for (unsigned i = 0; i < sizeof criticals / sizeof *criticals; i++) {
        const qdmp__critical *row = &criticals[i];
        bool repeated = number == before && number != QDMP_COAP_URI_PATH;
        if (row->number == number && !repeated && option->value.len >= row->least && option->value.len <= row->most)
            return 0;
    }
    return QDMP_COAP_BAD_OPTION;
}

static bool is_text(qdmp_span segment, const char *text, size_t len) {
    return segment.len == len && memcmp(segment.ptr, text, len) == 0;
}

#define QDMP__IS_NUMBER_OF(segment, macro) is_text(segment, QDMP__TEXT_OF(macro), sizeof(QDMP__TEXT_OF(macro)) - 1)

/* Whether `segment` is the number of a resource: as long as the first one's, it has no leading zero. */
static bool is_resource(qdmp_span segment, uint8_t *index) {
    const unsigned char *p = qdmp__bytes(segment), *end = p + segment.len;
    uint32_t number = 0;
    if (segment.len != QDMP__DIGITS(QDMP_RESOURCE_APPL_INFO) || qdmp__scan_number(p, end, &number) != end)
        return false;
    *index = (uint8_t)(number - QDMP_RESOURCE_APPL_INFO);
    return number - QDMP_RESOURCE_APPL_INFO < QDMP__RESOURCES;
}

/* Takes the next segment of the path, the first of which is the object. */
static void read_segment(qdmp__asked *asked, qdmp_span segment) {
    qdmp__target *target = &asked->target;
    bool fits = false;
    switch (target->depth) {
    case 0: fits = QDMP__IS_NUMBER_OF(segment, QDMP_OBJECT_ID); break;
    case QDMP__PATH_OBJECT: fits = QDMP__IS_NUMBER_OF(segment, QDMP_OBJECT_INSTANCE); break;
    case QDMP__PATH_INSTANCE: fits = is_resource(segment, &target->resource); break;
    default: break;
    }
    asked->found = fits && (asked->found || !target->depth);
    target->depth = (uint8_t)(target->depth + (target->depth <= QDMP__PATH_RESOURCE));
}

static void read_value(qdmp__asked *asked, const qdmp_coap_option *option) {
    switch (option->number) {
    case QDMP_COAP_URI_PATH: read_segment(asked, option->value); break;
    case QDMP_COAP_ACCEPT:
        asked->has_accept = true;
        asked->accept = qdmp__coap_number(option->value);
        break;
    case QDMP_COAP_BLOCK2:
        asked->has_block = true;
        asked->block = qdmp__coap_number(option->value);
        break;
    default: break;
    }
}

/* Reads the options. A proxy is refused first, wherever its option stands. */
static void read_asked(qdmp_coap_options options, qdmp__asked *asked) {
    qdmp_coap_option option;
    unsigned before = 0;
    memset(asked, 0, sizeof *asked);
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK) {
        unsigned refusal = option.number & 1 ? judge_critical(&option, before) : 0;
        before = option.number;
        if (refusal == QDMP_COAP_PROXYING_NOT_SUPPORTED || (refusal && !asked->refusal))
            asked->refusal = (uint8_t)refusal;
        if (!refusal)
            read_value(asked, &option);
    }
}

/* The code that a request is answered with, as far as no body is needed to tell. */
static unsigned judge_asked(const qdmp_settings *settings, unsigned method, qdmp__asked *asked) {
    if (asked->refusal)
        return asked->refusal;
    if (!asked->found)
        return QDMP_COAP_NOT_FOUND;
    if (method != QDMP_COAP_GET)
        return QDMP_COAP_METHOD_NOT_ALLOWED;
    asked->target.links = asked->has_accept && asked->accept == QDMP_COAP_LINK_FORMAT;
    if (asked->has_accept && !asked->target.links && asked->accept != QDMP_COAP_LWM2M_TLV)
        return QDMP_COAP_NOT_ACCEPTABLE;
    if (settings->dm_mode != QDMP_DM_MODE_ALLOWED || !(settings->set & QDMP_WAS_SET(QDMP__FORM_CREDENTIALS)))
        return QDMP_COAP_FORBIDDEN;
    return QDMP_COAP_CONTENT;
}

/* --- blocks --- */

/* The least size of a block is 2^4 (RFC 7959, 2.2). */
enum { QDMP__SZX_BITS = 4, QDMP__SZX_RESERVED = 7 };

#define QDMP__RESOURCE_MOST(ID, number, member)                                                                        \
    +5 + QDMP__BASE64_SIZE((QDMP_##ID##_MAX / QDMP_AES_BLOCK + 1) * QDMP_AES_BLOCK)
QDMP__STATIC_ASSERT((4 QDMP_RESOURCES(QDMP__RESOURCE_MOST)) <= UINT16_MAX,
                    "lengths of TLVs have two bytes, and Block2 of the smallest blocks too");
#undef QDMP__RESOURCE_MOST

/* The part of a body that one answer carries. */
typedef struct qdmp__block {
    uint32_t from;   /* bytes before it */
    uint32_t size;   /* of it */
    uint32_t option; /* value of Block2 */
    bool has_option;
} qdmp__block;

/* Cuts the block that is asked for from a body of `total` bytes. Returns false if it has none such. */
static bool cut_block(const qdmp__asked *asked, unsigned szx, uint32_t total, qdmp__block *block) {
    unsigned wanted = asked->has_block ? asked->block & 7 : szx;
    block->from = asked->block >> 4 << (wanted + QDMP__SZX_BITS);
    if (wanted == QDMP__SZX_RESERVED || block->from >= total)
        return false;
    if (szx > wanted)
        szx = wanted;
    uint32_t most = UINT32_C(1) << (szx + QDMP__SZX_BITS), left = total - block->from;
    block->size = left < most ? left : most;
    block->option = block->from >> (szx + QDMP__SZX_BITS) << 4 | (left > most ? 8u : 0u) | szx;
    block->has_option = asked->has_block || total > most;
    return true;
}

/* --- answers --- */

/* Writes what stands before the options. */
static void put_answer(qdmp__writer *writer, const qdmp_coap_message *request, unsigned code, uint16_t id) {
    bool confirmable = request->type == QDMP_COAP_CON;
    qdmp_coap_type type = confirmable ? QDMP_COAP_ACK : QDMP_COAP_NON;
    qdmp__coap_put_head(writer, QDMP__COAP_HEAD(type, code, confirmable ? request->id : id), request->token);
}

static void put_options(qdmp__writer *writer, const qdmp_object *object, bool links, const qdmp__block *block) {
    uint32_t number = 0;
    if (block->has_option && !links) {
        qdmp__coap_put_option(writer, QDMP_COAP_ETAG, sizeof object->etag);
        qdmp__put_bytes(writer, (const char *)object->etag, sizeof object->etag);
        number = QDMP_COAP_ETAG;
    }
    qdmp__coap_put_number(writer, QDMP_COAP_CONTENT_FORMAT - number,
                          links ? QDMP_COAP_LINK_FORMAT : QDMP_COAP_LWM2M_TLV);
    if (block->has_option)
        qdmp__coap_put_number(writer, QDMP_COAP_BLOCK2 - QDMP_COAP_CONTENT_FORMAT, block->option);
    qdmp__coap_put_marker(writer);
}

/* Answers with a code alone. */
static void refuse(const qdmp_coap_message *request, unsigned code, uint16_t id, qdmp_room out, size_t *size) {
    qdmp__writer writer = {out.ptr, 0};
    put_answer(&writer, request, code, id);
    *size = writer.size;
}

/* Answers with a block of the body that `asked` is for. */
static qdmp_status answer_content(const qdmp_object *object, const qdmp_coap_message *request, uint16_t id,
                                  const qdmp__asked *asked, qdmp_room out, size_t *size, qdmp_field *field) {
    size_t total;
    qdmp__block block;
    qdmp__writer writer = {out.ptr, 0};
    qdmp_status status = qdmp__object_measure(object, &asked->target, &total, field);
    if (status != QDMP_OK)
        return status;
    if (!cut_block(asked, object->szx, (uint32_t)total, &block)) {
        refuse(request, QDMP_COAP_BAD_REQUEST, id, out, size);
        return QDMP_OK;
    }
    put_answer(&writer, request, QDMP_COAP_CONTENT, id);
    put_options(&writer, object, asked->target.links, &block);
    qdmp__window window = {out.ptr + writer.size, block.from, block.size, 0};
    *size = writer.size + block.size;
    return qdmp__object_put(&window, object, &asked->target);
}

static qdmp_status answer_request(const qdmp_object *object, const qdmp_coap_message *request, uint16_t id,
                                  qdmp_room out, size_t *size, qdmp_field *field) {
    qdmp__asked asked;
    if ((unsigned)request->type > QDMP_COAP_NON || !qdmp_coap_is_request(request->code))
        return QDMP_NO_ANSWER;
    read_asked(request->options, &asked);
    unsigned code = judge_asked(object->settings, request->code, &asked);
    if (code == QDMP_COAP_BAD_OPTION && request->type == QDMP_COAP_NON)
        return QDMP_NO_ANSWER;
    if (code == QDMP_COAP_CONTENT)
        return answer_content(object, request, id, &asked, out, size, field);
    refuse(request, code, id, out, size);
    return QDMP_OK;
}

qdmp_status qdmp_object_answer(const qdmp_object *object, const qdmp_coap_message *request, uint16_t id, qdmp_room out,
                               size_t *size, qdmp_error *err) {
    qdmp_field field = QDMP_FIELD_NONE;
    qdmp_status status = QDMP_RANGE;
    size_t written = 0;
    if (object->szx <= QDMP_OBJECT_SZX_MAX) {
        written = QDMP_OBJECT_ROOM(object->szx);
        status = out.cap < written ? QDMP_NO_SPACE : answer_request(object, request, id, out, &written, &field);
    }
    if (size && (status == QDMP_OK || status == QDMP_NO_SPACE))
        *size = written;
    return status == QDMP_OK ? QDMP_OK : qdmp__report(err, status, field, 0);
}

qdmp_status qdmp_object_etag(const qdmp_crypto *crypto, qdmp_span image, unsigned char etag[QDMP_OBJECT_ETAG],
                             qdmp_error *err) {
    unsigned char hash[QDMP_SHA256_SIZE];
    if (!crypto || crypto->sha256(crypto->context, qdmp__bytes(image), image.len, hash))
        return qdmp__report(err, QDMP_CRYPTO, QDMP_FIELD_NONE, 0);
    memcpy(etag, hash, QDMP_OBJECT_ETAG);
    return QDMP_OK;
}

#endif
