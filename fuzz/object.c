/* SPDX-License-Identifier: MIT */
/*
 * Requests to object 666: settings out of the bytes, then a literal datagram, a composed one, or a block-wise transfer;
 * with a toy for cryptography: P4-P6, P10, P34, P100-P106.
 */
#include "support/check.h"
#include "support/coap_answer.h"
#include "support/image_model.h"
#include "support/object_naive.h"
#include "support/object_request.h"
#include "support/toy_chain.h"
#include "support/toy_crypto.h"

#include "qdmp/object.h"

#include <stdlib.h>
#include <string.h>

enum {
    AT_ONCE = 48,        /* bytes that one call encrypts */
    LONGEST = 1286,      /* bytes of the body with all values at their limits */
    TRANSFER_MOST = 550, /* AES blocks for all of it */
    UNTOUCHED = 0x5A5A,
    BLOCKS_MAX = 100
};

/* An object, and a plain implementation with settings and cryptography of its own. */
struct script {
    struct bytes bytes;
    qdmp_settings settings;
    struct toy_chain toy, plain_toy;
    qdmp_crypto crypto, plain_crypto;
    qdmp_object object;
    struct object_naive naive;
    struct object_answer expected;
    struct composed request;
    uint32_t choice; /* what is tried besides */
};

/* Bytes of the longest answer: header, token, ETag, Content-Format, Block2, marker, block. */
static size_t bound_of(unsigned szx) {
    return 4 + 8 + 5 + 3 + 3 + 1 + ((size_t)16 << szx);
}

/* ---- One answer ---- */

/* The result of one call for a request, in a room that contained only the filler before. */
struct call {
    qdmp_status status;
    qdmp_error err;
    qdmp_room room;
    size_t size;
};

static struct call call_with(struct script *s, const qdmp_coap_message *request, size_t cap) {
    struct call call = {.room = {fuzz_room(cap), cap}, .size = UNTOUCHED};
    fuzz_fill(call.room.ptr, cap);
    fuzz_fill(&call.err, sizeof call.err);
    s->toy.calls = 0;
    s->toy.blocks = 0;
    call.status = qdmp_object_answer(&s->object, request, (uint16_t)s->naive.id, call.room, &call.size, &call.err);
    if (call.status == QDMP_OK)
        FUZZ_CHECK(fuzz_is_filled(&call.err, sizeof call.err), "P4", "an error though all is well");
    else
        FUZZ_CHECK(call.err.status == call.status && call.err.offset == 0, "P5", "%s and %s at %zu in the error",
                   qdmp_status_name(call.status), qdmp_status_name(call.err.status), call.err.offset);
    return call;
}

static qdmp_status due_status(const struct script *s) {
    const struct object_answer *expected = &s->expected;
    if (s->naive.szx > 6)
        return QDMP_RANGE;
    if (expected->too_long != 0)
        return QDMP_LENGTH;
    if (expected->code == 0)
        return QDMP_NO_ANSWER;
    return expected->code == 0x45 && expected->encrypted && s->object.crypto == NULL ? QDMP_CRYPTO : QDMP_OK;
}

/* If cryptography failed, the bytes left in the room belong to the answer; otherwise nothing is left. */
static void check_remains(const struct script *s, const struct call *call) {
    const struct composed *expected = &s->expected.datagram;
    size_t most = call->status == QDMP_CRYPTO ? expected->size : 0;
    for (size_t i = 0; i < most; i++)
        FUZZ_CHECK(call->room.ptr[i] == expected->bytes[i] || fuzz_is_filled(call->room.ptr + i, 1), "P106",
                   "what is no part of the answer at %zu", i);
    FUZZ_CHECK(fuzz_is_filled(call->room.ptr + most, call->room.cap - most), "P4", "room touched without an answer");
}

/* What does not end in an answer. */
static void check_refusal(const struct script *s, const struct call *call) {
    bool names = call->status == QDMP_LENGTH ? (s->expected.too_long >> call->err.field & 1) != 0
                                             : call->err.field == QDMP_FIELD_NONE;
    FUZZ_CHECK(names, call->status == QDMP_CRYPTO ? "P106" : "P100", "%s: '%s' is blamed",
               qdmp_status_name(call->status), qdmp_field_name(call->err.field));
    FUZZ_CHECK(call->size == UNTOUCHED, "P4", "a size without an answer");
    check_remains(s, call);
}

