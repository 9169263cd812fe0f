/* SPDX-License-Identifier: MIT */
/*
 * Tests the content of bodies of object 666, in blocks of every size. The vectors come from vectors/object666.json,
 * which a separate encoder made. The lists of paths are typed by hand.
 */
#include "datagram.h"
#include "guard.h"
#include "object_stage.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { BODY_MAX = 1290, CASES = 3 };

TestSuite(object_values, .init = object_stage_open);

/* --- vectors ------------------------------------------------------------------------------------------------------ */

static const char *const names[VALUES] = {"applInfo", "mac",   "rom",     "ram",     "cpu",      "osSysVer", "swVer",
                                          "swName",   "volte", "netType", "account", "phoneNum", "location"};

static const json_t *vector_at(size_t index) {
    static json_t *all;
    json_error_t error;
    if (!all)
        all = json_load_file(QDMP_TEST_DATA "/object666.json", 0, &error);
    cr_assert(all != NULL, "%s", error.text);
    cr_assert(json_array_size(json_object_get(all, "cases")) == CASES);
    return json_array_get(json_object_get(all, "cases"), index);
}

static const char *text_at(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    cr_assert(text != NULL, "%s", key);
    return text;
}

typedef struct body {
    char bytes[BODY_MAX + 1024];
    size_t len;
} body;

static qdmp_span body_span(const body *of) {
    return span_from(of->bytes, of->len);
}

static body body_from(qdmp_span bytes) {
    body made = {.len = bytes.len};
    memcpy(made.bytes, bytes.ptr, bytes.len);
    return made;
}

/* The settings of a vector, and their body. */
static body take_vector(const json_t *vector) {
    const json_t *values = json_object_get(vector, "values");
    the.settings.credentials.password = span_of(text_at(vector, "password"));
    for (size_t i = 0; i < VALUES; i++)
        *object_value(i) = span_of(text_at(values, names[i]));
    body made = body_from(unhex(text_at(vector, "body")));
    cr_assert(made.len == (size_t)json_integer_value(json_object_get(vector, "bytes")));
    return made;
}

/* --- transfers ---------------------------------------------------------------------------------------------------- */

static unsigned block_of(const sent *answer) {
    qdmp_span value = sent_option(answer, 23);
    unsigned block = 0;
    for (size_t i = 0; i < value.len; i++)
        block = block << 8 | (unsigned char)value.ptr[i];
    return block;
}

/* Reads a body block by block, as RFC 7959 requires: from the second request on with the block size of the answer. */
static body transfer(const char *path, unsigned szx) {
    static body whole;
    char options[96];
    unsigned block = szx;
    whole.len = 0;
    for (unsigned round = 0; round < 100; round++) {
        sprintf(options, "%s 23=#%06x", path, block);
        sent answer = object_get(options);
        unsigned got = block_of(&answer), size = (unsigned)BLOCK(got & 7);
        cr_assert(sent_option(&answer, 23).ptr && (got >> 4) * size == whole.len, "%s: %x", options, got);
        cr_assert(got & 8 ? answer.payload.len == size : answer.payload.len - 1 < size, "%s", options);
        memcpy(whole.bytes + whole.len, answer.payload.ptr, answer.payload.len);
        whole.len += answer.payload.len;
        if (!(got & 8))
            return whole;
        block = (got >> 4) + 1;
        block = block << 4 | (got & 7);
    }
    cr_assert(false, "%s: no end", path);
    return whole;
}

static void expect_body(const char *path, qdmp_span expected) {
    for (unsigned greatest = 0; greatest <= 6; greatest++) {
        the.object.szx = (uint8_t)greatest;
        for (unsigned szx = 0; szx <= 6; szx++) {
            body got = transfer(path, szx);
            cr_expect(span_equal(body_span(&got), expected), "%s in blocks of %zu", path, BLOCK(szx));
        }
    }
    the.object.szx = 6;
}

/* The bytes before the TLV of the instance. */
static body with_instance(const body *of) {
    body made = {.len = of->len + 4};
    sprintf(made.bytes, "\x10%c%c%c", 0, (int)(of->len >> 8), (int)(of->len & 0xFF));
    memcpy(made.bytes + 4, of->bytes, of->len);
    return made;
}

