/* SPDX-License-Identifier: MIT */
/* Settings as bytes (docs/image.md). */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "qdmp/image.h"

#include "qdmp/crc32.h"

#include "password.h"
#include "stored.h"
#include "text.h"
#include "writer.h"

/* The offsets in an image. Magic, length and checksum have the same place in every version. */
enum {
    QDMP__IMAGE_MAGIC_SIZE = 4,
    QDMP__IMAGE_VERSION_AT = QDMP__IMAGE_MAGIC_SIZE,
    QDMP__IMAGE_LENGTH_AT = QDMP__IMAGE_VERSION_AT + 2,
    QDMP__IMAGE_HEAD_SIZE = QDMP__IMAGE_LENGTH_AT + 2,
    QDMP__IMAGE_CRC_SIZE = sizeof(((struct qdmp__image *)0)->crc),
    QDMP__IMAGE_TAG_SIZE = 1,
    QDMP__IMAGE_PART_HEAD_SIZE = QDMP__IMAGE_TAG_SIZE + 2
};

QDMP__STATIC_ASSERT(QDMP__IMAGE_HEAD_SIZE == sizeof(((struct qdmp__image *)0)->head),
                    "image.h says how long the head is");
QDMP__STATIC_ASSERT(QDMP__IMAGE_PART_HEAD_SIZE == sizeof(QDMP__IMAGE_PART) - 1, "and that of a part");

static const char magic[QDMP__IMAGE_MAGIC_SIZE] = {'Q', 'D', 'M', 'P'};

#define QDMP__IMAGE_VALUE_WIDTH(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)          \
    QDMP__IMAGE_WIDTH_##KIND(most),

/* Bytes of a number or address, or of the length in front of a text. */
static unsigned width_of(const qdmp__param *param) {
    static const uint8_t widths[] = {QDMP_PARAMS(QDMP__IMAGE_VALUE_WIDTH)};
    return widths[param - qdmp__params];
}

/* The rows of a form's parameters, in order; `*count` is their number. */
static const qdmp__param *params_of(const qdmp__stored *row, unsigned *count) {
    *count = qdmp__forms[row->kind].count;
    return qdmp__param_of((qdmp_field)qdmp__forms[row->kind].first);
}

/* --- what an image may hold --- */

/* The shown part of a password may not end with a space, although the mask after it keeps the space (R15, R17). */
static qdmp_status judge_shown_part(qdmp_span password, qdmp_error *err) {
    qdmp__cut_to_shown_part(&password);
    if (!password.len || password.ptr[password.len - 1] != ' ')
        return QDMP_OK;
    return qdmp__report(err, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_PASSWORD, 0);
}

/*
 * A value that the commands save came in a request, and an information line can show it. Both encoders accept it, and
 * return QDMP_NO_SPACE.
 */
static qdmp_status judge(const qdmp__stored *row, const void *value, qdmp_error *err) {
    union {
        qdmp_request request;
        qdmp_response response;
    } line;
    qdmp_room none = {NULL, 0};
    memset(&line, 0, sizeof line);
    line.request.kind = (qdmp_request_kind)row->kind;
    memcpy((char *)&line + offsetof(qdmp_request, server), value, row->size);
    qdmp_status status = qdmp_request_encode(&line.request, QDMP_REQUEST_CANONICAL, none, NULL, err);
    if (status != QDMP_NO_SPACE)
        return status;
    memset(&line, 0, sizeof line);
    line.response.kind = (qdmp_response_kind)row->kind;
    memcpy((char *)&line + offsetof(qdmp_response, server), value, row->size);
    status = qdmp_response_encode(&line.response, QDMP_RESPONSE_CANONICAL, none, NULL, err);
    if (status == QDMP_NO_SPACE && line.response.kind == QDMP_INFO_CREDENTIALS)
        return judge_shown_part(line.response.credentials.password, err);
    return status == QDMP_NO_SPACE ? QDMP_OK : status;
}

/* --- writing --- */

/* The other parameters are texts, except an address. */
static bool is_number(const qdmp__param *param) {
    return param->kind == QDMP_KIND_NUMBER || param->kind == QDMP_KIND_CHOICE;
}

/* Writes a number, least significant byte first. */
static void put_number(qdmp__writer *writer, uint32_t number, unsigned width) {
    for (; width; width--, number >>= 8)
        qdmp__put_char(writer, (char)(unsigned char)number);
}

static void put_value(qdmp__writer *writer, const qdmp__param *param, const void *member) {
    if (param->kind == QDMP_KIND_ADDRESS) {
        qdmp__put_bytes(writer, (const char *)member, width_of(param));
    } else if (is_number(param)) {
        put_number(writer, *(const uint32_t *)member, width_of(param));
    } else {
        const qdmp_span *text = (const qdmp_span *)member;
        put_number(writer, (uint32_t)text->len, width_of(param));
        qdmp__put_secret(writer, *text);
    }
}

