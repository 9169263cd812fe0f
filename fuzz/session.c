/* SPDX-License-Identifier: MIT */
/*
 * A session's life out of the bytes: settings, then commands, steps of the clock, deep sleeps and datagrams, correct
 * and wrong ones. A model of the session gives the expected output: P4, P5, P8-P10, P35, P37-P48, P60, P61.
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
    uint64_t clock;
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
    static const uint32_t timeouts[] = {2000, 2000, 100000, 1, 100, 3001, 10000, 600000, 0, 600001};
    static const uint16_t factors[] = {150, 150, 100, 101, 199, 1000, 99, 1001};
    static const uint8_t retransmits[] = {4, 4, 0, 1, 2, 8, 9};
    static const uint32_t retries[] = {60, 1, 3, 5, 1800, 0, UINT32_MAX};
    static const uint32_t most[] = {3600, 1, 7, 60, 100, UINT32_MAX, 0};
    static const uint16_t paths[] = {0, 0, 0, 10, 40, 100, 255};
    uint32_t choice = bytes_u8(bytes);
    if (choice < 0x80) {
        const qdmp_room none = {NULL, 0};
        *config = (qdmp_session_config)QDMP_SESSION_CONFIG(NULL, none);
        FUZZ_CHECK(config->ack_timeout == 2000 && config->ack_random_factor == 150 && config->max_retransmit == 4 &&
                       config->retry_min == 60 && config->retry_max == 3600,
                   "P40", "other defaults than RFC 7252's");
        FUZZ_CHECK(config->location_segments == 2 && config->location_bytes == 40, "P40", "another path is announced");
        return;
    }
    config->location_segments = (uint8_t)(choice < 0xFE ? 1 + choice % 8 : choice == 0xFE ? 0 : 9);
    config->location_bytes = choice == 0xFD ? 8 * 255 + 1 : paths[choice / 8 % 7];
    config->ack_timeout = timeouts[bytes_u8(bytes) % 10];
    config->ack_random_factor = factors[bytes_u8(bytes) % 8];
    config->max_retransmit = retransmits[bytes_u8(bytes) % 7];
    config->retry_min = retries[bytes_u8(bytes) % 7];
    config->retry_max = most[bytes_u8(bytes) % 7];
}

static void make_registration(struct bytes *bytes, qdmp_registration *r) {
    static const uint32_t periods[] = {300, 301, 372, 373, 400, 86400, 4294966, 600};
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

/* Enough, just enough for a register and an update, or too little for one of them. */
static size_t any_room(struct bytes *bytes, struct model *model) {
    static struct composed message;
    struct registering trial = model->registering;
    uint32_t choice = bytes_u8(bytes);
    size_t least =
        model_update_size(model) + 2 * (2 * (size_t)model->config.location_segments + model->config.location_bytes);
    trial.exchange = (qdmp_exchange){0, {"0000", 4}};
    message.size = 0;
    register_message(&message, &trial);
    if (choice == 0xFF)
        return message.size - 1;
    if (least < message.size)
        least = message.size;
    if (choice < 0xC0)
        return least + 8 * choice;
    return choice < 0xF0 ? least + choice % 64 : least - 1;
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

/* Segments that no path may have, and ones that it may. */
static size_t dotted_path(uint32_t choice, struct naive_option options[12]) {
    static const char *const dots[] = {"", ".", "..", "...", ".a", "a."};
    qdmp_span segment = {dots[choice % 6], strlen(dots[choice % 6])};
    options[0] = (struct naive_option){8, choice < 0x80 ? segment : (qdmp_span){"rd", 2}};
    options[1] = (struct naive_option){8, segment};
    return 2;
}

/*
 * One option before or after the Location-Path; or a path that fills a room of `cap` bytes, with an update to it of
 * `update` bytes or a de-register, or one byte more.
 */
static size_t any_options(struct bytes *bytes, size_t cap, size_t update, struct naive_option options[12]) {
    uint32_t choice = bytes_u8(bytes);
    size_t count = 0;
    if (choice == 0xF3 || choice == 0xF4)
        return filling_path((cap - update) / 2 + choice - 0xF3, options);
    if (choice == 0xF5 || choice == 0xF6)
        return filling_path((cap - 8) / 2 + choice - 0xF5, options);
    if (choice == 0xF7)
        return dotted_path(bytes_u8(bytes), options);
    if (choice == 0xF8 || choice == 0xF9)
        return filling_path(cap + choice - 0xF8, options);
    if (choice == 0xF0)
        options[count++] = (struct naive_option){5, {"", 0}}; /* If-None-Match, critical */
    uint32_t any = choice == 0xFB ? bytes_u16(bytes) : 0;     /* any number, critical or elective */
    if (any > 0 && any < 8)
        options[count++] = (struct naive_option){any, {"", 0}};
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
    if (any >= 8)
        options[count++] = (struct naive_option){any, {"", 0}};
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
    unsigned type = how % 4, code = how < 0xA0 ? m->task == MODEL_REGISTER || m->task == MODEL_WITHDRAW ? 0x41
                                                 : m->task == MODEL_UPDATE                              ? 0x44
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
    size_t count = any_options(&s->bytes, m->config.room.cap, model_update_size(s->model), options);
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
    case 5: s->clock -= s->clock < 256 ? 0 : bytes_u8(&s->bytes); break;
    case 6: s->clock += 0x80000000U - (bytes_u8(&s->bytes) < 0x80 ? 0 : 0x10000000U); break;
    default: s->clock += deadline; break;
    }
}

