/* SPDX-License-Identifier: MIT */
/*
 * A session's life out of the bytes: settings, then commands, steps of the clock and datagrams, right and wrong ones. A
 * model of it says what must come: P4, P5, P37-P48.
 */
#include "support/check.h"
#include "support/session_model.h"
#include "support/toy_crypto.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 200 };

/* What a script works with. */
struct script {
    struct bytes bytes;
    struct model *model;
    struct toy *toy;
    uint32_t clock;
    uint32_t entropy;
    struct composed last; /* the last datagram received, to come again */
};

static void seal(qdmp_span password, unsigned char *blocks, size_t size) {
    unsigned char key[QDMP_SHA256_SIZE];
    toy_hash((const unsigned char *)password.ptr, password.len, key);
    toy_encrypt(key, blocks, size);
}

/* ---- Settings ---- */

static void make_config(struct bytes *bytes, qdmp_session_config *config) {
    static const uint32_t timeouts[] = {2000, 2000, 2000, 1, 100, 3001, 10000, 600000, 0, 600001};
    static const uint16_t factors[] = {150, 150, 100, 101, 199, 1000, 99, 1001};
    static const uint8_t retransmits[] = {4, 4, 0, 1, 2, 8, 9};
    static const uint32_t retries[] = {60, 1, 3, 5, 1800, 0, UINT32_MAX};
    static const uint32_t most[] = {3600, 1, 7, 60, 100, UINT32_MAX, 0};
    if (bytes_u8(bytes) < 0x80) {
        const qdmp_room none = {NULL, 0};
        *config = (qdmp_session_config)QDMP_SESSION_CONFIG(NULL, none);
        FUZZ_CHECK(config->ack_timeout == 2000 && config->ack_random_factor == 150 && config->max_retransmit == 4 &&
                       config->retry_min == 60 && config->retry_max == 3600,
                   "P40", "other defaults than RFC 7252's");
        return;
    }
    config->ack_timeout = timeouts[bytes_u8(bytes) % 10];
    config->ack_random_factor = factors[bytes_u8(bytes) % 8];
    config->max_retransmit = retransmits[bytes_u8(bytes) % 7];
    config->retry_min = retries[bytes_u8(bytes) % 7];
    config->retry_max = most[bytes_u8(bytes) % 7];
}

static void make_registration(struct bytes *bytes, qdmp_registration *r) {
    static const uint32_t periods[] = {300, 301, 372, 373, 400, 86400, 4294966, 3600};
    uint32_t choice = bytes_u8(bytes);
    memset(r, 0, sizeof *r);
    r->server.update_period = periods[choice % 8];
    r->profile = (qdmp_profile)(choice / 8 % 4);
    r->credentials.appkey = (qdmp_span){"M100000089", 10};
    r->credentials.tml_imei = (qdmp_span){"863703030822519", 15};
    r->credentials.password = (qdmp_span){"95Go", 4};
    r->credentials.tml_type = choice / 32 % 3;
    if (choice % 2 == 0)
        r->name = (qdmp_span){"urn:imei:863703030822519", 24};
}

/* Enough, just enough for a register, or too little. */
static size_t any_room(struct bytes *bytes, const struct registering *r) {
    static struct composed message;
    struct registering trial = *r;
    uint32_t choice = bytes_u8(bytes);
    trial.exchange = (qdmp_exchange){0, {"0000", 4}};
    message.size = 0;
    register_message(&message, &trial);
    if (choice < 0xC0)
        return message.size + 8 * choice;
    return choice < 0xF0 ? message.size + choice % 64 : message.size - 1;
}

/* ---- Datagrams ---- */

/* A Location-Path of `size` bytes as options, as far as eight segments go. */
static size_t filling_path(size_t size, struct naive_option options[12]) {
    static const char pool[QDMP_LOCATION_SEGMENT_MAX];
    size_t count = 0;
    for (; size > 14 && count < QDMP_LOCATION_SEGMENTS_MAX; count++) {
        size_t length = size > 300 ? 255 : size > 257 ? 128 : size - 2; /* what is left is one segment's at last */
        options[count] = (struct naive_option){8, {pool, length}};
        size -= length + 2;
    }
    return count;
}