/* Writes the values of a form. Returns the field with which the image becomes too long, QDMP_FIELD_NONE for none. */
static qdmp_field put_values(qdmp__writer *writer, const qdmp__stored *row, const char *body) {
    unsigned count;
    const qdmp__param *param = params_of(row, &count);
    for (; count; count--, param++) {
        put_value(writer, param, body + param->offset);
        if (writer->size > QDMP_IMAGE_LENGTH_MAX - QDMP__IMAGE_CRC_SIZE)
            return qdmp__field_of(param);
    }
    return QDMP_FIELD_NONE;
}

/* Checks and counts the content. Returns the size of the image, or 0. */
static size_t measure(const qdmp_settings *settings, qdmp_error *err) {
    qdmp__writer counter = {NULL, QDMP__IMAGE_HEAD_SIZE};
    for (unsigned i = 0; i < QDMP__STORED; i++) {
        const qdmp__stored *row = &qdmp__stored_forms[i];
        if (!(settings->set & QDMP_WAS_SET(row->kind)))
            continue;
        const void *value = qdmp__stored_value(settings, row);
        if (judge(row, value, err) != QDMP_OK)
            return 0;
        counter.size += QDMP__IMAGE_PART_HEAD_SIZE;
        qdmp_field beyond = put_values(&counter, row, (const char *)value);
        if (beyond != QDMP_FIELD_NONE) {
            qdmp__report(err, QDMP_LENGTH, beyond, 0);
            return 0;
        }
    }
    return counter.size + QDMP__IMAGE_CRC_SIZE;
}

static void put_parts(qdmp__writer *writer, const qdmp_settings *settings) {
    for (unsigned i = 0; i < QDMP__STORED; i++) {
        const qdmp__stored *row = &qdmp__stored_forms[i];
        if (!(settings->set & QDMP_WAS_SET(row->kind)))
            continue;
        const void *value = qdmp__stored_value(settings, row);
        qdmp__writer content = {NULL, 0};
        put_values(&content, row, (const char *)value);
        put_number(writer, row->tag, QDMP__IMAGE_TAG_SIZE);
        put_number(writer, (uint32_t)content.size, QDMP__IMAGE_PART_HEAD_SIZE - QDMP__IMAGE_TAG_SIZE);
        put_values(writer, row, (const char *)value);
    }
}

qdmp_status qdmp_image_encode(const qdmp_settings *settings, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer writer = {out.ptr, 0};
    qdmp_error fault;
    size_t need = measure(settings, &fault);
    if (!need)
        return qdmp__report(err, fault.status, fault.field, 0);
    if (size)
        *size = need;
    if (out.cap < need)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    qdmp__put_bytes(&writer, magic, QDMP__IMAGE_MAGIC_SIZE);
    put_number(&writer, QDMP_IMAGE_VERSION, QDMP__IMAGE_LENGTH_AT - QDMP__IMAGE_VERSION_AT);
    put_number(&writer, (uint32_t)need, QDMP__IMAGE_HEAD_SIZE - QDMP__IMAGE_LENGTH_AT);
    put_parts(&writer, settings);
    qdmp_span before = {out.ptr, writer.size};
    put_number(&writer, qdmp_crc32(0, before), QDMP__IMAGE_CRC_SIZE);
    return QDMP_OK;
}

/* --- reading --- */

static uint32_t number_at(const char *bytes, unsigned width) {
    uint32_t number = 0;
    while (width)
        number = number << 8 | (unsigned char)bytes[--width];
    return number;
}

/* Whether storage holds nothing: erased flash, or memory that was never written. */
static bool is_blank(qdmp_span image) {
    for (size_t i = 1; i < image.len; i++) {
        if (image.ptr[i] != image.ptr[0])
            return false;
    }
    return !image.len || image.ptr[0] == 0 || (unsigned char)image.ptr[0] == 0xFF;
}

/* Judges the bytes around the parts. */
static qdmp_status judge_frame(qdmp_span image, size_t *at) {
    *at = 0;
    if (image.len < QDMP__IMAGE_HEAD_SIZE + QDMP__IMAGE_CRC_SIZE ||
        memcmp(image.ptr, magic, QDMP__IMAGE_MAGIC_SIZE) != 0)
        return QDMP_DAMAGED;
    *at = QDMP__IMAGE_LENGTH_AT;
    if (number_at(image.ptr + QDMP__IMAGE_LENGTH_AT, QDMP__IMAGE_HEAD_SIZE - QDMP__IMAGE_LENGTH_AT) != image.len)
        return QDMP_DAMAGED;
    *at = image.len - QDMP__IMAGE_CRC_SIZE;
    qdmp_span before = {image.ptr, *at};
    if (number_at(image.ptr + *at, QDMP__IMAGE_CRC_SIZE) != qdmp_crc32(0, before))
        return QDMP_DAMAGED;
    *at = QDMP__IMAGE_VERSION_AT;
    uint32_t version = number_at(image.ptr + QDMP__IMAGE_VERSION_AT, QDMP__IMAGE_LENGTH_AT - QDMP__IMAGE_VERSION_AT);
    if (version > QDMP_IMAGE_VERSION)
        return QDMP_NEWER;
    return version == QDMP_IMAGE_VERSION ? QDMP_OK : QDMP_DAMAGED;
}

