/* SPDX-License-Identifier: MIT */
/*
 * Registration: the endpoint name, the three requests and their answers. The vectors are read from
 * vectors/registration.json, bytes that other implementations made.
 */
#include "qdmp/registration.h"
#include "datagram.h"
#include "guard.h"
#include "qdmp/port/crypto_psa.h"

#include <jansson.h>
#include <psa/crypto.h>
#include <stdio.h>

enum { PATTERN = 0x5A, LONG = 600 };

#define TEXT(literal) QDMP_LITERAL(literal)

static qdmp_crypto psa;

static void begin(void) {
    cr_assert(psa_crypto_init() == PSA_SUCCESS);
    psa = qdmp_crypto_psa();
}

TestSuite(registration, .init = begin);

/* --- encoders as calls of encode_call ----------------------------------------------------------------------------- */

typedef struct call {
    enum { NAME, UPDATE_NAME, REGISTER, UPDATE, DEREGISTER } what;
    qdmp_registration registration;
    qdmp_location_path path;
    qdmp_exchange exchange;
} call;

static qdmp_status encode(const void *what, qdmp_room out, size_t *size, qdmp_error *err) {
    const call *c = what;
    switch (c->what) {
    case NAME: return qdmp_endpoint_name(&c->registration, QDMP_NAME_REGISTER, out, size, err);
    case UPDATE_NAME: return qdmp_endpoint_name(&c->registration, QDMP_NAME_UPDATE, out, size, err);
    case REGISTER: return qdmp_register_encode(&c->registration, &c->exchange, out, size, err);
    case UPDATE: return qdmp_update_encode(&c->registration, &c->path, &c->exchange, out, size, err);
    case DEREGISTER: return qdmp_deregister_encode(&c->path, &c->exchange, out, size, err);
    }
    return QDMP_FORM;
}

/* Valid settings, of which a test changes one. */
static call sample(int what) {
    call c = {.registration = {.credentials = {TEXT("M100000089"), TEXT("95Go0123456789abcdefghijklmnopqr"), 1,
                                               TEXT("863703030822519")},
                               .server = {{127, 0, 0, 1}, 1, 86400},
                               .imsi = TEXT("460001234567890"),
                               .crypto = &psa},
              .path = {{TEXT("rd"), TEXT("ABCD1234")}, 2},
              .exchange = {0x1234, TEXT("\x34\x12\0\0")}};
    c.what = (unsigned)what;
    return c;
}

/* --- vectors ------------------------------------------------------------------------------------------------------ */

static json_t *vectors(const char *set) {
    static json_t *all;
    json_error_t error;
    if (!all)
        all = json_load_file(QDMP_TEST_DATA "/registration.json", 0, &error);
    cr_assert(all != NULL, "%s", error.text);
    return json_object_get(all, set);
}

static const char *text_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static qdmp_span span_at(const json_t *object, const char *key) {
    return span_of(text_of(object, key));
}

static uint32_t number_at(const json_t *object, const char *key) {
    return (uint32_t)json_integer_value(json_object_get(object, key));
}

#define PROFILE_NAME(ID, name, version, root, objects, raise) name,
static const char *const profile_names[] = {QDMP_PROFILES(PROFILE_NAME)};

/* Section 1 of docs/registration.md, typed a second time. */
Test(registration, profile_names) {
    static const char *const names[] = {"sdk", "sdk-ct", "cis", "rda"};
    cr_assert(COUNT(profile_names) == COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++)
        cr_expect_str_eq(profile_names[i], names[i]);
}

static qdmp_profile profile_of(const char *name) {
    for (size_t i = 0; i < COUNT(profile_names); i++)
        if (!strcmp(profile_names[i], name))
            return (qdmp_profile)i;
    return QDMP_PROFILE_SDK;
}

/* The settings of a vector. */
static call call_of(const json_t *in) {
    call c = {.registration = {.credentials = {span_at(in, "appkey"), span_at(in, "password"), number_at(in, "tmlType"),
                                               span_at(in, "imei")},
                               .server = {{0}, 0, number_at(in, "updatePeriod")},
                               .module_imei = span_at(in, "imei2"),
                               .imsi = span_at(in, "imsi"),
                               .profile = profile_of(text_of(in, "profile")),
                               .crypto = &psa},
              .exchange = {(uint16_t)number_at(in, "mid"), unhex(text_of(in, "token"))}};
    size_t i;
    json_t *segment;
    json_array_foreach(json_object_get(in, "location"), i, segment) c.path.segments[c.path.count++] =
        span_of(json_string_value(segment));
    return c;
}