static uint64_t any_sleep(struct script *s) {
    uint32_t deadline = model_deadline(s->model);
    switch (bytes_u8(&s->bytes) % 10) {
    case 0: return 0;
    case 1: return bytes_u16(&s->bytes);
    case 2: return (uint64_t)bytes_u16(&s->bytes) * 1000;
    case 3: return (uint64_t)bytes_u32(&s->bytes) * 1000;
    case 4: return (uint64_t)400 * 86400 * 1000;
    case 5: return deadline == 0 ? 0 : deadline - 1;
    case 6: return deadline + (uint64_t)1;
    case 7: return (uint64_t)bytes_u32(&s->bytes) << 31;
    default: return deadline;
    }
}

/* The clock may continue after the sleep, begin anew, or have any value below 2^63, as the header requires. */
static uint64_t any_clock(struct script *s, uint64_t slept) {
    uint64_t on = s->clock + slept;
    switch (bytes_u8(&s->bytes) % 4) {
    case 0: return 0;
    case 1: return ((uint64_t)1 << 32) - bytes_u16(&s->bytes);
    case 2: return bytes_u32(&s->bytes);
    default: return on < (uint64_t)1 << 62 ? on : 0;
    }
}

/* Says in a save that its path is so many bytes longer, and seals it. */
static void stretch(struct model_saved *saved, int bytes) {
    unsigned size = (unsigned)(unsigned char)saved->bytes[6] << 8 | (unsigned char)saved->bytes[7];
    size += (unsigned)bytes;
    saved->bytes[6] = (char)(unsigned char)(size >> 8);
    saved->bytes[7] = (char)(unsigned char)size;
    model_seal(saved);
}

/* Changes a save so that it must be refused; returns the status. */
static qdmp_status damage(struct script *s, struct model_saved *saved) {
    uint32_t place = bytes_u16(&s->bytes) % (uint32_t)saved->size, byte = bytes_u8(&s->bytes);
    switch (byte % 8) {
    case 0: saved->size = place; return QDMP_SAVED;
    case 1:
        saved->bytes[0] = (char)(unsigned char)(byte < 8 ? 0 : byte);
        model_seal(saved);
        return QDMP_SAVED_VERSION;
    case 2:
        saved->bytes[16 + place % 4] ^= (char)(unsigned char)(byte | 1);
        model_seal(saved);
        return QDMP_SAVED_OTHER;
    case 3: stretch(saved, byte < 8 ? -1 : 1); return QDMP_SAVED;
    case 4: /* behind the path what is no option */
        saved->bytes[saved->size - 4] = (char)0xFF;
        saved->size++;
        stretch(saved, 1);
        return QDMP_SAVED;
    default: saved->bytes[place] ^= (char)(unsigned char)byte; return QDMP_SAVED;
    }
}

static void forge(struct script *s, struct model_saved *saved) {
    for (uint32_t changes = 1 + bytes_u8(&s->bytes) % 4; changes > 0; changes--) {
        uint32_t place = bytes_u16(&s->bytes) % (uint32_t)(saved->size - 4);
        saved->bytes[place] = (char)(unsigned char)bytes_u8(&s->bytes);
    }
    model_seal(saved);
}

static void sleep_deep(struct script *s, uint32_t choice) {
    static struct model_saved saved;
    enum model_damage kind = choice < 0xE0 ? MODEL_WHOLE : choice < 0xF0 ? MODEL_DAMAGED : MODEL_FORGED;
    qdmp_status refusal = QDMP_OK;
    uint64_t slept = any_sleep(s), clock = any_clock(s, slept);
    s->toy->cipher_fails = 0; /* a session could not be opened again */
    model_save(s->model, s->clock, &saved);
    if (kind == MODEL_DAMAGED)
        refusal = damage(s, &saved);
    else if (kind == MODEL_FORGED)
        forge(s, &saved);
    model_restore(s->model, clock, slept, s->entropy, &saved, kind, refusal);
    s->clock = s->model->time;
}

static void poll(struct script *s) {
    model_poll(s->model, s->clock, next_entropy(s));
}

static void command(struct script *s, uint32_t choice) {
    if (choice < 0xC0)
        model_event(s->model, s->clock, (qdmp_session_change)(choice % 4));
    else
        sleep_deep(s, choice);
}

static void step(struct script *s) {
    uint32_t choice = bytes_u8(&s->bytes);
    switch (choice % 16) {
    case 0: make_empty(s); break;
    case 1: make_request(s); break;
    case 2: make_garbage(s); break;
    case 3: break; /* the last one again */
    case 4: command(s, bytes_u8(&s->bytes)); return;
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
    size_t cap = any_room(&s.bytes, &model);
    model.config.room = (qdmp_room){fuzz_room(cap), cap};
    s.clock = bytes_u8(&s.bytes) < 0x80 ? ((uint64_t)1 << 32) - bytes_u16(&s.bytes) : bytes_u32(&s.bytes);
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
