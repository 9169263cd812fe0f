/* SPDX-License-Identifier: MIT */
/*
 * Tests object 666: which requests are answered, and how. The codes are typed row by row from docs/object.md, section
 * 2. object_values.c tests the content of bodies.
 */
#include "guard.h"
#include "object_stage.h"

#include <stdio.h>

TestSuite(object, .init = object_stage_open);

/* A row expects a code c.dd, which is written as cdd, or this. */
enum { SILENCE = 0 };

typedef struct judgement {
    unsigned type, code;
    const char *options;
    int expected;
} judgement;

/* 1: no request, no answer. */
static const judgement no_requests[] = {
    {ACK, GET, "11=666 11=0", SILENCE},        {RST, GET, "11=666 11=0", SILENCE},
    {CON, CODE(2, 5), "11=666 11=0", SILENCE}, {NON, CODE(4, 4), "11=666", SILENCE},
    {CON, CODE(1, 1), "11=666 11=0", SILENCE}, {NON, CODE(7, 1), "11=666 11=0", SILENCE},
    {ACK, GET, "35=coap://a", SILENCE},       /* a proxy's option in a message that is not a request */
    {RST, CODE(2, 5), "1 11=667", SILENCE},   /* an unknown option in a message that is not a request */
    {CON, CODE(5, 0), "11=nothing", SILENCE}, /* another path in a message that is not a request */
};

/* 2: options. */
static const judgement unfit_options[] = {
    {CON, GET, "11=666 11=0 35=coap://a/666/0", 505},
    {CON, GET, "11=666 11=0 39=coap", 505},
    {NON, GET, "35=coap://a/666/0", 505},
    {NON, GET, "11=666 39", 505},
    {CON, GET, "11=666 11=0 35 35 39", 505},
    {CON, GET, "11=666 11=0 35=@300", 505},
    {CON, GET, "1=abcd 11=666 11=0 35=coap://a", 505}, /* If-Match comes first, but the proxy option decides */
    {NON, GET, "5 11=666 11=0 39=coap", 505},          /* the same in a NON, which then gets an answer */
    {CON, GET, "11=666 11=0 23=#01020304 39=coap", 505},
    {CON, GET, "11=666 11=0 35=coap://a 2049", 505}, /* and an unknown option after it */
    {CON, CODE(0, 2), "11=rd 35=coap://a", 505},     /* with the wrong path and method */
    {CON, GET, "1 11=666 11=0", 402},                /* If-Match */
    {CON, GET, "5 11=666 11=0", 402},                /* If-None-Match */
    {CON, GET, "9=#00 11=666 11=0", 402},            /* OSCORE */
    {CON, GET, "11=666 11=0 15=pmin=1", 402},        /* Uri-Query */
    {CON, GET, "11=666 11=0 19=#06", 402},           /* Q-Block1 */
    {CON, GET, "11=666 11=0 27=#06", 402},           /* Block1 */
    {CON, GET, "11=666 11=0 31=#06", 402},           /* Q-Block2 */
    {CON, GET, "11=666 11=0 13", 402},
    {CON, GET, "11=666 11=0 65535", 402},
    {CON, GET, "3=a 3=b 11=666 11=0", 402},
    {CON, GET, "7=#1633 7=#1633 11=666 11=0", 402},
    {CON, GET, "11=666 11=0 17=#2d16 17=#2d16", 402},
    {CON, GET, "11=666 11=0 23=#06 23=#06", 402},
    {CON, GET, "3 11=666 11=0", 402},
    {CON, GET, "3=@256 11=666 11=0", 402},
    {CON, GET, "7=#001633 11=666 11=0", 402},
    {CON, GET, "11=666 11=@256", 402},
    {CON, GET, "11=666 11=0 17=#002d16", 402},
    {CON, GET, "11=666 11=0 23=#00000006", 402},
    {NON, GET, "1 11=666 11=0", SILENCE},
    {NON, GET, "11=666 11=0 15=pmin=1", SILENCE},
    {NON, GET, "11=666 11=0 23=#06 23=#06", SILENCE},
    {NON, GET, "11=666 11=0 17=#002d16", SILENCE},
    {CON, GET, "11=rd 15=ep=a", 402}, /* with the wrong path */
    {NON, GET, "11=rd 15=ep=a", SILENCE},
    {CON, CODE(0, 2), "11=666 11=0 27=#06", 402},     /* with the wrong method */
    {CON, GET, "11=666 11=0 17=#3c 23=#07 25", 402},  /* with the wrong format and block */
    {CON, GET, "11=666 11=0 11=0 11=0 11=@256", 402}, /* in the fifth segment of a path that does not exist */
};