Test(registration, endpoint_names) {
    size_t i;
    json_t *vector;
    json_array_foreach(vectors("endpoint"), i, vector) {
        call c = call_of(json_object_get(vector, "in"));
        expect_encoded(encode, &c, span_at(vector, "ep"), "ep");
        c.what = UPDATE_NAME;
        if (json_object_get(vector, "epi"))
            expect_encoded(encode, &c, span_at(vector, "epi"), "epi");
    }
    cr_expect(i == 2, "%zu vectors", i);
}

/* The plaintext of a crypto vector belongs to a name if the last part of the plaintext is that of one of its forms. */
static bool take_plain(const char *plain, call *c, char parts[3][64], const char **last) {
    if (sscanf(plain, "%63[^-]-%63[^-]-%63[^-]-", parts[0], parts[1], parts[2]) != 3)
        return false;
    for (int i = 0; i < 3; i++)
        if (!strcmp(parts[i], "****"))
            parts[i][0] = '\0';
    c->registration.credentials.tml_imei = span_of(parts[0]);
    c->registration.module_imei = span_of(parts[1]);
    c->registration.imsi = span_of(parts[2]);
    *last = strrchr(plain, '-') + 1;
    return true;
}

Test(registration, crypto) {
    size_t i, names = 0;
    json_t *vector;
    json_array_foreach(vectors("crypto"), i, vector) {
        call c = sample(NAME);
        char parts[3][64], expected[256];
        const char *last;
        if (!take_plain(text_of(vector, "plain"), &c, parts, &last))
            continue;
        c.what = strcmp(last, "v2.0") ? UPDATE_NAME : NAME;
        c.registration.credentials.password = span_at(vector, "password");
        sprintf(expected, "L@#@%s@#@M100000089@#@%s@#@v2.0", text_of(vector, "b64"), parts[0]);
        expect_encoded(encode, &c, span_of(expected), text_of(vector, "plain"));
        names++;
    }
    cr_expect(names == 4, "%zu vectors", names);
}

static int kind_of(const char *name) {
    return !strncmp(name, "register", 8) ? REGISTER : !strcmp(name, "update") ? UPDATE : DEREGISTER;
}

Test(registration, messages) {
    size_t i;
    json_t *vector;
    json_array_foreach(vectors("message"), i, vector) {
        call c = call_of(json_object_get(vector, "in"));
        c.what = (unsigned)kind_of(text_of(vector, "name"));
        expect_encoded(encode, &c, unhex(text_of(vector, "hex")), text_of(vector, "name"));
        expect_sound(unhex(text_of(vector, "hex")));
    }
    cr_expect(i == 4, "%zu vectors", i);
}

static void expect_reply(const json_t *vector) {
    qdmp_span datagram = unhex(text_of(vector, "hex"));
    qdmp_reply reply;
    unsigned major = 9, detail = 99;
    cr_assert(qdmp_reply_decode(datagram, &reply, NULL) == QDMP_OK);
    sscanf(text_of(vector, "code"), "%u.%u", &major, &detail);
    cr_expect(reply.message.code == QDMP_COAP_CODE(major, detail) && reply.message.type == QDMP_COAP_ACK);
    cr_expect(reply.message.id == number_at(vector, "mid"));
    cr_expect(span_equal(reply.message.token, unhex(text_of(vector, "token"))));
    json_t *location = json_object_get(vector, "location");
    cr_expect(reply.location.count == json_array_size(location) && reply.critical == 0);
    for (size_t i = 0; i < reply.location.count; i++) {
        cr_expect(span_equal(reply.location.segments[i], span_of(json_string_value(json_array_get(location, i)))));
        cr_expect(span_inside(reply.location.segments[i], datagram));
    }
}

Test(registration, replies) {
    size_t i;
    json_t *vector;
    json_array_foreach(vectors("response"), i, vector) expect_reply(vector);
    cr_expect(i == 3, "%zu vectors", i);
}

