/* SPDX-License-Identifier: MIT */
/*
 * Runs the vectors, and the tests that need no host, on any machine. A planted row must fail; otherwise a wrong answer
 * would not be noticed there.
 */
#include "machine.h"
#include "rows.h"

#include "message.h"
#ifndef QDMP_AT_ONLY
#include "settings_line.h"
#endif

#include <stdarg.h>
#include <stdio.h>

enum { PATTERN = 0xA5 };

/*
 * Buffers for encoded text and descriptions. On AVR, with only 8 KiB of memory, they are as large as the vectors need.
 */
#ifdef __AVR__
static char out[1024];
#else
static char out[DESCRIPTION_MAX];
#endif

static unsigned failed_checks;

/* --- output --- */

static void say_failure(const char *file, int line, const char *format, va_list arguments) {
    char text[200];
    snprintf(text, sizeof text, "%s:%d: ", file, line);
    say(text);
    vsnprintf(text, sizeof text, format, arguments);
    say(text);
    say("\n");
}

void check_failed(const char *file, int line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_failure(file, line, format, arguments);
    va_end(arguments);
    failed_checks++;
}

void assert_failed(const char *file, int line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_failure(file, line, format, arguments);
    va_end(arguments);
    leave(2);
}

/* --- the parts of a row --- */

static unsigned take_byte(const unsigned char **row) {
    return *(*row)++;
}

static uint32_t take_number(const unsigned char **row, unsigned size) {
    uint32_t number = 0;
    for (unsigned i = 0; i < size; i++)
        number |= (uint32_t)take_byte(row) << 8 * i;
    return number;
}

static qdmp_span take_text(const unsigned char **row) {
    size_t len = (size_t)take_number(row, 2);
    qdmp_span text = span_from(*row, len);
    *row += len;
    return text;
}

static bool is(qdmp_span text, const char *expected) {
    return span_equal(text, span_of(expected));
}

/* --- lines --- */

/* Whether a decoded message decodes again from its canonical form; some messages have none (R26). */
static bool comes_back(const message *m) {
    qdmp_room room = {out, sizeof out};
    size_t size = 0, used = 0;
    message back;
    qdmp_status status = message_encode(m, 0, room, &size, NULL);
    if (status != QDMP_OK)
        return status == QDMP_NOT_REPRESENTABLE;
    return message_decode(m->direction, span_from(out, size), QDMP_MORE_MAY_COME, &back, &used, NULL) == QDMP_OK &&
           used == size && message_equal(m, &back);
}

static bool line_accepted(const message_reading *reading, qdmp_span in, qdmp_ends ends, size_t expected_used,
                          const unsigned char *row) {
    message m;
    size_t used = 0;
    return message_read(reading, in, ends, &m, &used, NULL) == QDMP_OK && used == expected_used &&
           is(take_text(&row), message_describe(&m, out)) && message_inside(&m, in) &&
           (reading->tolerant || comes_back(&m));
}

static bool line_rejected(const message_reading *reading, qdmp_span in, qdmp_ends ends, size_t expected_used,
                          const unsigned char *row) {
    message m;
    size_t used = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_span code = take_text(&row), field = take_text(&row);
    size_t offset = (size_t)take_number(&row, 2);
    memset(&m, PATTERN, sizeof m);
    qdmp_status status = message_read(reading, in, ends, &m, &used, &err);
    return status == err.status && is(code, qdmp_status_name(status)) &&
           (is(field, "?") || is(field, qdmp_field_name(err.field))) && err.offset == offset && used == expected_used &&
           filled_with(&m.request, sizeof m.request, PATTERN);
}

static bool line_is_right(const unsigned char *row) {
    unsigned flags = take_byte(&row);
    message_reading reading = {.direction = flags & FLAG_RESPONSE ? RESPONSE : REQUEST,
                               .tolerant = flags & FLAG_TOLERANT,
                               .rest = flags & FLAG_REST,
                               .command = flags & FLAG_EX ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG,
                               .request_rest = (qdmp_request_rest)take_byte(&row),
                               .behind_colon = flags & FLAG_BEHIND_COLON};
    qdmp_ends ends = flags & FLAG_MORE ? QDMP_MORE_MAY_COME : QDMP_WHOLE_LINE;
    qdmp_span in = take_text(&row);
    size_t used = (size_t)take_number(&row, 2);
    return take_byte(&row) ? line_accepted(&reading, in, ends, used, row)
                           : line_rejected(&reading, in, ends, used, row);
}

/* Whether a switch leaves out code that the row of a line needs. */
static bool line_left_out(const unsigned char *row) {
    unsigned left_out = 0;
#ifdef QDMP_STRICT
    left_out |= FLAG_TOLERANT;
#endif
#ifdef QDMP_WHOLE_LINES
    left_out |= FLAG_REST;
#endif
    return *row & left_out;
}

