/* SPDX-License-Identifier: MIT */
/*
 * The decoder of an image of up to LONGEST bytes, one function after the other. In the proof of a function, a contract
 * replaces each function that it calls. The contract of read_part is proved too. Those of read_content, is_blank and the
 * checksum are not: their results may be anything, and that they stay inside their memory is assumed.
 */
#include "../../src/image.c"
#include "../../src/rows.c"
#include "../../src/settings.c"
#include "../../src/text.c"

#include "input.h"

/* The number of parts of an image in a proof. */
enum { PARTS = 3 };

static unsigned parts;

static void open_image(void) {
    input_len = any_size_to(LONGEST);
    input = any_bytes(input_len);
}

/* Whether a span lies in the input, and ends where the input ends. */
static bool is_tail(qdmp_span span) {
    return is_inside(span) && place_of(span) == input_len - span.len;
}

uint32_t in_place_of_qdmp_crc32(uint32_t crc, qdmp_span bytes) {
    (void)crc;
    PROVE(!bytes.len || __CPROVER_r_ok(bytes.ptr, bytes.len), "what the checksum is of can be read");
    return nondet_u32();
}

bool in_place_of_is_blank(qdmp_span image) {
    (void)image;
    return nondet_bool();
}

bool in_place_of_read_content(qdmp_span content, const qdmp__stored *row, char *body, qdmp_field *field) {
    (void)row, (void)body;
    PROVE(!content.len || __CPROVER_r_ok(content.ptr, content.len), "the content lies in the image");
    *field = QDMP_FIELD_NONE;
    return nondet_bool();
}

bool in_place_of_read_part(qdmp_span *rest, unsigned *tag, qdmp_settings *out, qdmp_field *field) {
    bool is_read = nondet_bool();
    size_t size = nondet_size();
    ASSUME(++parts <= PARTS && size <= rest->len && (size >= 3 || (!size && !is_read)));
    rest->ptr += size;
    rest->len -= size;
    *tag = nondet_byte();
    out->set = nondet_u32();
    *field = is_read || nondet_bool() ? QDMP_FIELD_NONE : QDMP_FIELD_TML_IMEI;
    return is_read;
}

/* Any parameter, at the front of any remaining bytes of an image. */
void proof_take_value(void) {
    size_t chosen = nondet_size();
    for (unsigned i = 0; i < QDMP_FIELD_COUNT - QDMP__FIRST_FIELD; i++) {
        if (i != chosen)
            continue;
        open_image();
        const qdmp__param *param = &qdmp__params[i];
        qdmp_span rest = {(const char *)input, input_len}, text = {NULL, 0};
        uint32_t number = 0;
        bool is_text = param->kind == QDMP_KIND_TEXT || param->kind == QDMP_KIND_DIGITS;
        bool is_taken = take_value(&rest, param, is_text ? (void *)&text : (void *)&number);
        PROVE(is_taken || (rest.len == input_len && text.ptr == NULL && number == 0), "nothing is taken on failure");
        PROVE(is_tail(rest), "the rest is the rest");
        size_t width = is_text ? input_len - rest.len - text.len : input_len - rest.len;
        PROVE(!is_taken || width == 1 || width == 2 || width == 4, "a number, or the length in front of a text");
        PROVE(!is_taken || !is_text || (place_of(text) == width && text.len <= input_len - width),
              "the text is inside");
        WITNESS(is_taken && is_text && text.len == 255 && width == 1, "the longest text behind one byte");
        WITNESS(is_taken && is_text && text.len == LONGEST - 2 && width == 2, "the longest text behind two");
        WITNESS(is_taken && !is_text && number == 0xFFFFFFFF && !rest.len, "the greatest number");
        WITNESS(!is_taken && is_text && input_len == LONGEST, "a text that is too long");
    }
}

void proof_read_part(void) {
    open_image();
    qdmp_span rest = {(const char *)input, input_len};
    unsigned before = nondet_byte(), tag = before;
    qdmp_settings settings = {.set = 0};
    qdmp_field field;
    bool is_read = read_part(&rest, &tag, &settings, &field);
    PROVE(is_tail(rest), "the rest is the rest");
    PROVE(!is_read || (tag > before && tag == input[0]), "tags ascend");
    PROVE(!is_read || input_len - rest.len == 3u + (size_t)(input[1] | input[2] << 8), "a part is as long as it says");
    WITNESS(is_read && settings.set && !rest.len && input_len == LONGEST, "the longest part");
    WITNESS(is_read && !settings.set && tag == 255, "a part that is not known");
    WITNESS(!is_read && tag > before, "a part that does not fit");
}

void proof_qdmp_image_decode(void) {
    open_image();
    qdmp_span image = {(const char *)input, input_len};
    qdmp_settings settings;
    int stored = 7;
    qdmp_error fault;
    qdmp_status status = qdmp_image_decode(image, &settings, &stored, &fault);
    PROVE(status == QDMP_OK || status == QDMP_DAMAGED || status == QDMP_NEWER, "the verdict");
    PROVE(status == QDMP_OK || (settings.set == 0 && stored == 0), "the defaults on failure");
    PROVE(status == QDMP_OK || (fault.offset <= input_len && fault.status == status), "the fault lies in the image");
    PROVE(!stored || (input_len >= 12 && input[0] == 'Q' && input[1] == 'D' && input[2] == 'M' && input[3] == 'P' &&
                      input[4] == 1 && input[5] == 0 && (size_t)(input[6] | input[7] << 8) == input_len),
          "magic, version and length");
    WITNESS(stored && input_len == 12, "the shortest");
    WITNESS(stored && input_len == LONGEST, "the longest");
    WITNESS(stored && parts == PARTS, "several parts");
    WITNESS(status == QDMP_NEWER, "of a later version");
    WITNESS(status == QDMP_DAMAGED && parts == 1, "a part that is damaged");
    WITNESS(status == QDMP_DAMAGED && parts == 1 && input_len == 13, "one byte in place of a part");
    WITNESS(status == QDMP_OK && !stored, "nothing stored");
}