/* --- profiles ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *version, *payload;
    uint32_t lifetime;
} profiles[] = {
    {"sdk", "lwm2m=1.0", "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>", 420},
    {"sdk-ct", "lwm2m=1.0", "</>;rt=\"oma.lwm2m\";ct=11543,</1/0>,</3/0>,</666/0>", 420},
    {"cis", NULL, "</>;rt=\"oma.lwm2m\",</0/0>,</666/0>", 420},
    {"rda", "lwm2m=1.0", "</>;rt=\"oma.lwm2m\";ct=11543,</1/0>,</3/0>,</4/0>,</5/0>,</666/0>", 466},
};

static void expect_option(qdmp_coap_options *walk, uint16_t number, qdmp_span value) {
    qdmp_coap_option option = {0, {NULL, 0}};
    cr_expect(qdmp_coap_option_next(walk, &option) == QDMP_OK && option.number == number, "%u, not %u", option.number,
              number);
    cr_expect(span_equal(option.value, value), "%s, not %s", shown(option.value), shown(value));
}

/* Encodes a register with a given endpoint name, and decodes it again. */
static void expect_register(const call *c, const char *version, qdmp_span payload, uint32_t lifetime) {
    char out[2048], query[32];
    size_t size;
    qdmp_coap_message message;
    qdmp_coap_option option;
    cr_assert(encode(c, (qdmp_room){out, sizeof out}, &size, NULL) == QDMP_OK);
    cr_assert(qdmp_coap_decode(span_from(out, size), &message, NULL) == QDMP_OK);
    cr_expect(message.type == QDMP_COAP_CON && message.code == QDMP_COAP_POST);
    cr_expect(message.id == c->exchange.id && span_equal(message.token, c->exchange.token));
    expect_option(&message.options, 11, span_of("rd"));
    expect_option(&message.options, 12, span_of("\x28"));
    if (version)
        expect_option(&message.options, 15, span_of(version));
    expect_option(&message.options, 15, span_of("ep=urn:dev:1"));
    expect_option(&message.options, 15, span_of("b=U"));
    sprintf(query, "lt=%lu", (unsigned long)lifetime);
    expect_option(&message.options, 15, span_of(query));
    cr_expect(qdmp_coap_option_next(&message.options, &option) == QDMP_END);
    cr_expect(span_equal(message.payload, payload), "%s", shown(message.payload));
}

Test(registration, profiles) {
    cr_expect(COUNT(profiles) == QDMP_PROFILE_COUNT);
    for (size_t i = 0; i < COUNT(profiles); i++) {
        call c = sample(REGISTER);
        c.registration.profile = (qdmp_profile)i;
        c.registration.server.update_period = 420;
        c.registration.name = span_of("urn:dev:1");
        cr_expect_str_eq(profile_names[i], profiles[i].name);
        cr_expect(qdmp_registration_lifetime(&c.registration) == profiles[i].lifetime);
        expect_register(&c, profiles[i].version, span_of(profiles[i].payload), profiles[i].lifetime);
        c.registration.objects = span_of("</>;ct=\"a,b\",</33/0>");
        expect_register(&c, profiles[i].version, c.registration.objects, profiles[i].lifetime);
    }
}

/* A given name needs neither credentials nor crypto, and is the same in updates. */
Test(registration, own_name) {
    static const char longest[QDMP_ENDPOINT_NAME_MAX + 1];
    for (int what = NAME; what <= UPDATE_NAME; what++) {
        call c = {.what = (unsigned)what, .registration = {.name = TEXT("my-@#@-name")}};
        expect_encoded(encode, &c, c.registration.name, "own name");
        c.registration.name = span_from(longest, QDMP_ENDPOINT_NAME_MAX);
        expect_encoded(encode, &c, c.registration.name, "longest own name");
        c.registration.name.len++;
        expect_refused(encode, &c, (qdmp_error){QDMP_ENDPOINT, QDMP_FIELD_NONE, 0}, "own name too long");
    }
}

/* --- sizes -------------------------------------------------------------------------------------------------------- */

static void expect_size(const call *c, size_t expected, const char *name) {
    size_t size = 0;
    cr_expect(encode(c, (qdmp_room){NULL, 0}, &size, NULL) == QDMP_NO_SPACE && size == expected, "%s: %zu, not %zu",
              name, size, expected);
}

Test(registration, longest_messages) {
    static const char longest[QDMP_LOCATION_SEGMENT_MAX] = "x";
    call c = sample(REGISTER);
    c.registration.name = span_from(longest, QDMP_ENDPOINT_NAME_MAX);
    c.registration.profile = QDMP_PROFILE_RDA;
    c.registration.server.update_period = QDMP_UPDATE_PERIOD_MAX;
    c.exchange.token = span_of("12345678");
    expect_size(&c, QDMP_REGISTER_MAX(QDMP_OBJECTS_MAX), "register");
    for (c.path.count = 1; c.path.count <= QDMP_LOCATION_SEGMENTS_MAX; c.path.count++) {
        c.path.segments[c.path.count - 1] = span_from(longest, sizeof longest);
        c.what = UPDATE;
        expect_size(&c, QDMP_UPDATE_MAX(c.path.count, c.path.count * sizeof longest), "update");
        c.what = DEREGISTER;
        expect_size(&c, QDMP_DEREGISTER_MAX(c.path.count, c.path.count * sizeof longest), "deregister");
    }
}

/*
 * A room that is larger than the longest register gets the same bytes as a room that is just large enough. In such a
 * room the encoder does not compute the length first.
 */