static bool guide_is_right(const unsigned char *row) {
    message_direction direction = take_byte(&row) ? RESPONSE : REQUEST;
    qdmp_span line = take_text(&row), canonical = take_text(&row);
    qdmp_room room = {out, sizeof out};
    size_t size = 0;
    message m;
    return message_decode(direction, line, QDMP_WHOLE_LINE, &m, NULL, NULL) == QDMP_OK &&
           message_encode(&m, 0, room, &size, NULL) == QDMP_OK && span_equal(span_from(out, size), canonical);
}

#ifndef QDMP_AT_ONLY

/* --- images --- */

static bool image_written(const qdmp_settings *settings, qdmp_span image) {
    qdmp_room room = {out, sizeof out};
    size_t size = 0;
    return qdmp_image_encode(settings, room, &size, NULL) == QDMP_OK && span_equal(span_from(out, size), image);
}

static bool image_is_right(const unsigned char *row) {
    qdmp_span line = take_text(&row), image = take_text(&row);
    qdmp_settings meant, read;
    int stored = 0;
    qdmp_settings_defaults(&meant);
    settings_take(&meant, line);
    return image_written(&meant, image) && qdmp_image_decode(image, &read, &stored, NULL) == QDMP_OK && stored == 1 &&
           settings_equal(&meant, &read) && image_written(&read, image);
}

/* --- registration --- */

/*
 * Simulates the cryptography: it knows the expected input, and the answers of the implementation that made the vectors.
 */
typedef struct expected_crypto {
    qdmp_span hashed;
    qdmp_span plain;
    qdmp_span cipher;
    unsigned char key[QDMP_SHA256_SIZE];
} expected_crypto;

static int play_sha(void *context, const unsigned char *bytes, size_t size, unsigned char *hash) {
    const expected_crypto *expected = context;
    memcpy(hash, expected->key, sizeof expected->key);
    return !span_equal(span_from(bytes, size), expected->hashed);
}

static int play_aes(void *context, const unsigned char *key, const unsigned char *iv, unsigned char *blocks,
                    size_t size) {
    const expected_crypto *expected = context;
    bool as_expected = !memcmp(key, expected->key, sizeof expected->key) && filled_with(iv, QDMP_AES_BLOCK, 0) &&
                       span_equal(span_from(blocks, size), expected->plain);
    if (as_expected)
        memcpy(blocks, expected->cipher.ptr, size);
    return !as_expected;
}

static void take_path(const unsigned char **row, qdmp_location_path *path) {
    path->count = take_byte(row);
    for (size_t i = 0; i < path->count; i++)
        path->segments[i] = take_text(row);
}

typedef struct call {
    call_kind kind;
    qdmp_registration registration;
    qdmp_location_path path;
    qdmp_exchange exchange;
} call;

static call take_call(const unsigned char **row) {
    static const qdmp_profile profiles[] = {QDMP_PROFILE_SDK, QDMP_PROFILE_SDK_CT, QDMP_PROFILE_CIS, QDMP_PROFILE_RDA};
    call c = {.kind = (call_kind)take_byte(row)};
    qdmp_credentials *credentials = &c.registration.credentials;
    credentials->tml_type = take_byte(row);
    c.registration.profile = profiles[take_byte(row)];
    c.registration.server.update_period = take_number(row, 4);
    credentials->tml_imei = take_text(row);
    c.registration.module_imei = take_text(row);
    c.registration.imsi = take_text(row);
    credentials->appkey = take_text(row);
    credentials->password = take_text(row);
    take_path(row, &c.path);
    c.exchange.id = (uint16_t)take_number(row, 2);
    c.exchange.token = take_text(row);
    return c;
}

static bool call_gives(const call *c, qdmp_span expected) {
    qdmp_room room = {out, sizeof out};
    size_t size = 0;
    qdmp_status status = QDMP_FORM;
    switch (c->kind) {
    case CALL_NAME: status = qdmp_endpoint_name(&c->registration, QDMP_NAME_REGISTER, room, &size, NULL); break;
    case CALL_UPDATE_NAME: status = qdmp_endpoint_name(&c->registration, QDMP_NAME_UPDATE, room, &size, NULL); break;
    case CALL_REGISTER: status = qdmp_register_encode(&c->registration, &c->exchange, room, &size, NULL); break;
    case CALL_UPDATE: status = qdmp_update_encode(&c->registration, &c->path, &c->exchange, room, &size, NULL); break;
    case CALL_DEREGISTER: status = qdmp_deregister_encode(&c->path, &c->exchange, room, &size, NULL); break;
    }
    return status == QDMP_OK && span_equal(span_from(out, size), expected);
}