Test(object_values, vectors) {
    for (size_t i = 0; i < CASES; i++) {
        const json_t *vector = vector_at(i), *one = json_object_get(vector, "one");
        body expected = take_vector(vector), object = with_instance(&expected);
        expect_body("11=666 11=0", body_span(&expected));
        expect_body("11=666", body_span(&object));
        body rom = body_from(unhex(text_at(one, "rom"))), appl_info = body_from(unhex(text_at(one, "applInfo")));
        expect_body("11=666 11=0 11=6604", body_span(&rom));
        expect_body("11=666 11=0 11=6602", body_span(&appl_info));
    }
}

/* The TLVs of single resources are parts of the body: each is as long as its own head says. */
Test(object_values, resources) {
    for (size_t i = 0; i < CASES; i++) {
        body expected = take_vector(vector_at(i));
        size_t at = 0;
        for (unsigned k = 0; k < VALUES; k++) {
            const unsigned char *head = (const unsigned char *)expected.bytes + at;
            size_t len = head[0] == 0xE8 ? 4u + head[3] : 5u + ((size_t)head[3] << 8 | head[4]);
            char path[64];
            cr_assert((head[0] == 0xE8 || head[0] == 0xF0) && (head[1] << 8 | head[2]) == 6602 + (int)k);
            sprintf(path, "11=666 11=0 11=%u", 6602 + k);
            expect_body(path, span_from(head, len));
            at += len;
        }
        cr_expect(at == expected.len);
    }
}

Test(object_values, a_real_client) {
    packet made = packet_of(CON, GET, 0x1234, span_of("\xAA"));
    qdmp_coap_message request;
    char out[QDMP_OBJECT_ROOM(6)];
    size_t size;
    (void)take_vector(vector_at(0));
    packet_options(&made, "11=666 11=0 11=6604");
    cr_assert(qdmp_coap_decode(packet_span(&made), &request, NULL) == QDMP_OK);
    cr_assert(qdmp_object_answer(&the.object, &request, 0, (qdmp_room){out, sizeof out}, &size, NULL) == QDMP_OK);
    qdmp_span expected = unhex("61451234aac22d16ffe819cc184d7837776550722f2f59524c527a4a43504a533443413d3d");
    cr_expect(span_equal(span_from(out, size), expected), "%s", shown(span_from(out, size)));
}

Test(object_values, links) {
    expect_body("11=666 17=#28",
                span_of("</666>,</666/0>,</666/0/6602>,</666/0/6603>,</666/0/6604>,</666/0/6605>,</666/0/6606>,"
                        "</666/0/6607>,</666/0/6608>,</666/0/6609>,</666/0/6610>,</666/0/6611>,</666/0/6612>,"
                        "</666/0/6613>,</666/0/6614>"));
    expect_body("11=666 11=0 17=#28",
                span_of("</666/0>,</666/0/6602>,</666/0/6603>,</666/0/6604>,</666/0/6605>,</666/0/6606>,"
                        "</666/0/6607>,</666/0/6608>,</666/0/6609>,</666/0/6610>,</666/0/6611>,</666/0/6612>,"
                        "</666/0/6613>,</666/0/6614>"));
    expect_body("11=666 11=0 11=6602 17=#28", span_of("</666/0/6602>"));
    expect_body("11=666 11=0 11=6614 17=#28", span_of("</666/0/6614>"));
    cr_expect(the.hashes == 0 && the.blocks == 0, "there is nothing to encrypt");
}

/* --- blocks of AES ------------------------------------------------------------------------------------------------ */

/*
 * At most 550 AES blocks for all 1286 bytes in blocks of 16. The values before a block and those after it are skipped.
 */
Test(object_values, blocks_of_aes) {
    static const unsigned most[] = {550, 300, 190, 125, 100, 70, 65};
    for (unsigned szx = 0; szx <= 6; szx++) {
        (void)take_vector(vector_at(2));
        the.blocks = 0;
        body got = transfer("11=666 11=0", szx);
        cr_expect(got.len == 1286 && the.blocks <= most[szx] && the.longest <= 48, "szx %u: %u, %zu at a time", szx,
                  the.blocks, the.longest);
        printf("%u blocks of AES for 1286 bytes in blocks of %zu\n", the.blocks, BLOCK(szx));
    }
}