/* One option in front of the Location-Path or behind it; or a path that fills a room of `cap` bytes, or one byte more. */
static size_t any_options(struct bytes *bytes, size_t cap, struct naive_option options[12]) {
    uint32_t choice = bytes_u8(bytes);
    size_t count = 0;
    if (choice == 0xF3 || choice == 0xF4)
        return filling_path(cap + choice - 0xF3, options);
    if (choice == 0xF0)
        options[count++] = (struct naive_option){5, {"", 0}}; /* If-None-Match, critical */
    size_t segments = choice < 0xC0 ? 2 : choice % 10;
    for (size_t i = 0; i < segments; i++) {
        static const char pool[256] = "ABCD1234";
        uint32_t length = choice < 0xC0 ? 2 + choice % 7 : bytes_u8(bytes) + (choice & 1);
        options[count++] = (struct naive_option){8, {pool, length}};
    }
    if (choice == 0xF1)
        options[count++] = (struct naive_option){9, {"", 0}}; /* critical, and unknown */
    if (choice == 0xF2)
        options[count++] = (struct naive_option){14, {"\x3C", 1}}; /* Max-Age, elective */
    return count;
}

/* A few that come again and again, the same behind another first byte, and the last there is. */
static unsigned any_id(struct bytes *bytes) {
    uint32_t choice = bytes_u8(bytes);
    if (choice == 0xFF)
        return 0xFFFF;
    return choice % 4 + (choice < 0xC0 ? 0 : choice * 256);
}

/* The token, and more behind it. */
static qdmp_span longer(qdmp_span token) {
    static char bytes[QDMP_COAP_TOKEN_MAX];
    memcpy(bytes, token.ptr, token.len);
    return (qdmp_span){bytes, sizeof bytes};
}

/* An answer that is right in most respects. */
static void make_answer(struct script *s) {
    static const uint8_t codes[] = {0x41, 0x44, 0x42, 0x45, 0x80, 0x84, 0xA0, 0xA3, 0x00, 0x01, 0x20, 0xC0, 0x60, 0xE1};
    struct naive_option options[12];
    const struct model *m = s->model;
    const qdmp_exchange *exchange = &m->registering.exchange;
    uint32_t how = bytes_u8(&s->bytes), wrong = bytes_u8(&s->bytes);
    unsigned type = how % 4, code = how < 0xA0 ? m->task == MODEL_REGISTER ? 0x41
                                                 : m->task == MODEL_UPDATE ? 0x44
                                                                           : 0x42
                                               : codes[bytes_u8(&s->bytes) % sizeof codes];
    unsigned id = exchange->id;
    qdmp_span token = exchange->token;
    if (how < 0xA0 && type != 0 && type != 1)
        type = 2;
    if (type < 2)
        id = any_id(&s->bytes);
    if (wrong == 0xFF)
        id = (id + 1) & 0xFFFF;
    if (wrong == 0xFE)
        token.len = token.len > 0 ? token.len - 1 : 0;
    if (wrong == 0xFD)
        token = (qdmp_span){"xyzw", 4};
    if (wrong == 0xFC)
        token = (qdmp_span){"12345678", 8};
    if (wrong == 0xFB && token.len == QDMP_SESSION_TOKEN)
        token = longer(token);
    size_t count = any_options(&s->bytes, m->config.room.cap, options);
    if (code == 0)
        count = token.len = 0;
    s->last.size = 0;
    naive_coap_write(&s->last, type, code, id, token, options, count, (qdmp_span){NULL, 0});
}

static void make_empty(struct script *s) {
    uint32_t how = bytes_u8(&s->bytes);
    unsigned id = s->model->registering.exchange.id;
    if (how >= 0xE0)
        id = bytes_u16(&s->bytes);
    s->last.size = 0;
    naive_coap_write(&s->last, how < 0x80 ? 2 : how % 4, 0, id, (qdmp_span){NULL, 0}, NULL, 0, (qdmp_span){NULL, 0});
}

/* A request of the server. */
static void make_request(struct script *s) {
    struct naive_option options[] = {{11, {"666", 3}}, {11, {"0", 1}}};
    uint32_t how = bytes_u8(&s->bytes);
    s->last.size = 0;
    naive_coap_write(&s->last, how % 2, how < 0xE0 ? 1 + how % 5 : how % 40, any_id(&s->bytes),
                     (qdmp_span){"tokentok", how < 0xE0 ? how % 9 : 1}, options, 2, (qdmp_span){NULL, 0});
}

static void make_garbage(struct script *s) {
    qdmp_span raw = bytes_raw(&s->bytes, bytes_u8(&s->bytes) % 24);
    s->last.size = 0;
    compose_span(&s->last, raw);
}