static void check_answer(struct script *s, const struct call *call, qdmp_span request) {
    struct coap_answer read;
    qdmp_room answer = {call->room.ptr, call->size};
    FUZZ_CHECK(call->size <= bound_of(s->naive.szx), "P103", "%zu bytes", call->size);
    FUZZ_CHECK(fuzz_is_filled(call->room.ptr + call->size, call->room.cap - call->size), "P10",
               "written behind the %zu bytes", call->size);
    coap_answer_read(request, s->naive.id, (qdmp_span){answer.ptr, answer.cap}, &read);
    FUZZ_CHECK(read.code == s->expected.code, "P100", "code %x, not %x", read.code, s->expected.code);
    FUZZ_CHECK(compose_same(&s->expected.datagram, answer), "P101", "other bytes, %zu of them, not %zu", answer.cap,
               s->expected.datagram.size);
    size_t most = object_naive_aes_blocks(&s->expected);
    FUZZ_CHECK(s->toy.blocks <= most, "P104", "%zu AES blocks, not %zu", s->toy.blocks, most);
}

/* The same again with a larger room, and without the optional outputs. */
static void answer_widely(const struct script *s, const qdmp_coap_message *request, const struct call *first) {
    enum { SPARE = 100 };
    size_t cap = first->room.cap + SPARE, size = first->status == QDMP_OK ? first->size : 0;
    char *room = fuzz_room(cap);
    fuzz_fill(room, cap);
    qdmp_status status =
        qdmp_object_answer(&s->object, request, (uint16_t)s->naive.id, (qdmp_room){room, cap}, NULL, NULL);
    FUZZ_CHECK(status == first->status, "P6", "%s where nobody asks for size and error", qdmp_status_name(status));
    FUZZ_CHECK(memcmp(room, first->room.ptr, size) == 0, "P6", "other bytes in a larger room");
    FUZZ_CHECK(fuzz_is_filled(room + size, status == QDMP_CRYPTO ? 0 : cap - size), "P10",
               "written behind the %zu bytes", size);
    free(room);
}

/* One byte too little, or nothing. */
static void answer_narrowly(struct script *s, const qdmp_coap_message *request, uint32_t choice) {
    size_t bound = bound_of(s->naive.szx);
    struct call call = call_with(s, request, choice % 4 == 0 ? choice % bound : bound - 1);
    FUZZ_CHECK(call.status == QDMP_NO_SPACE && call.err.field == QDMP_FIELD_NONE, "P103", "%s in a room of %zu bytes",
               qdmp_status_name(call.status), call.room.cap);
    FUZZ_CHECK(call.size == bound, "P103", "%zu bytes are asked for, not %zu", call.size, bound);
    qdmp_status again = qdmp_object_answer(&s->object, request, (uint16_t)s->naive.id, call.room, NULL, NULL);
    FUZZ_CHECK(again == QDMP_NO_SPACE, "P6", "%s where nobody asks for size and error", qdmp_status_name(again));
    FUZZ_CHECK(fuzz_is_filled(call.room.ptr, call.room.cap), "P4", "room touched though it was too small");
    free(call.room.ptr);
}

/* One of the calls fails that the answer was made with. */
static void answer_without_crypto(struct script *s, const qdmp_coap_message *request, unsigned failing) {
    s->toy.fails = failing;
    struct call call = call_with(s, request, bound_of(s->naive.szx));
    s->toy.fails = 0;
    FUZZ_CHECK(call.status == QDMP_CRYPTO, "P106", "%s though a call failed", qdmp_status_name(call.status));
    check_refusal(s, &call);
    free(call.room.ptr);
}