/* The possible contents of options. */
static const judgement legal[] = {
    {CON, GET, "11=666 11=0", 205},
    {NON, GET, "11=666 11=0", 205},
    {CON, GET, "3=a 11=666 11=0", 205},
    {CON, GET, "3=@255 7=#1633 11=666 11=0 17=#2d16 23=#06", 205},
    {CON, GET, "7 11=666 11=0", 205},
    {CON, GET, "7=#00 11=666 11=0", 205},
    {CON, GET, "7=#ffff 11=666 11=0", 205},
    {CON, GET, "11=666 11=0 23", 205},
    {CON, GET, "11=666 11=0 23=#000006", 205},
    {CON, GET, "11=666 11=0 23=#00000e", 205}, /* M has no meaning in a request */
    {CON, GET, "11=666 11=0 17=#28", 205},
    {CON, GET, "11=666 11=0 17=#0028", 205},
    {CON, GET, "6 11=666 11=0", 205},             /* Observe */
    {NON, GET, "6=#01 11=666 11=0", 205},         /* and the end of an observation */
    {CON, GET, "4=abcd 4=efgh 11=666 11=0", 205}, /* ETags that the client knows */
    {CON, GET, "4=@9 4 6=@7 6 11=666 11=0 12=@3 14=@5 20=@256 28=@5 60=@5 2048=@300 65534", 205},
};

/* 3: paths. */
static const judgement paths[] = {
    {CON, GET, "", 404},
    {CON, GET, "11", 404},
    {CON, GET, "11=rd", 404},
    {CON, GET, "11=.well-known 11=core", 404},
    {CON, GET, "11=665", 404},
    {CON, GET, "11=667", 404},
    {CON, GET, "11=66", 404},
    {CON, GET, "11=6660", 404},
    {CON, GET, "11=0666", 404},
    {CON, GET, "11=666/0", 404},
    {CON, GET, "11=666 11", 404},
    {CON, GET, "11 11=666", 404},
    {CON, GET, "11=666 11=1", 404},
    {CON, GET, "11=666 11=00", 404},
    {CON, GET, "11=666 11=0 11", 404},
    {CON, GET, "11=666 11=0 11=6601", 404},
    {CON, GET, "11=666 11=0 11=6615", 404},
    {CON, GET, "11=666 11=0 11=06602", 404},
    {CON, GET, "11=666 11=0 11=660", 404},
    {CON, GET, "11=666 11=0 11=66020", 404},
    {CON, GET, "11=666 11=0 11=660x", 404},
    {CON, GET, "11=666 11=0 11=+602", 404},
    {CON, GET, "11=666 11=0 11=#36363032000000", 404},
    {CON, GET, "11=666 11=0 11=0000", 404},
    {CON, GET, "11=666 11=0 11=9999", 404},
    {CON, GET, "11=666 11=1 11=6602", 404},
    {CON, GET, "11=667 11=0 11=6602", 404},
    {CON, GET, "11=666 11=0 11=6602 11=0", 404},
    {CON, GET, "11=666 11=0 11=6602 11", 404},
    {CON, GET, "11=666 11=0 11=6602 11=6602 11=666 11=0", 404},
    {CON, GET, "11=666 11=0 11=@255", 404},
    {NON, GET, "11=3 11=0", 404},
    {CON, CODE(0, 2), "11=rd", 404}, /* with the wrong method */
    {CON, CODE(0, 4), "11=666 11=1", 404},
    {CON, GET, "11=666 11=2 17=#3c", 404},         /* with the wrong format */
    {CON, GET, "11=666 11=0 11=6601 23=#07", 404}, /* with the wrong block */
};

/* 4: methods. */
static const judgement methods[] = {
    {CON, CODE(0, 2), "11=666 11=0", 405},
    {CON, CODE(0, 3), "11=666 11=0 11=6602", 405},
    {CON, CODE(0, 4), "11=666", 405},
    {NON, CODE(0, 2), "11=666 11=0 11=6604", 405},
    {CON, CODE(0, 5), "11=666 11=0", 405}, /* FETCH (RFC 8132) */
    {CON, CODE(0, 31), "11=666 11=0", 405},
    {CON, CODE(0, 3), "11=666 11=0 17=#3c", 405}, /* with the wrong format */
    {CON, CODE(0, 2), "11=666 11=0 23=#07", 405}, /* with the wrong block */
};

