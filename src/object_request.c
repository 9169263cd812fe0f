/* SPDX-License-Identifier: MIT */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "object_request.h"

#include "coap_writer.h"
#include "text.h"

/* A critical option that a request may have, and the allowed lengths of its value (RFC 7252, 5.10; RFC 7959, 2.1). */
typedef struct qdmp__critical {
    uint8_t number, least, most;
} qdmp__critical;

static const qdmp__critical criticals[] = {{QDMP_COAP_URI_HOST, 1, 255},
                                           {QDMP_COAP_URI_PORT, 0, 2},
                                           {QDMP_COAP_URI_PATH, 0, 255},
                                           {QDMP_COAP_ACCEPT, 0, 2},
                                           {QDMP_COAP_BLOCK2, 0, 3}};

/*
 * The code that refuses a critical option of this number and length, 0 if the option is legal. `before` is the number
 * of the option before it.
 */
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

/* Whether `segment` is the number of a resource: it has no leading zero if it is as long as the first number. */
static bool is_resource(qdmp_span segment, uint8_t *index) {
    const unsigned char *p = qdmp__bytes(segment), *end = p + segment.len;
    uint32_t number = 0;
    if (segment.len != QDMP__DIGITS(QDMP__FIRST_RESOURCE) || qdmp__scan_number(p, end, &number) != end)
        return false;
    number -= QDMP__FIRST_RESOURCE;
    *index = (uint8_t)number;
    return number < QDMP__RESOURCES;
}

/* Takes the next segment of the path. The first segment is the object. */
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

static void note_option(qdmp__asked *asked, const qdmp_coap_option *option) {
    switch (option->number) {
    case QDMP_COAP_URI_PATH: read_segment(asked, option->value); break;
    case QDMP_COAP_ACCEPT:
        asked->has_accept = true;
        asked->accept = (uint16_t)qdmp__coap_number(option->value);
        break;
    case QDMP_COAP_BLOCK2:
        asked->has_block = true;
        asked->block = qdmp__coap_number(option->value);
        break;
    default: break;
    }
}

/* Reads the options. A proxy option is refused first, wherever it stands. */
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
            note_option(asked, &option);
    }
}

unsigned qdmp__object_judge(const qdmp_settings *settings, const qdmp_coap_message *request, qdmp__asked *asked) {
    read_asked(request->options, asked);
    if (asked->refusal)
        return asked->refusal;
    if (!asked->found)
        return QDMP_COAP_NOT_FOUND;
    if (request->code != QDMP_COAP_GET)
        return QDMP_COAP_METHOD_NOT_ALLOWED;
    asked->target.links = asked->has_accept && asked->accept == QDMP_COAP_LINK_FORMAT;
    if (asked->has_accept && !asked->target.links && asked->accept != QDMP_COAP_LWM2M_TLV)
        return QDMP_COAP_NOT_ACCEPTABLE;
    if (settings->dm_mode != QDMP_DM_MODE_ALLOWED || !(settings->set & QDMP_WAS_SET(QDMP__FORM_CREDENTIALS)))
        return QDMP_COAP_FORBIDDEN;
    return QDMP_COAP_CONTENT;
}

#endif