static void answer(struct script *s, qdmp_span datagram) {
    qdmp_coap_message request;
    uint32_t choice = s->choice;
    object_naive_answer(&s->naive, datagram, &s->expected);
    if (qdmp_coap_decode(datagram, &request, NULL) != QDMP_OK) {
        FUZZ_CHECK(s->expected.code == 0, "P100", "no message, and code %x", s->expected.code);
        return;
    }
    struct call call = call_with(s, &request, bound_of(s->naive.szx > 6 ? 6 : s->naive.szx));
    qdmp_status due = due_status(s);
    FUZZ_CHECK(call.status == due, due == QDMP_CRYPTO ? "P106" : "P100", "%s, not %s; code %x",
               qdmp_status_name(call.status), qdmp_status_name(due), s->expected.code);
    if (due == QDMP_OK)
        check_answer(s, &call, datagram);
    else
        check_refusal(s, &call);
    unsigned calls = s->toy.calls;
    if (choice % 2 == 0)
        answer_widely(s, &request, &call);
    else if (s->naive.szx <= 6)
        answer_narrowly(s, &request, choice / 2);
    if (calls > 0 && due == QDMP_OK)
        answer_without_crypto(s, &request, 1 + choice / 4 % calls);
    free(call.room.ptr);
}

/* ---- Transfers ---- */

/* What is asked for block by block. */
struct transfer {
    const char *path;
    int format;   /* Accept; negative: none */
    unsigned szx; /* of the next block */
    struct composed body;
    size_t aes_blocks;
};

/* Asks for the next block, with a token of its own. Returns whether more is to come. */
static bool take_block(struct script *s, struct transfer *t, unsigned turn) {
    qdmp_coap_message request;
    struct coap_answer read;
    const char token[] = {(char)(unsigned char)turn, 't', 'o', 'k'};
    while (t->body.size % ((size_t)16 << t->szx) != 0)
        t->szx--;
    object_request_read(&s->request, t->path, t->format, (uint32_t)(t->body.size >> (t->szx + 4)), t->szx,
                        (qdmp_span){token, turn % 5});
    char *copy = fuzz_copy(s->request.bytes, s->request.size);
    qdmp_span datagram = {copy, s->request.size};
    FUZZ_CHECK(qdmp_coap_decode(datagram, &request, NULL) == QDMP_OK, "P105", "no request");
    if (turn == 0)
        object_naive_answer(&s->naive, datagram, &s->expected);
    struct call call = call_with(s, &request, bound_of(s->naive.szx));
    FUZZ_CHECK(call.status == QDMP_OK, "P105", "block at %zu: %s", t->body.size, qdmp_status_name(call.status));
    coap_answer_read(datagram, s->naive.id, (qdmp_span){call.room.ptr, call.size}, &read);
    FUZZ_CHECK(read.code == 0x45 && read.has_block && (size_t)read.num << (read.szx + 4) == t->body.size, "P105",
               "another block than that at %zu: code %x, NUM %u", t->body.size, read.code, (unsigned)read.num);
    FUZZ_CHECK(read.has_etag == (t->format < 0) &&
                   (!read.has_etag || fuzz_same_text(read.etag, (qdmp_span){s->naive.etag, OBJECT_ETAG})),
               "P105", "another ETag");
    compose_span(&t->body, read.payload);
    t->aes_blocks += s->toy.blocks;
    free(copy);
    free(call.room.ptr);
    return read.more;
}

static void transfer(struct script *s) {
    static struct transfer t;
    uint32_t choice = bytes_u8(&s->bytes), sizes = bytes_u8(&s->bytes);
    bool mixed = sizes % 2 == 1, more = true;
    t.path = object_path(choice);
    t.format = sizes % 4 >= 2 ? 40 : -1;
    t.szx = choice / 32 % 7;
    t.body.size = t.aes_blocks = 0;
    for (unsigned turn = 0; more; turn++) {
        if (mixed)
            t.szx = bytes_u8(&s->bytes) % 7;
        FUZZ_CHECK(turn < BLOCKS_MAX, "P105", "no end");
        more = take_block(s, &t, turn);
    }
    FUZZ_CHECK(compose_same(&s->expected.body, (qdmp_room){t.body.bytes, t.body.size}), "P105",
               "%zu bytes came, or others than the %zu that there are", t.body.size, s->expected.body.size);
    FUZZ_CHECK(t.body.size < LONGEST || t.aes_blocks <= TRANSFER_MOST, "P105", "%zu AES blocks", t.aes_blocks);
}