/* With the name made of the credentials, and with the name given. */
static bool registration_is_right(const unsigned char *row) {
    call c = take_call(&row);
    expected_crypto expected;
    qdmp_crypto crypto = {&expected, play_sha, play_aes};
    expected.hashed = take_text(&row);
    memcpy(expected.key, row, sizeof expected.key);
    row += sizeof expected.key;
    expected.plain = take_text(&row);
    expected.cipher = take_text(&row);
    qdmp_span name = take_text(&row), bytes = take_text(&row);
    c.registration.crypto = &crypto;
    bool made = call_gives(&c, bytes);
    c.registration.crypto = NULL;
    c.registration.name = name;
    return made && (!name.len || call_gives(&c, bytes));
}

static bool reply_is_right(const unsigned char *row) {
    qdmp_span datagram = take_text(&row);
    uint8_t code = (uint8_t)take_byte(&row);
    uint16_t id = (uint16_t)take_number(&row, 2);
    qdmp_span token = take_text(&row);
    qdmp_location_path path;
    qdmp_reply reply;
    take_path(&row, &path);
    bool right = qdmp_reply_decode(datagram, &reply, NULL) == QDMP_OK && reply.message.type == QDMP_COAP_ACK &&
                 reply.message.code == code && reply.message.id == id && span_equal(reply.message.token, token) &&
                 reply.critical == 0 && reply.location.count == path.count;
    for (size_t i = 0; right && i < path.count; i++)
        right = span_equal(reply.location.segments[i], path.segments[i]);
    return right;
}

#endif

/* --- all tests --- */

static bool row_left_out(unsigned kind, const unsigned char *row) {
#ifdef QDMP_AT_ONLY
    if (kind > ROW_GUIDE)
        return true;
#endif
    return kind == ROW_LINE && line_left_out(row);
}

static bool row_is_right(unsigned kind, const unsigned char *row) {
    switch ((row_kind)kind) {
    case ROW_LINE: return line_is_right(row);
    case ROW_GUIDE: return guide_is_right(row);
#ifndef QDMP_AT_ONLY
    case ROW_IMAGE: return image_is_right(row);
    case ROW_REGISTRATION: return registration_is_right(row);
    case ROW_REPLY: return reply_is_right(row);
#else
    default: break;
#endif
    }
    return false;
}

typedef struct tally {
    unsigned passed;
    unsigned failed;
} tally;

/* The name of a row or of a test, after the message about it. */
static void say_name(const char *what, qdmp_span name) {
    say(what);
    memcpy(out, name.ptr, name.len);
    out[name.len] = '\0';
    say(out);
    say("\n");
}

static void say_unnoticed(row_mark mark, qdmp_span name) {
    static const char *const wrong[] = {"", "verdict", "used", "field", "offset"};
    say("NOT NOTICED: a wrong ");
    say(wrong[mark]);
    say_name(" in the planted row ", name);
}

static void run_rows(tally *vectors, tally *planted) {
    uint32_t at = 0;
    for (const unsigned char *row; (row = row_next(&at)) != NULL;) {
        unsigned kind = take_byte(&row);
        row_mark mark = (row_mark)take_byte(&row);
        qdmp_span name = take_text(&row);
        if (row_left_out(kind, row))
            continue;
        tally *count = mark ? planted : vectors;
        if (row_is_right(kind, row) == !mark) {
            count->passed++;
            continue;
        }
        count->failed++;
        if (mark)
            say_unnoticed(mark, name);
        else
            say_name("FAIL ", name);
    }
}

void no_init(void) {
}

/* The suite, the test, and the function that initialises it. */
#define TEST(suite, name, init)                                                                                        \
    void suite##_##name(void);                                                                                         \
    void init(void);
#include "tests.inc"
#undef TEST

static void run_test(void (*init)(void), void (*test)(void), const char *name, tally *tests) {
    failed_checks = 0;
    init();
    test();
    if (!failed_checks) {
        tests->passed++;
        return;
    }
    tests->failed++;
    say_name("FAIL ", span_of(name));
}

#define TEST(suite, name, init) run_test(init, suite##_##name, #suite " " #name, tests);
static void run_tests(tally *tests) {
    (void)tests, (void)run_test;
#include "tests.inc"
}
#undef TEST

int main(void) {
    tally vectors = {0, 0}, planted = {0, 0}, tests = {0, 0};
    run_rows(&vectors, &planted);
    run_tests(&tests);
    snprintf(out, sizeof out, "%u vectors passed, %u failed; %u planted noticed, %u not; %u tests passed, %u failed\n",
             vectors.passed, vectors.failed, planted.passed, planted.failed, tests.passed, tests.failed);
    say(out);
    leave(vectors.failed || planted.failed || tests.failed || !vectors.passed || !planted.passed);
}