static void receive(struct script *s) {
    char *copy = fuzz_copy(s->last.bytes, s->last.size);
    model_receive(s->model, s->clock, (qdmp_span){copy, s->last.size});
    free(copy);
}

/* ---- Steps ---- */

static uint32_t next_entropy(struct script *s) {
    static const uint32_t odd[] = {0, UINT32_MAX, 0x80000000};
    uint32_t choice = bytes_u8(&s->bytes);
    s->entropy = s->entropy * 1664525 + 1013904223;
    return choice >= 0xE0 ? odd[choice % 3] : s->entropy;
}

static void step_clock(struct script *s) {
    uint32_t deadline = model_deadline(s->model);
    switch (bytes_u8(&s->bytes) % 12) {
    case 0: s->clock += bytes_u16(&s->bytes); break;
    case 1: s->clock += bytes_u8(&s->bytes) * 1000; break;
    case 2: s->clock += bytes_u16(&s->bytes) * 1000; break;
    case 3: s->clock += deadline == 0 ? 0 : deadline - 1; break;
    case 4: s->clock += deadline + 1; break;
    case 5: s->clock -= bytes_u8(&s->bytes); break;
    case 6: s->clock += 0x80000000U - (bytes_u8(&s->bytes) < 0x80 ? 0 : 0x10000000U); break;
    default: s->clock += deadline; break;
    }
}

static void poll(struct script *s) {
    model_poll(s->model, s->clock, next_entropy(s));
}

static void step(struct script *s) {
    uint32_t choice = bytes_u8(&s->bytes);
    switch (choice % 16) {
    case 0: make_empty(s); break;
    case 1: make_request(s); break;
    case 2: make_garbage(s); break;
    case 3: break; /* the last one again */
    case 4: model_event(s->model, s->clock, (qdmp_session_change)(bytes_u8(&s->bytes) % 4)); return;
    case 5: model_take(s->model); return;
    case 6: s->toy->cipher_fails = bytes_u8(&s->bytes) % 4 == 1; return;
    case 7:
    case 8:
    case 9:
    case 10: make_answer(s); break;
    default:
        step_clock(s);
        if (choice < 0xF0)
            poll(s);
        return;
    }
    receive(s);
    if (choice < 0xE0)
        poll(s);
}

/* P48: on a sound network every session ends registered: the module's longest wait, and a register that is answered. */
static void end_registered(struct script *s) {
    s->toy->cipher_fails = 0;
    model_event(s->model, s->clock, QDMP_SESSION_OPENED);
    model_poll(s->model, s->clock, s->entropy++);
    static const struct naive_option path[] = {{8, {"rd", 2}}, {8, {"5a3f", 4}}};
    const qdmp_exchange *exchange = &s->model->registering.exchange;
    s->last.size = 0;
    naive_coap_write(&s->last, 2, 0x41, exchange->id, exchange->token, path, 2, (qdmp_span){NULL, 0});
    receive(s);
    FUZZ_CHECK(qdmp_session_dmstate(&s->model->session) == 6, "P48", "dmstate %u",
               (unsigned)qdmp_session_dmstate(&s->model->session));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct model model;
    static struct script s;
    struct toy toy = {0, 0};
    qdmp_crypto crypto = toy_crypto(&toy);
    s.bytes = bytes_open(data, size);
    s.model = &model;
    s.toy = &toy;
    make_config(&s.bytes, &model.config);
    make_registration(&s.bytes, &model.registering.registration);
    model.registering.registration.crypto = &crypto;
    model.registering.seal = seal;
    model.crypto_fails = &toy.cipher_fails;
    model.config.registration = &model.registering.registration;
    size_t cap = any_room(&s.bytes, &model.registering);
    model.config.room = (qdmp_room){fuzz_room(cap), cap};
    s.clock = bytes_u8(&s.bytes) < 0x80 ? 0U - bytes_u16(&s.bytes) : bytes_u32(&s.bytes);
    s.entropy = bytes_u16(&s.bytes);
    s.last.size = 0;
    if (model_open(&model, s.clock, s.entropy)) {
        model_event(&model, s.clock, QDMP_SESSION_OPENED);
        for (unsigned steps = 0; steps < STEPS_MAX && s.bytes.left > 0; steps++)
            step(&s);
        end_registered(&s);
    }
    free(model.config.room.ptr);
    bytes_close(&s.bytes);
    return 0;
}