/* ---- Settings ---- */

/* Now and then a call that fails, or none at all. */
static void make_etag(struct script *s, uint32_t choice, qdmp_span image) {
    unsigned char hash[QDMP_SHA256_SIZE], untouched[QDMP_OBJECT_ETAG];
    qdmp_error err;
    toy_hash((const unsigned char *)image.ptr, image.len, hash);
    fuzz_fill(untouched, sizeof untouched);
    s->toy.calls = 0;
    s->toy.fails = choice % 2;
    qdmp_status status = qdmp_object_etag(choice % 2 ? &s->crypto : NULL, image, untouched, &err);
    FUZZ_CHECK(status == QDMP_CRYPTO && err.status == status && err.field == QDMP_FIELD_NONE, "P106",
               "an ETag without a hash");
    FUZZ_CHECK(fuzz_is_filled(untouched, sizeof untouched), "P4", "ETag touched though the call failed");
    s->toy.fails = 0;
    FUZZ_CHECK(qdmp_object_etag(&s->crypto, image, s->object.etag, NULL) == QDMP_OK, "P106", "no ETag");
    FUZZ_CHECK(memcmp(s->object.etag, hash, QDMP_OBJECT_ETAG) == 0, "P101", "another ETag");
}

static void open_script(struct script *s) {
    static struct composed image;
    uint32_t size = bytes_u8(&s->bytes), id = bytes_u16(&s->bytes), choice = bytes_u8(&s->bytes);
    s->choice = bytes_u8(&s->bytes);
    object_settings_make(&s->bytes, &s->settings);
    if (choice >= 0xF0 && choice < 0xF8) /* a value that no request sets */
        s->settings.software.sw_name = bytes_text(&s->bytes, 48);
    if (choice >= 0xF8)
        s->settings.appl_info = bytes_text(&s->bytes, 256);
    s->toy = (struct toy_chain){.longest = AT_ONCE};
    s->plain_toy = (struct toy_chain){.longest = (size_t)-1};
    s->crypto = toy_chain_crypto(&s->toy);
    s->plain_crypto = toy_chain_crypto(&s->plain_toy);
    s->object = (qdmp_object)QDMP_OBJECT(&s->settings, &s->crypto);
    FUZZ_CHECK(s->object.szx == 6, "P101", "another size exponent than 6 by default");
    if (size >= 0x40)
        s->object.szx = (uint8_t)(size < 0xFC ? size % 7 : size - 0xF5);
    image_model_write(&image, &s->settings);
    make_etag(s, choice, (qdmp_span){image.bytes, choice % 16 == 15 ? 0 : image.size});
    s->naive = (struct object_naive){&s->settings, &s->plain_crypto, s->object.szx, id, (const char *)s->object.etag};
    if (choice >= 0xE8 && choice < 0xF0)
        s->object.crypto = NULL;
}

static void answer_raw(struct script *s) {
    char *copy = fuzz_copy(s->bytes.next, s->bytes.left);
    answer(s, (qdmp_span){copy, s->bytes.left});
    free(copy);
}

static void answer_made(struct script *s) {
    object_request_make(&s->bytes, &s->request);
    char *copy = fuzz_copy(s->request.bytes, s->request.size);
    answer(s, (qdmp_span){copy, s->request.size});
    free(copy);
}

/* Settings that a transfer can go by. */
static bool can_transfer(const struct script *s) {
    static const char get[] = {'\x40', '\x01', '\0', '\0', '\xB3', '6', '6', '6'};
    static struct object_answer trial;
    object_naive_answer(&s->naive, (qdmp_span){get, sizeof get}, &trial);
    return s->naive.szx <= 6 && trial.code == 0x45 && trial.too_long == 0 && s->object.crypto != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct script s;
    s.bytes = bytes_open(data, size);
    uint32_t how = bytes_u8(&s.bytes);
    open_script(&s);
    if (how % 2 == 0)
        answer_raw(&s);
    else if (how % 8 != 7 || !can_transfer(&s))
        answer_made(&s);
    else
        transfer(&s);
    bytes_close(&s.bytes);
    return 0;
}