static void expect_same_bytes(const call *c, size_t most) {
    char exact[1024];
    size_t size = 0, again = 0;
    (void)encode(c, (qdmp_room){NULL, 0}, &size, NULL);
    cr_assert(size <= most && encode(c, (qdmp_room){exact, size}, NULL, NULL) == QDMP_OK);
    for (size_t cap = most - 1; cap <= most + 1; cap++) {
        char *out = guard_behind(cap);
        memset(out, PATTERN, cap);
        qdmp_status status = encode(c, (qdmp_room){out, cap}, &again, NULL);
        bool fits = cap >= size;
        cr_expect(status == (fits ? QDMP_OK : QDMP_NO_SPACE) && again == size, "room of %zu", cap);
        cr_expect(!fits || memcmp(out, exact, size) == 0, "room of %zu", cap);
        cr_expect(filled_with(out + (fits ? size : 0), fits ? cap - size : cap, PATTERN), "room of %zu", cap);
    }
}

Test(registration, registers_in_large_rooms) {
    static const char longest[QDMP_ENDPOINT_NAME_MAX] = "x";
    static const char *const objects[] = {"", "</1/0>",
                                          "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</4/0>,</5/0>,</6/0>,</7/0>"};
    for (int i = 0; i < QDMP_PROFILE_COUNT * 9; i++) {
        call c = sample(REGISTER);
        c.registration.profile = (qdmp_profile)(i / 9);
        c.registration.objects = span_of(objects[i % 3]);
        c.registration.name = span_from(longest, i / 3 % 3 ? sizeof longest : 0);
        if (i / 3 % 3 == 2) {
            c.registration.server.update_period = QDMP_UPDATE_PERIOD_MAX;
            c.exchange.token = span_of("12345678");
        }
        size_t own = c.registration.objects.len;
        expect_same_bytes(&c, QDMP_REGISTER_MAX(own ? own : QDMP_OBJECTS_MAX));
    }
}

/* The name may have 251 bytes and not one more, whichever of its parts is long. */
Test(registration, longest_names) {
    static char digits[LONG];
    memset(digits, '7', sizeof digits);
    for (int part = 0; part < 4; part++) {
        size_t longest = 0, size = 0;
        for (size_t len = 1; len < LONG; len++) {
            call c = sample(NAME);
            qdmp_span *parts[] = {&c.registration.credentials.appkey, &c.registration.credentials.tml_imei,
                                  &c.registration.module_imei, &c.registration.imsi};
            *parts[part] = span_from(digits, len);
            qdmp_status status = encode(&c, (qdmp_room){NULL, 0}, &size, NULL);
            CHECK(status == QDMP_NO_SPACE || status == QDMP_ENDPOINT, "part %d of %zu bytes: %s", part, len,
                  qdmp_status_name(status));
            CHECK(status == QDMP_ENDPOINT || len == longest + 1, "part %d of %zu bytes: taken again", part, len);
            if (status != QDMP_ENDPOINT)
                longest = len;
        }
        cr_expect(longest > 70 && size <= QDMP_ENDPOINT_NAME_MAX, "part %d: up to %zu bytes", part, longest);
    }
    call c = sample(NAME);
    c.registration.credentials.appkey = span_from(digits, QDMP_ENDPOINT_NAME_MAX - (1 + 64 + 15 + 4 + 4 * 3));
    expect_size(&c, QDMP_ENDPOINT_NAME_MAX, "longest name");
    c.registration.credentials.appkey.len++;
    expect_refused(encode, &c, (qdmp_error){QDMP_ENDPOINT, QDMP_FIELD_NONE, 0}, "name too long");
}

/* --- errors ------------------------------------------------------------------------------------------------------- */

static int failing_sha(void *context, const unsigned char *bytes, size_t size, unsigned char *hash) {
    (void)context, (void)bytes, (void)size, (void)hash;
    return -1;
}

static int good_sha(void *context, const unsigned char *bytes, size_t size, unsigned char *hash) {
    (void)context, (void)bytes, (void)size;
    memset(hash, 1, QDMP_SHA256_SIZE);
    return 0;
}

static int failing_aes(void *context, const unsigned char *key, const unsigned char *iv, unsigned char *blocks,
                       size_t size) {
    (void)context, (void)key, (void)iv, (void)blocks, (void)size;
    return 1;
}

static const qdmp_crypto no_sha = {NULL, failing_sha, failing_aes}, no_aes = {NULL, good_sha, failing_aes};

