/* SPDX-License-Identifier: MIT */
/*
 * The stack after a call with cryptography contains no secret: no eight bytes of key, hash, password or plaintext. Each
 * call runs with success and with a cipher that fails.
 */
#include "own_stack.h"
#include "support.h"

#include "qdmp/object.h"
#include "qdmp/session.h"

#include <stdlib.h>

#define TEXT(literal) QDMP_LITERAL(literal)

/* No eight bytes of one secret occur in another secret, or in the bytes that are sent unencrypted. */
#define PASSWORD "Correct-Horse!7QzBatteryStaple#9W"
#define IMSI     "01234567890X"
/* The encrypted part of a name after the IMEI; the IMEI is also sent unencrypted. */
#define PLAIN_BEGIN "-****-" IMSI "-"
#define VALUE       "The last value of all, longer than a chunk of the chain, is this one"

/* Settings with secrets, and everything that is made from them. */
static struct stage {
    qdmp_crypto crypto;
    qdmp_registration registration;
    qdmp_exchange exchange;
    qdmp_location_path path;
    qdmp_settings settings;
    qdmp_object object;
    qdmp_session session;
    qdmp_session_config config;
    char session_room[1200];
} the;

static char out[4096];
static const qdmp_room out_room = {out, sizeof out};

static void set_up(bool fails) {
    const qdmp_credentials credentials = {TEXT("M100000089"), TEXT(PASSWORD), 1, TEXT("863703030822519")};
    qdmp_room room = {the.session_room, sizeof the.session_room};
    memset(&the, 0, sizeof the);
    the.crypto = own_stack_crypto(fails);
    the.registration.credentials = credentials;
    the.registration.server.update_period = 86400;
    the.registration.imsi = span_of(IMSI);
    the.registration.crypto = &the.crypto;
    the.exchange = (qdmp_exchange){1, TEXT("abcd")};
    the.path = (qdmp_location_path){{TEXT("rd"), TEXT("5a3f")}, 2};
    qdmp_settings_defaults(&the.settings);
    the.settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    the.settings.dm_mode = QDMP_DM_MODE_ALLOWED;
    the.settings.credentials = credentials;
    the.settings.location = span_of(VALUE);
    the.object = (qdmp_object)QDMP_OBJECT(&the.settings, &the.crypto);
    the.config = (qdmp_session_config)QDMP_SESSION_CONFIG(&the.registration, room);
}

/* --- calls that encrypt ------------------------------------------------------------------------------------------- */

static qdmp_status name_of_register(void) {
    return qdmp_endpoint_name(&the.registration, QDMP_NAME_REGISTER, out_room, NULL, NULL);
}

static qdmp_status name_of_update(void) {
    return qdmp_endpoint_name(&the.registration, QDMP_NAME_UPDATE, out_room, NULL, NULL);
}

static qdmp_status encode_register(void) {
    return qdmp_register_encode(&the.registration, &the.exchange, out_room, NULL, NULL);
}

static qdmp_status encode_update(void) {
    return qdmp_update_encode(&the.registration, &the.path, &the.exchange, out_room, NULL, NULL);
}

static qdmp_status open_session(void) {
    return qdmp_session_open(&the.session, &the.config, 0, 1, NULL);
}

/* Polls a session that was opened, and sends its register. */
static qdmp_status poll_session(void) {
    qdmp_span datagram;
    return qdmp_session_poll(&the.session, 0, 7, &datagram, NULL);
}

/* Registers a session, which then sends its update. */
static void register_session(void) {
    static const char created[] = "\x64\x41\0\2tokn\x82rd\x04"
                                  "5a3f";
    char answer[sizeof created];
    qdmp_span datagram;
    qdmp_coap_message request;
    (void)open_session();
    qdmp_session_event(&the.session, 0, QDMP_SESSION_OPENED);
    cr_assert(qdmp_session_poll(&the.session, 0, 7, &datagram, NULL) == QDMP_OK);
    memcpy(answer, created, sizeof created);
    memcpy(answer + 2, datagram.ptr + 2, 6); /* Message ID and token */
    cr_assert(qdmp_session_receive(&the.session, 0, span_from(answer, sizeof created - 1), &request) ==
              QDMP_SESSION_ANSWER);
}

static qdmp_status update_session(void) {
    qdmp_span datagram;
    return qdmp_session_poll(&the.session, 86400000, 7, &datagram, NULL);
}