/* 5: formats. */
static const judgement formats[] = {
    {CON, GET, "11=666 11=0 17", 406}, /* text/plain */
    {CON, GET, "11=666 11=0 17=#00", 406},
    {CON, GET, "11=666 11=0 17=#29", 406},
    {CON, GET, "11=666 11=0 17=#2d17", 406}, /* JSON, 11543 */
    {CON, GET, "11=666 11=0 17=#162d", 406},
    {CON, GET, "11=666 11=0 11=6604 17=#2d15", 406},
    {NON, GET, "11=666 17=#ffff", 406},
    {CON, GET, "11=666 11=0 17=#3c 23=#07", 406}, /* with the wrong block */
    {CON, GET, "11=666 11=0 17=#3c 23=#fffff6", 406},
};

/* 7: blocks. The body has 364 bytes, that of the object 368, the links 197 and 190. */
static const judgement blocks[] = {
    {CON, GET, "11=666 11=0 23=#07", 400},
    {CON, GET, "11=666 11=0 23=#fffff7", 400},
    {NON, GET, "11=666 11=0 11=6604 23=#0f", 400},
    {CON, GET, "11=666 11=0 23=#16", 400},
    {CON, GET, "11=666 11=0 23=#65", 400},
    {CON, GET, "11=666 11=0 23=#fffff0", 400},
    {CON, GET, "11=666 11=0 23=#fffffe", 400},
    {CON, GET, "11=666 11=0 23=#0160", 205}, /* NUM 22, at byte 352 */
    {CON, GET, "11=666 11=0 23=#0170", 400}, /* NUM 23, at 368 */
    {CON, GET, "11=666 23=#0160", 205},
    {CON, GET, "11=666 23=#0170", 400},      /* at 368, where the body ends */
    {CON, GET, "11=666 17=#28 23=#c0", 205}, /* at 192 */
    {CON, GET, "11=666 17=#28 23=#d0", 400},
    {CON, GET, "11=666 11=0 17=#28 23=#b0", 205},
    {CON, GET, "11=666 11=0 17=#28 23=#c0", 400},
    {CON, GET, "11=666 11=0 11=6604 23=#10", 205},
    {CON, GET, "11=666 11=0 11=6604 23=#20", 400},
    {CON, GET, "11=666 11=0 17=#28 23=#07", 400},
};

static void expect_judged(const judgement *row) {
    sent answer;
    qdmp_status status = object_ask(row->type, row->code, row->options, &answer);
    if (row->expected == SILENCE) {
        cr_expect(status == QDMP_NO_ANSWER, "%s: %s", row->options, qdmp_status_name(status));
        return;
    }
    cr_assert(status == QDMP_OK, "%s: %s", row->options, qdmp_status_name(status));
    cr_expect(answer.code == CODE((unsigned)row->expected / 100, (unsigned)row->expected % 100), "%s: %u.%02u",
              row->options, answer.code / 32, answer.code % 32);
    cr_expect(answer.type == (row->type == CON ? ACK : NON), "%s", row->options);
    cr_expect(answer.id == (row->type == CON ? 0x1234 : 0xBEEF), "%s", row->options);
    cr_expect(span_equal(answer.token, span_of("\xAA")), "%s", row->options);
    if (row->expected != 205)
        cr_expect(answer.count == 0 && answer.payload.len == 0, "%s: an error is a code alone", row->options);
}

static void expect_all_judged(const judgement *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        expect_judged(&rows[i]);
}

/* Tests every row, with `code` instead of its own code. */
static void expect_all_forbidden(const judgement *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        judgement row = rows[i];
        row.expected = 403;
        expect_judged(&row);
    }
}

Test(object, no_request_no_answer) {
    expect_all_judged(no_requests, COUNT(no_requests));
}

Test(object, options) {
    expect_all_judged(unfit_options, COUNT(unfit_options));
    expect_all_judged(legal, COUNT(legal));
}

Test(object, paths) {
    expect_all_judged(paths, COUNT(paths));
}

Test(object, methods) {
    expect_all_judged(methods, COUNT(methods));
}