/* One block of a value of 255 bytes needs only the AES blocks up to its end, 48 bytes at a time. */
Test(object_values, blocks_of_one_value) {
    static const struct {
        const char *block;
        unsigned encrypted;
    } rows[] = {{"#00", 3}, {"#30", 3}, {"#40", 6}, {"#a0", 9}, {"#0150", 16}, {"#03", 6}, {"#13", 12}, {"#06", 16}};
    (void)take_vector(vector_at(2));
    for (size_t i = 0; i < COUNT(rows); i++) {
        char options[64];
        sprintf(options, "11=666 11=0 11=6602 23=%s", rows[i].block);
        the.blocks = the.hashes = 0;
        (void)object_get(options);
        cr_expect(the.blocks == rows[i].encrypted && the.hashes == 1, "%s: %u", rows[i].block, the.blocks);
    }
}

/* A value is a head of 4 bytes and 24 of base64, so block 1 ends behind the head of the second one. */
Test(object_values, a_block_that_ends_behind_a_head) {
    (void)object_get("11=666 11=0 23=#10");
    cr_expect(the.blocks == 1, "%u", the.blocks);
}

/* Answers that contain no value call no cryptography. */
Test(object_values, nothing_in_vain) {
    sent answer;
    cr_expect(object_ask(CON, GET, "11=666 11=0 23=#07", &answer) == QDMP_OK && answer.code == CODE(4, 0));
    cr_expect(object_ask(NON, GET, "1 11=666 11=0", &answer) == QDMP_NO_ANSWER);
    (void)object_get("11=666 17=#28");
    cr_expect(the.hashes == 0 && the.blocks == 0);
}

/* --- cryptography ------------------------------------------------------------------------------------------------- */

/* An empty password is replaced by 32 characters `0`, an empty value is a block of padding. */
Test(object_values, empty_texts) {
    static const char zeros[] = "00000000000000000000000000000000";
    body first, second;
    *object_value(1) = span_from(NULL, 0);
    the.settings.credentials.password = span_from(NULL, 0);
    first = transfer("11=666 11=0 11=6603", 6);
    the.settings.credentials.password = span_of(zeros);
    second = transfer("11=666 11=0 11=6603", 6);
    cr_expect(first.len == 28 && span_equal(body_span(&first), body_span(&second)));
    cr_expect(memcmp(first.bytes, "\xE8\x19\xCB\x18", 4) == 0 && memcmp(first.bytes + 26, "==", 2) == 0);
    /* printf '' | openssl enc -aes-256-cbc -K SHA256(zeros) -iv 0 | base64 */
    cr_expect(memcmp(first.bytes + 4, "lXaxHzSHYFd4lUZjy9cF2w==", 24) == 0, "%s", shown(body_span(&first)));
}

Test(object_values, crypto_fails) {
    sent answer;
    the.object.crypto = NULL;
    cr_expect(object_ask(CON, GET, "11=666 11=0", &answer) == QDMP_CRYPTO);
    (void)object_get("11=666 17=#28");
    the.object.crypto = &the.crypto;
    the.hash_fails = true;
    cr_expect(object_ask(CON, GET, "11=666 11=0", &answer) == QDMP_CRYPTO && the.blocks == 0);
    the.hash_fails = false;
    for (unsigned at = 1; at <= VALUES; at++) {
        the.fails_at = at;
        cr_expect(object_ask(CON, GET, "11=666 11=0", &answer) == QDMP_CRYPTO, "call %u", at);
    }
    the.fails_at = VALUES + 1;
    (void)object_get("11=666 11=0");
}

/* --- the ETag ----------------------------------------------------------------------------------------------------- */

/* The texts are `abc` and the empty text, which are examples of FIPS 180-4. */
Test(object_values, etag) {
    unsigned char etag[4] = "????";
    qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
    cr_expect(qdmp_object_etag(&the.crypto, span_of("abc"), etag, &err) == QDMP_OK);
    cr_expect(memcmp(etag, "\xBA\x78\x16\xBF", 4) == 0);
    cr_expect(qdmp_object_etag(&the.crypto, span_from(NULL, 0), etag, NULL) == QDMP_OK);
    cr_expect(memcmp(etag, "\xE3\xB0\xC4\x42", 4) == 0);
    memset(etag, '?', sizeof etag);
    the.hash_fails = true;
    cr_expect(qdmp_object_etag(&the.crypto, span_of("abc"), etag, &err) == QDMP_CRYPTO && err.status == QDMP_CRYPTO &&
              err.field == QDMP_FIELD_NONE && err.offset == 0);
    cr_expect(qdmp_object_etag(NULL, span_of("abc"), etag, NULL) == QDMP_CRYPTO && memcmp(etag, "????", 4) == 0);
}