/* Takes a value from the front of `rest`. */
static bool take_value(qdmp_span *rest, const qdmp__param *param, void *member) {
    unsigned width = width_of(param);
    qdmp_span value = {rest->ptr, width};
    if (rest->len < width)
        return false;
    uint32_t number = number_at(rest->ptr, width);
    if (param->kind == QDMP_KIND_ADDRESS) {
        memcpy(member, value.ptr, width);
    } else if (is_number(param)) {
        *(uint32_t *)member = number;
    } else if (rest->len - width >= number) {
        value.ptr += width;
        value.len = (size_t)number;
        *(qdmp_span *)member = value;
        value.len += width;
    } else {
        return false;
    }
    rest->ptr += value.len;
    rest->len -= value.len;
    return true;
}

/* Reads the whole content of a part of a form. Returns the field at fault in `*field`. */
static bool read_content(qdmp_span content, const qdmp__stored *row, char *body, qdmp_field *field) {
    unsigned count;
    const qdmp__param *param = params_of(row, &count);
    qdmp_error fault;
    for (; count; count--, param++) {
        *field = qdmp__field_of(param);
        if (!take_value(&content, param, body + param->offset))
            return false;
    }
    *field = QDMP_FIELD_NONE;
    if (content.len)
        return false;
    if (judge(row, body, &fault) == QDMP_OK)
        return true;
    *field = fault.field;
    return false;
}

static const qdmp__stored *row_of(unsigned tag) {
    for (unsigned i = 0; i < QDMP__STORED; i++) {
        if (qdmp__stored_forms[i].tag == tag)
            return &qdmp__stored_forms[i];
    }
    return NULL;
}

/* Takes a part from the front of `rest`. Its tag must be above `*tag`. */
static bool read_part(qdmp_span *rest, unsigned *tag, qdmp_settings *out, qdmp_field *field) {
    *field = QDMP_FIELD_NONE;
    if (rest->len < QDMP__IMAGE_PART_HEAD_SIZE || (unsigned char)rest->ptr[0] <= *tag)
        return false;
    *tag = (unsigned char)rest->ptr[0];
    qdmp_span content = {
        rest->ptr + QDMP__IMAGE_PART_HEAD_SIZE,
        (size_t)number_at(rest->ptr + QDMP__IMAGE_TAG_SIZE, QDMP__IMAGE_PART_HEAD_SIZE - QDMP__IMAGE_TAG_SIZE)};
    if (rest->len - QDMP__IMAGE_PART_HEAD_SIZE < content.len)
        return false;
    rest->ptr += QDMP__IMAGE_PART_HEAD_SIZE + content.len;
    rest->len -= QDMP__IMAGE_PART_HEAD_SIZE + content.len;
    const qdmp__stored *row = row_of(*tag);
    if (!row)
        return true;
    out->set |= QDMP_WAS_SET(row->kind);
    return read_content(content, row, (char *)qdmp__stored_member(out, row), field);
}

static qdmp_status read_image(qdmp_span image, qdmp_settings *out, qdmp_field *field, size_t *at) {
    qdmp_status status = judge_frame(image, at);
    if (status != QDMP_OK)
        return status;
    qdmp_span rest = {image.ptr + QDMP__IMAGE_HEAD_SIZE, image.len - QDMP__IMAGE_HEAD_SIZE - QDMP__IMAGE_CRC_SIZE};
    for (unsigned tag = 0; rest.len;) {
        *at = (size_t)(rest.ptr - image.ptr);
        if (!read_part(&rest, &tag, out, field))
            return QDMP_DAMAGED;
    }
    return QDMP_OK;
}

qdmp_status qdmp_image_decode(qdmp_span image, qdmp_settings *out, int *stored, qdmp_error *err) {
    qdmp_field field = QDMP_FIELD_NONE;
    size_t at = 0;
    bool blank = is_blank(image);
    qdmp_settings_defaults(out);
    qdmp_status status = blank ? QDMP_OK : read_image(image, out, &field, &at);
    if (stored)
        *stored = !blank && status == QDMP_OK;
    if (status == QDMP_OK)
        return QDMP_OK;
    qdmp_settings_defaults(out);
    return qdmp__report(err, status, field, at);
}
#endif