Test(object, formats) {
    expect_all_judged(formats, COUNT(formats));
}

Test(object, block_numbers) {
    expect_all_judged(blocks, COUNT(blocks));
}

/* 6: what comes earlier in the order is judged as usual; what comes later is not judged. */
static void expect_forbidden(void) {
    expect_all_judged(no_requests, COUNT(no_requests));
    expect_all_judged(unfit_options, COUNT(unfit_options));
    expect_all_judged(paths, COUNT(paths));
    expect_all_judged(methods, COUNT(methods));
    expect_all_judged(formats, COUNT(formats));
    expect_all_forbidden(legal, COUNT(legal));
    expect_all_forbidden(blocks, COUNT(blocks));
    cr_expect(the.hashes == 0 && the.blocks == 0);
}

Test(object, forbidden_by_mode) {
    the.settings.dm_mode = QDMP_DM_MODE_FORBIDDEN;
    expect_forbidden();
}

Test(object, forbidden_without_credentials) {
    the.settings.set = ~QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    expect_forbidden();
}

Test(object, forbidden_by_defaults) {
    qdmp_settings_defaults(&the.settings);
    expect_forbidden();
}

/* --- the message that carries the body ---------------------------------------------------------------------------- */

Test(object, every_type_and_code) {
    for (unsigned type = 0; type < 4; type++) {
        for (unsigned code = 1; code < 256; code++) {
            sent answer;
            bool request = type <= NON && code < 32;
            qdmp_status status = object_ask(type, code, "11=666 11=0", &answer);
            cr_assert(status == (request ? QDMP_OK : QDMP_NO_ANSWER), "type %u, code %u", type, code);
            cr_assert(!request || answer.code == (code == GET ? CONTENT : CODE(4, 5)), "type %u, code %u", type, code);
        }
    }
}

/* A message that a caller fills in itself. Decoders return no such type, and no Empty message with options. */
Test(object, no_message_of_coap) {
    qdmp_coap_message request = {.type = QDMP_COAP_CON, .code = QDMP_COAP_EMPTY};
    char out[QDMP_OBJECT_ROOM(6)];
    qdmp_room room = {out, sizeof out};
    cr_expect(qdmp_object_answer(&the.object, &request, 1, room, NULL, NULL) == QDMP_NO_ANSWER);
    request.code = QDMP_COAP_GET;
    request.type = (qdmp_coap_type)4;
    cr_expect(qdmp_object_answer(&the.object, &request, 1, room, NULL, NULL) == QDMP_NO_ANSWER);
}

Test(object, tokens) {
    char text[] = "12345678";
    for (size_t len = 0; len <= 8; len++) {
        packet made = packet_of(CON, GET, 0xFFFF, span_from(text, len));
        qdmp_coap_message request;
        char out[QDMP_OBJECT_ROOM(6)];
        size_t size;
        packet_options(&made, "11=666 11=0 11=6604");
        cr_assert(qdmp_coap_decode(packet_span(&made), &request, NULL) == QDMP_OK);
        cr_assert(qdmp_object_answer(&the.object, &request, 1, (qdmp_room){out, sizeof out}, &size, NULL) == QDMP_OK);
        sent answer = sent_read(span_from(out, size));
        cr_expect(answer.id == 0xFFFF && span_equal(answer.token, span_from(text, len)));
    }
}