/* Answers GET /666/0, which asks for all values. */
static qdmp_status answer_request(void) {
    static const char get[] = "\x40\x01\0\1\xB3"
                              "666\x01"
                              "0";
    qdmp_coap_message request;
    qdmp_status status = qdmp_coap_decode((qdmp_span){get, sizeof get - 1}, &request, NULL);
    return status == QDMP_OK ? qdmp_object_answer(&the.object, &request, 1, out_room, NULL, NULL) : status;
}

/* Encodes an image, which contains the password. */
static qdmp_status make_etag(void) {
    return qdmp_object_etag(&the.crypto, span_of("QDMP" PASSWORD), the.object.etag, NULL);
}

/* --- the remaining bytes ------------------------------------------------------------------------------------------ */

typedef qdmp_status secret_call(void);

static void *run(void *call) {
    return (void *)(intptr_t)(*(secret_call **)call)();
}

static void expect_wiped(const char *name, secret_call *call, qdmp_status expected) {
    static const char plain[] = PLAIN_BEGIN "v2.0", update[] = PLAIN_BEGIN "****";
    void *status = own_stack_run(run, &call);
    cr_expect((intptr_t)status == (intptr_t)expected, "%s: %s", name, qdmp_status_name((qdmp_status)(intptr_t)status));
    cr_expect(!own_stack_holds_key(), "%s: the key is still there", name);
    cr_expect(!own_stack_holds_piece(PASSWORD, sizeof PASSWORD - 1), "%s: the password is still there", name);
    cr_expect(!own_stack_holds_piece(VALUE, sizeof VALUE - 1), "%s: a value is still there", name);
    cr_expect(!own_stack_holds_piece(plain, sizeof plain - 1), "%s: the plaintext is still there", name);
    cr_expect(!own_stack_holds_piece(update, sizeof update - 1), "%s: the plaintext is still there", name);
    cr_expect(!own_stack_holds_piece("NULL\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c\x0c", 16),
              "%s: a padded value is still there", name);
}

static const struct {
    const char *name;
    secret_call *call;
} encrypting[] = {
    {"the name of a register", name_of_register},
    {"the name of an update", name_of_update},
    {"a register", encode_register},
    {"an update", encode_update},
    {"a session that is opened", open_session},
    {"values of object 666", answer_request},
};

/*
 * A call that wipes nothing. It leaves many copies, because what runs after it may overwrite the upper ones.
 * AddressSanitizer would move them to another stack.
 */
__attribute__((no_sanitize("address"))) static void *leave_password(void *unused) {
    volatile char copies[64][sizeof PASSWORD];
    (void)unused;
    for (size_t i = 0; i < sizeof copies; i++)
        copies[i / sizeof PASSWORD][i % sizeof PASSWORD] = PASSWORD[i % sizeof PASSWORD];
    return copies[0][0] == PASSWORD[0] ? &the : NULL;
}

Test(wiping, a_secret_that_is_left_is_found) {
    if (getenv("QDMP_UNDER_VALGRIND"))
        return;
    cr_assert(own_stack_run(leave_password, NULL) == &the);
    cr_assert(own_stack_holds_piece(PASSWORD, sizeof PASSWORD - 1));
}

Test(wiping, calls_that_encrypt) {
    if (getenv("QDMP_UNDER_VALGRIND"))
        return;
    for (int fails = 0; fails < 2; fails++) {
        for (size_t i = 0; i < COUNT(encrypting); i++) {
            set_up(fails);
            expect_wiped(encrypting[i].name, encrypting[i].call, fails ? QDMP_CRYPTO : QDMP_OK);
        }
    }
}

/* The ETag needs no cipher, but a hash of everything stored. */
Test(wiping, etag) {
    if (getenv("QDMP_UNDER_VALGRIND"))
        return;
    set_up(false);
    expect_wiped("an ETag", make_etag, QDMP_OK);
}

Test(wiping, sessions) {
    if (getenv("QDMP_UNDER_VALGRIND"))
        return;
    for (int fails = 0; fails < 2; fails++) {
        set_up(false);
        cr_assert(open_session() == QDMP_OK);
        qdmp_session_event(&the.session, 0, QDMP_SESSION_OPENED);
        the.crypto = own_stack_crypto(fails);
        expect_wiped("a session that registers", poll_session, fails ? QDMP_CRYPTO : QDMP_OK);
        set_up(false);
        register_session();
        the.crypto = own_stack_crypto(fails);
        expect_wiped("a session that updates", update_session, fails ? QDMP_CRYPTO : QDMP_OK);
    }
}