static const struct {
    const char *name;
    qdmp_registration change; /* texts and pointers that are not NULL replace those of the sample */
    qdmp_error err;
} bad_names[] = {
    {"- in IMEI", {.credentials = {.tml_imei = TEXT("12-4")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_TML_IMEI, 2}},
    {"- ends IMEI", {.credentials = {.tml_imei = TEXT("12-")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_TML_IMEI, 2}},
    {"@#@ in IMEI", {.credentials = {.tml_imei = TEXT("1@#@2")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_TML_IMEI, 1}},
    {"@#@ is IMEI", {.credentials = {.tml_imei = TEXT("@#@")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_TML_IMEI, 0}},
    {"@#@ in appkey", {.credentials = {.appkey = TEXT("k@#@")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY, 1}},
    {"@#@ begins appkey", {.credentials = {.appkey = TEXT("@#@k")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY, 0}},
    {"@# ends appkey", {.credentials = {.appkey = TEXT("key@#")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY, 3}},
    {"@# is appkey", {.credentials = {.appkey = TEXT("@#")}}, {QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY, 0}},
    {"no appkey", {.credentials = {.appkey = TEXT("")}}, {QDMP_LENGTH, QDMP_FIELD_APPKEY, 0}},
    {"- in imei2", {.module_imei = TEXT("-")}, {QDMP_MODULE_IMEI, QDMP_FIELD_NONE, 0}},
    {"- in IMSI", {.imsi = TEXT("4600-")}, {QDMP_IMSI, QDMP_FIELD_NONE, 4}},
    {"tmlType", {.credentials = {.tml_type = 3}}, {QDMP_RANGE, QDMP_FIELD_TML_TYPE, 0}},
    {"tmlType beyond a byte", {.credentials = {.tml_type = 256}}, {QDMP_RANGE, QDMP_FIELD_TML_TYPE, 0}},
    {"no SHA", {.crypto = &no_sha}, {QDMP_CRYPTO, QDMP_FIELD_NONE, 0}},
    {"no AES", {.crypto = &no_aes}, {QDMP_CRYPTO, QDMP_FIELD_NONE, 0}},
};

static void change(qdmp_registration *r, const qdmp_registration *by) {
    const qdmp_credentials *c = &by->credentials;
    r->credentials.appkey = c->appkey.ptr ? c->appkey : r->credentials.appkey;
    r->credentials.tml_imei = c->tml_imei.ptr ? c->tml_imei : r->credentials.tml_imei;
    r->credentials.tml_type = c->tml_type ? c->tml_type : r->credentials.tml_type;
    r->module_imei = by->module_imei.ptr ? by->module_imei : r->module_imei;
    r->imsi = by->imsi.ptr ? by->imsi : r->imsi;
    r->crypto = by->crypto ? by->crypto : r->crypto;
}

/* Crypto is called only if there is room. */
static void expect_crypto_failure(const call *c, const char *name) {
    char *out = guard_behind(GUARD_MAX);
    size_t size = SIZE_MAX;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, 1};
    memset(out, PATTERN, GUARD_MAX);
    cr_expect(encode(c, (qdmp_room){out, GUARD_MAX}, &size, &err) == QDMP_CRYPTO && err.status == QDMP_CRYPTO &&
                  err.field == QDMP_FIELD_NONE && err.offset == 0,
              "%s", name);
    cr_expect(filled_with(out, GUARD_MAX, PATTERN) && size == SIZE_MAX, "%s: something was written", name);
}

Test(registration, unfit_names) {
    for (int what = NAME; what <= UPDATE; what++)
        for (size_t i = 0; i < COUNT(bad_names); i++) {
            call c = sample(what);
            change(&c.registration, &bad_names[i].change);
            if (bad_names[i].change.crypto)
                expect_crypto_failure(&c, bad_names[i].name);
            else
                expect_refused(encode, &c, bad_names[i].err, bad_names[i].name);
        }
    call c = sample(REGISTER);
    c.registration.crypto = NULL;
    expect_refused(encode, &c, (qdmp_error){QDMP_CRYPTO, QDMP_FIELD_NONE, 0}, "no crypto");
}

/* Text that looks like a separator but is not one. */
Test(registration, harmless_names) {
    static const char *const appkeys[] = {"@", "k@", "#@", "@#k", "k@#k@", "@@", "##", "@#", "#@k#"};
    for (size_t i = 0; i < COUNT(appkeys); i++) {
        call c = sample(NAME);
        size_t size = 0;
        c.registration.credentials.appkey = span_of(appkeys[i]);
        bool ambiguous = !strcmp(appkeys[i], "@#");
        cr_expect((encode(&c, (qdmp_room){NULL, 0}, &size, NULL) == QDMP_NO_SPACE) == !ambiguous, "%s", appkeys[i]);
        c.registration.credentials.appkey = span_of("k");
        c.registration.credentials.tml_imei = span_of(appkeys[i]);
        cr_expect(encode(&c, (qdmp_room){NULL, 0}, &size, NULL) == QDMP_NO_SPACE, "IMEI %s", appkeys[i]);
    }
}

Test(registration, unfit_settings) {
    static const uint32_t periods[] = {0, QDMP_UPDATE_PERIOD_MIN - 1, QDMP_UPDATE_PERIOD_MAX + 1, UINT32_MAX};
    call c = sample(REGISTER);
    for (int profile = 0; profile < QDMP_PROFILE_COUNT; profile++) {
        c.registration.profile = (qdmp_profile)profile;
        for (size_t i = 0; i < COUNT(periods); i++) {
            c.registration.server.update_period = periods[i];
            expect_refused(encode, &c, (qdmp_error){QDMP_RANGE, QDMP_FIELD_UPDATE_PERIOD, 0}, "period");
        }
        size_t size;
        c.registration.server.update_period = QDMP_UPDATE_PERIOD_MAX;
        cr_expect(encode(&c, (qdmp_room){NULL, 0}, &size, NULL) == QDMP_NO_SPACE);
        c.registration.server.update_period = QDMP_UPDATE_PERIOD_MIN;
        cr_expect(encode(&c, (qdmp_room){NULL, 0}, &size, NULL) == QDMP_NO_SPACE);
    }
    c.registration.profile = QDMP_PROFILE_COUNT;
    expect_refused(encode, &c, (qdmp_error){QDMP_FORM, QDMP_FIELD_NONE, 0}, "profile");
    cr_expect(qdmp_registration_lifetime(&c.registration) == QDMP_UPDATE_PERIOD_MIN);
    c = sample(REGISTER);
    c.registration.objects = span_of("</1/0>, </3/0>");
    expect_refused(encode, &c, (qdmp_error){QDMP_LINK, QDMP_FIELD_NONE, 7}, "objects");
}

Test(registration, unfit_exchange_or_path) {
    static const char bytes[QDMP_LOCATION_SEGMENT_MAX + 1] = "x";
    static const struct {
        const char *name;
        size_t count;
        qdmp_span segments[3];
        size_t index;
    } paths[] = {{"no segment", 0, {{NULL, 0}}, 0},
                 {"a dot", 1, {TEXT(".")}, 0},
                 {"two dots", 1, {TEXT("..")}, 0},
                 {"a dot behind", 2, {TEXT("rd"), TEXT(".")}, 1},
                 {"two dots between", 3, {TEXT("rd"), TEXT(".."), TEXT("x")}, 1},
                 {"long segment", 3, {{bytes, 255}, TEXT("x"), {bytes, 256}}, 2},
                 {"too many segments", QDMP_LOCATION_SEGMENTS_MAX + 1, {TEXT("a"), TEXT("b"), TEXT("c")}, 0},
                 {"far too many segments", SIZE_MAX, {TEXT("a"), TEXT("b"), TEXT("c")}, 0}};
    for (int what = REGISTER; what <= DEREGISTER; what++) {
        call c = sample(what);
        c.exchange.token = span_of("123456789");
        expect_refused(encode, &c, (qdmp_error){QDMP_TOKEN, QDMP_FIELD_NONE, 0}, "token of 9");
        for (size_t i = 0; what != REGISTER && i < COUNT(paths); i++) {
            c = sample(what);
            c.path.count = paths[i].count;
            for (size_t k = 0; k < 3; k++)
                c.path.segments[k] = paths[i].segments[k];
            qdmp_error expected = {QDMP_LOCATION_PATH, QDMP_FIELD_NONE, paths[i].index};
            expect_refused(encode, &c, expected, paths[i].name);
        }
    }
}

/* RFC 7252, 5.10: an empty segment is a segment, and an option of no bytes. */
Test(registration, paths_with_empty_segments) {
    static const struct {
        size_t count;
        qdmp_span segments[3];
        const char *hex;
    } paths[] = {
        {1, {TEXT("")}, "40041234 b0"},
        {2, {TEXT(""), TEXT("rd")}, "40041234 b0 027264"},
        {2, {TEXT("rd"), TEXT("")}, "40041234 b27264 00"},
        {3, {TEXT("rd"), TEXT(""), TEXT("x")}, "40041234 b27264 00 0178"},
        {3, {TEXT(""), TEXT(""), TEXT("")}, "40041234 b0 00 00"},
        {3, {TEXT("..."), TEXT(".a"), TEXT("a.")}, "40041234 b32e2e2e 022e61 02612e"},
    };
    for (size_t i = 0; i < COUNT(paths); i++) {
        call c = sample(DEREGISTER);
        c.exchange.token.len = 0;
        c.path.count = paths[i].count;
        for (size_t k = 0; k < 3; k++)
            c.path.segments[k] = paths[i].segments[k];
        expect_encoded(encode, &c, unhex(paths[i].hex), paths[i].hex);
        char hex[64] = "60410000 8";
        strcpy(hex + 10, paths[i].hex + 10);
        qdmp_reply reply;
        cr_assert(qdmp_reply_decode(unhex(hex), &reply, NULL) == QDMP_OK, "%s", hex);
        cr_expect(reply.location.count == paths[i].count, "%s", hex);
        for (size_t k = 0; k < reply.location.count; k++)
            cr_expect(span_equal(reply.location.segments[k], paths[i].segments[k]), "%s", hex);
    }
}

/* Errors other than those of crypto are found before crypto is called. */
Test(registration, crypto_is_called_last) {
    for (int what = REGISTER; what <= UPDATE; what++) {
        call c = sample(what);
        c.registration.crypto = &no_aes;
        c.exchange.token = span_of("123456789");
        expect_refused(encode, &c, (qdmp_error){QDMP_TOKEN, QDMP_FIELD_NONE, 0}, "token of 9");
    }
}

static bool zero_iv;

static int iv_aes(void *context, const unsigned char *key, const unsigned char *iv, unsigned char *blocks,
                  size_t size) {
    (void)context, (void)key, (void)blocks;
    zero_iv = filled_with(iv, QDMP_AES_BLOCK, 0) && size % QDMP_AES_BLOCK == 0 && size;
    return 0;
}

Test(registration, crypto_is_called_as_promised) {
    qdmp_crypto watching = {NULL, good_sha, iv_aes};
    call c = sample(NAME);
    char out[QDMP_ENDPOINT_NAME_MAX];
    c.registration.crypto = &watching;
    cr_expect(encode(&c, (qdmp_room){out, sizeof out}, NULL, NULL) == QDMP_OK && zero_iv);
    zero_iv = false;
    cr_expect(encode(&c, (qdmp_room){out, 10}, NULL, NULL) == QDMP_NO_SPACE && !zero_iv, "called in vain");
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

/* Decodes from memory that ends at an unreadable page. All parts lie inside the input. */
static void expect_sound_reply(qdmp_span datagram) {
    char *guarded = guard_behind(datagram.len);
    qdmp_reply reply;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    memcpy(guarded, datagram.ptr, datagram.len);
    datagram.ptr = guarded;
    memset(&reply, PATTERN, sizeof reply);
    qdmp_status status = qdmp_reply_decode(datagram, &reply, &err);
    if (status != QDMP_OK) {
        CHECK(err.status == status && err.offset <= datagram.len && filled_with(&reply, sizeof reply, PATTERN),
              "%s: %s", shown(datagram), qdmp_status_name(status));
        CHECK(status == QDMP_COAP || status == QDMP_LOCATION_PATH, "%s", qdmp_status_name(status));
        return;
    }
    CHECK(err.offset == SIZE_MAX && reply.location.count <= QDMP_LOCATION_SEGMENTS_MAX, "%s", shown(datagram));
    for (size_t i = 0; i < reply.location.count; i++)
        CHECK(span_inside(reply.location.segments[i], datagram), "outside");
}

static void expect_damage(qdmp_span datagram) {
    static char changed[512];
    memcpy(changed, datagram.ptr, datagram.len);
    for (size_t place = 0; place < datagram.len; place++) {
        expect_sound_reply(span_from(datagram.ptr, place));
        expect_sound(span_from(datagram.ptr, place));
        for (int byte = 0; byte < 256; byte++) {
            changed[place] = (char)byte;
            expect_sound_reply(span_from(changed, datagram.len));
            expect_sound(span_from(changed, datagram.len));
        }
        changed[place] = datagram.ptr[place];
    }
}

Test(registration, vectors_cut_or_changed_anywhere) {
    static const char *const sets[] = {"message", "response"};
    size_t i;
    json_t *vector;
    for (size_t set = 0; set < COUNT(sets); set++)
        json_array_foreach(vectors(sets[set]), i, vector) expect_damage(unhex(text_of(vector, "hex")));
}

/* A cut answer is refused, or has lost whole segments: CoAP has no length, so nothing else is possible. */
Test(registration, cut_answer) {
    qdmp_span datagram = unhex("6441123434120000 82 7264 08 4142434431323334");
    for (size_t len = 0; len < datagram.len; len++) {
        qdmp_reply reply;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
        qdmp_status status = qdmp_reply_decode(span_from(datagram.ptr, len), &reply, &err);
        bool whole = len == 8 || len == 11;
        cr_expect(whole ? status == QDMP_OK && reply.location.count == (len == 11) : status == QDMP_COAP, "%zu", len);
        cr_expect(whole || err.offset == len, "%zu: at %zu", len, err.offset);
    }
}

static void expect_bad_reply(const char *hex, size_t offset, const char *name) {
    qdmp_reply reply;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    memset(&reply, PATTERN, sizeof reply);
    qdmp_status status = qdmp_reply_decode(unhex(hex), &reply, &err);
    cr_expect(status == QDMP_LOCATION_PATH && err.status == status && err.offset == offset, "%s: %s at %zu", name,
              qdmp_status_name(status), err.offset);
    cr_expect(filled_with(&reply, sizeof reply, PATTERN), "%s: touched", name);
}

Test(registration, unfit_answers) {
    static char hex[1200];
    expect_bad_reply("60410000 81 2e", 5, "a dot");
    expect_bad_reply("60410000 82 2e2e", 5, "two dots");
    expect_bad_reply("60410000 82 7264 02 2e2e", 8, "two dots behind");
    expect_bad_reply("60410000 80 01 2e", 6, "a dot behind an empty segment");
    expect_bad_reply("60410000 80 00 00 00 00 00 00 00 00", 13, "nine empty segments");
    expect_bad_reply("60410000 81 61 01 62 01 63 01 64 01 65 01 66 01 67 01 68 01 69", 21, "nine segments");
    qdmp_reply reply;
    cr_expect(qdmp_reply_decode(unhex("60410000 81 61 01 62 01 63 01 64 01 65 01 66 01 67 01 68"), &reply, NULL) ==
              QDMP_OK);
    cr_expect(reply.location.count == QDMP_LOCATION_SEGMENTS_MAX && reply.location.segments[7].ptr[0] == 'h');
    for (size_t len = 255; len <= 256; len++) {
        int at = sprintf(hex, "60410000 8d%02zx", len - 13);
        for (size_t i = 0; i < len; i++)
            at += sprintf(hex + at, "78");
        if (len == 255)
            cr_expect(qdmp_reply_decode(unhex(hex), &reply, NULL) == QDMP_OK && reply.location.segments[0].len == 255);
        else
            expect_bad_reply(hex, 6, "segment of 256");
    }
}

/* Only a 2.01 needs a Location-Path. In another answer it is skipped, even if it is not legal. */
Test(registration, paths_of_other_answers) {
    static const char *const paths[] = {"80", "82 7264 00", "82 2e2e", "81 61", "80 00 00 00 00 00 00 00 00"};
    static const char *const codes[] = {"44", "42", "45", "80", "84", "a0", "c1", "01", "02"};
    for (size_t i = 0; i < COUNT(paths) * COUNT(codes); i++) {
        char hex[64];
        qdmp_reply reply;
        sprintf(hex, "60%s0000 %s d1 06 61", codes[i / COUNT(paths)], paths[i % COUNT(paths)]);
        cr_expect(qdmp_reply_decode(unhex(hex), &reply, NULL) == QDMP_OK, "%s", hex);
        cr_expect(reply.location.count == 0 && reply.critical == 27, "%s", hex);
    }
}

Test(registration, critical_options) {
    static const struct {
        const char *hex;
        uint16_t critical;
    } rows[] = {{"60410000", 0},
                {"60410000 81 61", 0},
                {"60410000 10 30 41 62 31 61", 1},
                {"60410000 60 51 61", 11},
                {"60410000 81 61 60 d1 00 61", 27},
                {"60410000 e0 fe f2", 65535},
                {"70000000", 0}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_reply reply;
        cr_expect(qdmp_reply_decode(unhex(rows[i].hex), &reply, NULL) == QDMP_OK && reply.critical == rows[i].critical,
                  "%s: %u", rows[i].hex, reply.critical);
    }
}

/*
 * An offset that 16 bits cannot hold: after an ETag of 65536 bytes, whose length minus 269 is written (RFC 7252, 3.1).
 */
Test(registration, unfit_behind_a_long_option) {
    enum { OPTION_AT = 4, VALUE_AT = 7, VALUE = 0x10000, PATH_AT = VALUE_AT + VALUE, SEGMENT_AT };
    static unsigned char datagram[SEGMENT_AT + 1] = {0x60, 0x41, 0x00, 0x00, [OPTION_AT] = 0x4E, 0xFE, 0xF3};
    datagram[PATH_AT] = 0x41;
    datagram[SEGMENT_AT] = '.';
    qdmp_reply reply;
    qdmp_error err;
    qdmp_status status = qdmp_reply_decode(span_from((const char *)datagram, sizeof datagram), &reply, &err);
    cr_expect(status == QDMP_LOCATION_PATH && err.offset == 65544, "%s at %zu", qdmp_status_name(status), err.offset);
}