/* All parts of an answer, byte for byte: the ETag, the format and Block2; and the answers with fewer parts. */
Test(object, heads) {
    static const struct {
        const char *options, *head;
    } rows[] = {
        {"11=666 11=0 11=6604", "\x61\x45\x12\x34\xAA\xC2\x2D\x16\xFF\xE8\x19\xCC\x18"},
        {"11=666 11=0 11=6604 23=#06",
         "\x61\x45\x12\x34\xAA\x44\x01\x23\x45\x67\x82\x2D\x16\xB1\x06\xFF\xE8\x19\xCC\x18"},
        {"11=666 11=0 23=#02", "\x61\x45\x12\x34\xAA\x44\x01\x23\x45\x67\x82\x2D\x16\xB1\x0A\xFF\xE8\x19\xCA\x18"},
        {"11=666 11=0 17=#28", "\x61\x45\x12\x34\xAA\xC1\x28\xFF</666/0>,</666/0/6602>,"},
        {"11=666 17=#28 23=#06", "\x61\x45\x12\x34\xAA\xC1\x28\xB1\x06\xFF</666>,</666/0>,"},
        {"11=666 17=#28 23=#00", "\x61\x45\x12\x34\xAA\xC1\x28\xB1\x08\xFF</666>,</666/0>"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        sent answer = object_get(rows[i].options);
        qdmp_span head = span_of(rows[i].head);
        qdmp_span made = span_from(answer.token.ptr - 4, head.len);
        cr_expect(span_equal(made, head), "%s: %s", rows[i].options, shown(made));
    }
}

/*
 * A block option with the value zero has no bytes (RFC 7252, 3.2): the first block, which is also the last, of 16
 * bytes.
 */
Test(object, empty_block_option) {
    *object_value(2) = span_of("");
    sent answer = object_get("11=666 11=0 11=6604 17=#28 23");
    cr_expect(answer.count == 2 && answer.options[1].number == 23 && answer.options[1].value.len == 0 &&
              span_equal(answer.payload, span_of("</666/0/6604>")));
}

/* --- block sizes -------------------------------------------------------------------------------------------------- */

/*
 * The body of /666/0 has 1286 bytes. Each row has the caller's greatest exponent, the Block2 of the request and that of
 * the answer.
 */
Test(object, block_sizes) {
    static const struct {
        uint8_t szx;
        const char *asked, *answered;
        size_t len;
    } rows[] = {
        {6, "", "#0e", 1024},        {5, "", "#0d", 512},          {0, "", "#08", 16},
        {6, "23=#06", "#0e", 1024},  {6, "23=#16", "#16", 262},    {6, "23=#1e", "#16", 262},
        {6, "23=#05", "#0d", 512},   {6, "23=#25", "#25", 262},    {6, "23", "#08", 16},
        {6, "23=#0500", "#0500", 6}, {6, "23=#04f0", "#04f8", 16}, {6, "23=#0508", "#0500", 6},
        {4, "23=#06", "#0c", 256},   {4, "23=#16", "#4c", 256},    {0, "23=#16", "#0408", 16},
        {3, "23=#24", "#4b", 128},   {2, "23=#14", "#4a", 64},     {6, "23=#14", "#1c", 256},
        {5, "23=#16", "#25", 262},   {0, "23=#06", "#08", 16},     {1, "23=#000016", "#0209", 32},
        {4, "23=#54", "#54", 6},     {3, "23=#53", "#5b", 128},    {6, "23=#53", "#5b", 128},
    };
    object_fill_to_limits();
    for (size_t i = 0; i < COUNT(rows); i++) {
        char options[64];
        packet expected = packet_of(ACK, CONTENT, 0, span_of(""));
        the.object.szx = rows[i].szx;
        sprintf(options, "11=666 11=0 %s", rows[i].asked);
        sent answer = object_get(options);
        sprintf(options, "23=%s", rows[i].answered);
        packet_options(&expected, options);
        sent read = sent_read(packet_span(&expected));
        cr_expect(answer.count == 3 && answer.options[2].number == 23 &&
                      span_equal(answer.options[2].value, read.options[0].value) && answer.payload.len == rows[i].len,
                  "szx %u, %s: %s, %zu", rows[i].szx, rows[i].asked, shown(answer.options[2].value),
                  answer.payload.len);
    }
}

/* An answer has Block2 if the request has it, or if the body is longer than a block. The ETag comes with it. */
Test(object, block_option_only_where_needed) {
    for (unsigned szx = 0; szx <= 6; szx++) {
        the.object.szx = (uint8_t)szx;
        sent values = object_get("11=666 11=0"), links = object_get("11=666 11=0 17=#28");
        bool cut = 364 > BLOCK(szx), cut_links = 190 > BLOCK(szx);
        cr_expect(values.count == (cut ? 3 : 1) && values.payload.len == (cut ? BLOCK(szx) : 364), "szx %u", szx);
        cr_expect(links.count == (cut_links ? 2 : 1) && links.payload.len == (cut_links ? BLOCK(szx) : 190), "%u", szx);
    }
}

/* --- the caller's side -------------------------------------------------------------------------------------------- */

static qdmp_status ask_in(qdmp_room room, size_t *size, qdmp_error *err) {
    packet made = packet_of(CON, GET, 7, span_of("12345678"));
    qdmp_coap_message request;
    packet_options(&made, "11=666 11=0 23=#0400");
    cr_assert(qdmp_coap_decode(packet_span(&made), &request, NULL) == QDMP_OK);
    return qdmp_object_answer(&the.object, &request, 1, room, size, err);
}

/* An answer that needs all of the room: token, ETag, two bytes of Block2, a whole block. */
Test(object, room) {
    static const size_t rooms[] = {40, 56, 88, 152, 280, 536, 1048};
    object_fill_to_limits();
    for (unsigned szx = 0; szx <= 6; szx++) {
        the.object.szx = (uint8_t)szx;
        cr_expect(QDMP_OBJECT_ROOM(szx) == rooms[szx]);
        for (size_t cap = 0; cap <= rooms[szx]; cap++) {
            qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
            size_t size = SIZE_MAX;
            char *out = guard_behind(cap);
            memset(out, 0x5A, cap);
            qdmp_status status = ask_in((qdmp_room){out, cap}, &size, &err);
            if (cap == rooms[szx]) {
                cr_expect(status == QDMP_OK && size == 40, "%zu", size);
                continue;
            }
            CHECK(status == QDMP_NO_SPACE && size == rooms[szx] && filled_with(out, cap, 0x5A), "room of %zu", cap);
            CHECK(err.status == QDMP_NO_SPACE && err.field == QDMP_FIELD_NONE && err.offset == 0, "room of %zu", cap);
        }
    }
    cr_expect(ask_in((qdmp_room){NULL, 0}, NULL, NULL) == QDMP_NO_SPACE);
}

/* Room and exponent are checked for every request, also for one that gets no answer. */
Test(object, room_and_exponent_before_the_request) {
    qdmp_coap_message request = {.type = QDMP_COAP_ACK, .code = QDMP_COAP_GET};
    char out[QDMP_OBJECT_ROOM(6)];
    qdmp_error err;
    cr_expect(qdmp_object_answer(&the.object, &request, 1, (qdmp_room){out, sizeof out - 1}, NULL, &err) ==
              QDMP_NO_SPACE);
    for (unsigned szx = 7; szx < 256; szx += 31) {
        size_t size = SIZE_MAX;
        the.object.szx = (uint8_t)szx;
        cr_expect(qdmp_object_answer(&the.object, &request, 1, (qdmp_room){NULL, 0}, &size, &err) == QDMP_RANGE);
        cr_expect(err.status == QDMP_RANGE && err.field == QDMP_FIELD_NONE && err.offset == 0 && size == SIZE_MAX);
    }
}

/* Values that no request can set are refused if a request asks for them, and only then. */
Test(object, values_too_long) {
    static const size_t limits[VALUES] = {255, 19, 19, 19, 19, 47, 47, 47, 7, 19, 47, 19, 255};
    static const char text[300];
    for (size_t i = 0; i < VALUES; i++) {
        sent answer;
        qdmp_coap_message request;
        qdmp_error err;
        char out[QDMP_OBJECT_ROOM(6)], own[64], other[64];
        sprintf(own, "11=666 11=0 11=%zu", 6602 + i);
        sprintf(other, "11=666 11=0 11=%zu", 6602 + (i + 1) % VALUES);
        *object_value(i) = span_from(text, limits[i]);
        (void)object_get(own);
        *object_value(i) = span_from(text, limits[i] + 1);
        cr_expect(object_ask(CON, GET, own, &answer) == QDMP_LENGTH, "%s", own);
        cr_expect(object_ask(CON, GET, "11=666", &answer) == QDMP_LENGTH);
        cr_expect(object_ask(CON, GET, "11=666 11=0 23=#06", &answer) == QDMP_LENGTH);
        packet made = packet_of(CON, GET, 7, span_of(""));
        packet_options(&made, own);
        cr_assert(qdmp_coap_decode(packet_span(&made), &request, NULL) == QDMP_OK);
        (void)qdmp_object_answer(&the.object, &request, 1, (qdmp_room){out, sizeof out}, NULL, &err);
        cr_expect(err.status == QDMP_LENGTH && err.field == (qdmp_field)(QDMP_FIELD_APPL_INFO + (int)i), "%s: %s", own,
                  qdmp_field_name(err.field));
        (void)object_get(other);
        (void)object_get("11=666 17=#28");
        cr_expect(object_ask(CON, CODE(0, 2), own, &answer) == QDMP_OK && answer.code == CODE(4, 5));
        *object_value(i) = span_of("");
    }
}
