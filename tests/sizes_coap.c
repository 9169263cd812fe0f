/* SPDX-License-Identifier: MIT */
/*
 * Tests messages, registrations, sessions and images of each size in sizes.h, and the bytes that are passed to
 * cryptography.
 */
#include "sizes.h"
#include "support.h"

#include "qdmp/crc32.h"
#include "qdmp/image.h"
#include "qdmp/object.h"
#include "qdmp/port/crypto_psa.h"
#include "qdmp/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { AROUND = 1200, OPTION_LONGEST = 65804, IMAGE_LONGEST = 65535, NAME_LONGEST = 251, SEGMENT_LONGEST = 255 };

#define TEXT(literal) QDMP_LITERAL(literal)

static char letters[SIZES_MOST], out[2 * SIZES_MOST + AROUND], again[2 * SIZES_MOST + AROUND];

static void begin(void) {
    memset(letters, 'a', sizeof letters);
}
TestSuite(sizes_coap, .init = begin, .timeout = 60);

/* A text of `size` letters. */
static qdmp_span text_of(size_t size) {
    return span_from(letters, size);
}

/* --- cryptography ------------------------------------------------------------------------------------------------- */

/* The bytes that were hashed last. */
static qdmp_span hashed;

static int noting_sha(void *context, const unsigned char *bytes, size_t size, unsigned char *hash) {
    (void)context;
    hashed = span_from(bytes, size);
    memset(hash, 1, QDMP_SHA256_SIZE);
    return 0;
}

static int no_aes(void *context, const unsigned char *key, const unsigned char *iv, unsigned char *blocks,
                  size_t size) {
    (void)context, (void)key, (void)iv, (void)blocks, (void)size;
    return 0;
}

static const qdmp_crypto noting = {NULL, noting_sha, no_aes};

/* The first eight bytes of SHA-256 of this number of `a`, from Python's hashlib. */
static const struct {
    size_t size;
    const char *hash;
} hashes[] = {
    {0, "e3b0c44298fc1c14"},      {1, "ca978112ca1bbdca"},      {15, "ef2df0b539c6c23d"},
    {16, "0c0beacef8877bbf"},     {17, "b860666ee2966dd8"},     {31, "61c60b487d1a921e"},
    {32, "3ba3f5f43b926026"},     {33, "852785c805c77e71"},     {63, "7d3e74a05d7db15b"},
    {64, "ffe054fe7ae0cb6d"},     {65, "635361c48bb9eab1"},     {127, "c57e9278af78fa3c"},
    {128, "6836cf13bac400e9"},    {129, "c12cb024a2e5551c"},    {255, "b0f3323e7a3cad8a"},
    {256, "02d7160d77e18c64"},    {257, "e8d95cc2b4bc198c"},    {511, "058fc5084b6355a0"},
    {512, "471be6558b665e4f"},    {513, "02425c0f5b0dabf3"},    {1023, "bc21b2851f3c6505"},
    {1024, "2edc986847e209b4"},   {1025, "4a82297889eb505c"},   {2047, "5d8098602265204d"},
    {2048, "b2a3a502fdfc34f4"},   {2049, "ba7bea600e8f3dfd"},   {4095, "e2e8bab8dad4a387"},
    {4096, "c93eee2d0db02f10"},   {4097, "4e369b5618643c3a"},   {8191, "d691798dcd3bab90"},
    {8192, "dd4e673052093276"},   {8193, "9c10c48d1f1d6618"},   {16383, "2e1023f5ad46df0d"},
    {16384, "f3336bea752b5a28"},  {16385, "608b801060d579a7"},  {32767, "e3ab7df365190d11"},
    {32768, "b217b65e6f205f41"},  {32769, "94c9394bd6ee8fca"},  {65535, "6e1bebca6a822936"},
    {65536, "bf718b6f653bebc1"},  {65537, "008ffc88d3c96a9f"},  {131071, "115b57995e13fe27"},
    {131072, "b44ffb72fcc25967"}, {131073, "7e009ea4ef882e38"},
};

Test(sizes_coap, hashes) {
    qdmp_crypto psa = qdmp_crypto_psa();
    cr_assert(COUNT(hashes) == SIZES);
    for (size_t i = 0; i < SIZES; i++) {
        unsigned char hash[QDMP_SHA256_SIZE];
        char hex[17];
        cr_assert(hashes[i].size == sizes_at(i));
        CHECK(psa.sha256(psa.context, (const unsigned char *)letters, sizes_at(i), hash) == 0, "%zu", sizes_at(i));
        for (size_t k = 0; k < 8; k++)
            sprintf(hex + 2 * k, "%02x", hash[k]);
        CHECK(!strcmp(hex, hashes[i].hash), "%zu bytes: %s", sizes_at(i), hex);
    }
}

static qdmp_registration sample(void) {
    return (qdmp_registration){.credentials = {TEXT("M100000089"), TEXT("95Go"), 1, TEXT("863703030822519")},
                               .server = {{127, 0, 0, 1}, 1, 86400},
                               .crypto = &noting};
}

/* The whole password must be hashed; an empty one is replaced (docs/registration.md, 2). */
static void expect_hashed(size_t size) {
    qdmp_span due = size ? text_of(size) : span_of("00000000000000000000000000000000");
    CHECK(span_equal(hashed, due), "a password of %zu: %zu bytes are hashed", size, hashed.len);
    hashed = span_from(NULL, 0);
}

Test(sizes_coap, passwords) {
    static const char get[] = "\x40\x01\0\1\xB3"
                              "666\x01"
                              "0";
    static qdmp_settings settings;
    qdmp_object object = QDMP_OBJECT(&settings, &noting);
    qdmp_registration registration = sample();
    qdmp_coap_message request;
    qdmp_settings_defaults(&settings);
    settings.dm_mode = QDMP_DM_MODE_ALLOWED;
    settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    cr_assert(qdmp_coap_decode((qdmp_span){get, sizeof get - 1}, &request, NULL) == QDMP_OK);
    for (size_t i = 0; i < SIZES; i++) {
        qdmp_room room = {out, sizeof out};
        size_t size = 0;
        registration.credentials.password = settings.credentials.password = text_of(sizes_at(i));
        CHECK(qdmp_endpoint_name(&registration, QDMP_NAME_REGISTER, room, &size, NULL) == QDMP_OK, "%zu", sizes_at(i));
        expect_hashed(sizes_at(i));
        CHECK(qdmp_object_answer(&object, &request, 1, room, &size, NULL) == QDMP_OK, "%zu", sizes_at(i));
        expect_hashed(sizes_at(i));
        CHECK(qdmp_object_etag(&noting, text_of(sizes_at(i)), object.etag, NULL) == QDMP_OK, "%zu", sizes_at(i));
        CHECK(span_equal(hashed, text_of(sizes_at(i))), "an image of %zu: %zu", sizes_at(i), hashed.len);
    }
}

Test(sizes_coap, checksums) {
    for (size_t i = 0; i < SIZES; i++)
        CHECK(qdmp_crc32(0, text_of(sizes_at(i))) == crc32(0, (const unsigned char *)letters, (uInt)sizes_at(i)), "%zu",
              sizes_at(i));
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

/* Encodes a message, whose size must be `need`, and decodes it. */
static void expect_message(const qdmp_coap_message *message, const qdmp_coap_option *option, size_t need) {
    size_t size = 0;
    qdmp_coap_message back;
    qdmp_coap_option read;
    qdmp_status status = qdmp_coap_encode(message, option, option != NULL, (qdmp_room){out, need}, &size, NULL);
    CHECK(status == QDMP_OK && size == need, "%zu bytes, %zu written: %s", need, size, qdmp_status_name(status));
    CHECK(qdmp_coap_encode(message, option, option != NULL, (qdmp_room){again, need - 1}, &size, NULL) ==
                  QDMP_NO_SPACE &&
              size == need,
          "%zu bytes, %zu needed", need, size);
    cr_assert(qdmp_coap_decode(span_from(out, need), &back, NULL) == QDMP_OK);
    CHECK(span_equal(back.payload, message->payload), "%zu bytes: a payload of %zu", need, back.payload.len);
    CHECK(!option || (qdmp_coap_option_next(&back.options, &read) == QDMP_OK && span_equal(read.value, option->value)),
          "%zu bytes: an option of %zu", need, option->value.len);
}

Test(sizes_coap, payloads_and_options) {
    qdmp_coap_message message = {.code = QDMP_COAP_POST, .token = TEXT("tok")};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i), extension = size < 13 ? 0 : size < 269 ? 1 : 2;
        qdmp_coap_option option = {QDMP_COAP_URI_PATH, text_of(size)};
        message.payload = text_of(size);
        expect_message(&message, NULL, 7 + (size ? 1 + size : 0));
        message.payload = text_of(0);
        if (size <= OPTION_LONGEST) {
            expect_message(&message, &option, 8 + extension + size);
            message.payload = text_of(1);
            expect_message(&message, &option, 8 + extension + size + 2);
            continue;
        }
        qdmp_error err;
        qdmp_status status = qdmp_coap_encode(&message, &option, 1, (qdmp_room){out, sizeof out}, NULL, &err);
        CHECK(status == QDMP_LENGTH && err.field == QDMP_FIELD_NONE && err.offset == 0, "%zu: %s", size,
              qdmp_status_name(status));
    }
}

Test(sizes_coap, tokens) {
    qdmp_registration registration = sample();
    qdmp_location_path path = {{TEXT("rd")}, 1};
    for (size_t i = 0; i < SIZES; i++) {
        qdmp_coap_message message = {.code = QDMP_COAP_GET, .token = text_of(sizes_at(i))};
        qdmp_exchange exchange = {1, message.token};
        qdmp_room room = {out, sizeof out};
        qdmp_status due = sizes_at(i) <= 8 ? QDMP_OK : QDMP_TOKEN;
        CHECK(qdmp_coap_encode(&message, NULL, 0, room, NULL, NULL) == due, "%zu", sizes_at(i));
        CHECK(qdmp_register_encode(&registration, &exchange, room, NULL, NULL) == due, "%zu", sizes_at(i));
        CHECK(qdmp_update_encode(&registration, &path, &exchange, room, NULL, NULL) == due, "%zu", sizes_at(i));
        CHECK(qdmp_deregister_encode(&path, &exchange, room, NULL, NULL) == due, "%zu", sizes_at(i));
    }
}

/* Options without values fill the datagram; only its last byte is wrong. */
Test(sizes_coap, datagrams) {
    memset(again, 0, sizeof again);
    memcpy(again, "\x40\x01\0\0", 4);
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i) + 4;
        qdmp_coap_message message;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
        CHECK(qdmp_coap_decode(span_from(again, size), &message, NULL) == QDMP_OK &&
                  message.options.rest.len == size - 4,
              "%zu", size);
        again[size] = 0x01;
        CHECK(qdmp_coap_decode(span_from(again, size + 1), &message, &err) == QDMP_COAP && err.offset == size + 1,
              "%zu", err.offset);
        again[size] = (char)0xFF;
        CHECK(qdmp_coap_decode(span_from(again, size + 1), &message, &err) == QDMP_COAP && err.offset == size, "%zu",
              err.offset);
        again[size] = 0;
    }
}

/* A datagram has its whole token, whatever its size is. */
Test(sizes_coap, tokens_in_datagrams) {
    memset(again, 0, sizeof again);
    memcpy(again, "\x48\x01\0\0", 4);
    for (size_t i = 0; i < SIZES; i++) {
        qdmp_coap_message message;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
        size_t size = 4 + sizes_at(i);
        qdmp_status status = qdmp_coap_decode(span_from(again, size), &message, &err);
        if (size < 12)
            CHECK(status == QDMP_COAP && err.offset == size, "%zu: %zu", size, err.offset);
        else
            CHECK(status == QDMP_OK && message.token.ptr == again + 4 && message.token.len == 8 &&
                      message.options.rest.len == size - 12,
                  "%zu", size);
    }
}

/* --- link lists --------------------------------------------------------------------------------------------------- */

/* Encodes a list of a target and one item, whose size must be `need`, and decodes it. */
static void expect_link(qdmp_link_kind kind, size_t name, size_t value, size_t need) {
    const qdmp_link_item items[] = {{QDMP_LINK_TARGET, {NULL, 0}, TEXT("/")}, {kind, text_of(name), text_of(value)}};
    size_t size = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    CHECK(qdmp_links_encode(items, 2, (qdmp_room){out, need}, &size, NULL) == QDMP_OK && size == need, "%zu, not %zu",
          size, need);
    qdmp_links links = qdmp_links_open(span_from(out, need));
    qdmp_link_item item = {QDMP_LINK_TARGET, {NULL, 0}, {NULL, 0}};
    CHECK(qdmp_links_next(&links, &item, NULL) == QDMP_OK && qdmp_links_next(&links, &item, NULL) == QDMP_OK, "%zu",
          need);
    CHECK(item.kind == kind && item.name.len == name && item.value.len == value, "%zu: %zu and %zu", need,
          item.name.len, item.value.len);
    CHECK(qdmp_links_next(&links, &item, NULL) == QDMP_END, "%zu: one more", need);
    out[need] = '!';
    links = qdmp_links_open(span_from(out, need + 1));
    (void)qdmp_links_next(&links, &item, NULL);
    qdmp_status status = qdmp_links_next(&links, &item, &err);
    if (status == QDMP_OK)
        status = qdmp_links_next(&links, &item, &err);
    bool goes_on = kind == QDMP_LINK_FLAG || kind == QDMP_LINK_TOKEN; /* both may contain a `!` */
    CHECK(status == (goes_on ? QDMP_END : QDMP_LINK) && (goes_on || err.offset == need), "%zu: %s at %zu", need,
          qdmp_status_name(status), err.offset);
}

Test(sizes_coap, link_lists) {
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i);
        expect_link(QDMP_LINK_TARGET, 0, size, 3 + 3 + size);
        expect_link(QDMP_LINK_QUOTED, 1, size, 3 + 5 + size);
        if (!size)
            continue;
        expect_link(QDMP_LINK_FLAG, size, 0, 3 + 1 + size);
        expect_link(QDMP_LINK_TOKEN, 1, size, 3 + 3 + size);
        expect_link(QDMP_LINK_TOKEN, size, 1, 3 + 3 + size);
    }
}

/* --- registrations ------------------------------------------------------------------------------------------------ */

/* An object list of `size` bytes: one link. A single byte is not a list. */
static qdmp_span objects_of(size_t size) {
    memset(again, 'o', size);
    if (size)
        again[0] = '<';
    if (size > 1)
        again[size - 1] = '>';
    return span_from(again, size);
}

Test(sizes_coap, object_lists) {
    static const char objects[] = "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>";
    static const qdmp_exchange exchange = {1, TEXT("tok")};
    qdmp_registration registration = sample();
    registration.name = span_of("n");
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i), need = 0, most = QDMP_REGISTER_MAX(size ? size : sizeof objects - 1);
        qdmp_room room = {out, most};
        qdmp_coap_message message;
        registration.objects = objects_of(size);
        qdmp_status status = qdmp_register_encode(&registration, &exchange, room, &need, NULL);
        CHECK(status == (size == 1 ? QDMP_LINK : QDMP_OK), "%zu: %s", size, qdmp_status_name(status));
        if (status != QDMP_OK)
            continue;
        CHECK(need <= most && qdmp_coap_decode(span_from(out, need), &message, NULL) == QDMP_OK, "%zu", size);
        CHECK(span_equal(message.payload, size ? registration.objects : span_of(objects)), "%zu", size);
        room.cap = need - 1;
        CHECK(qdmp_register_encode(&registration, &exchange, room, &need, NULL) == QDMP_NO_SPACE &&
                  need == room.cap + 1,
              "%zu", size);
    }
}

/* `@#@` between the parts, the base64 of two blocks, and 15 digits (docs/registration.md, 2). */
enum { NAME_REST = 1 + 3 + 44 + 3 + 3 + 15 + 3 + 4 };

/* The longest IMEI or IMSI of a module: with 26 bytes more it has less than nine blocks, whose base64 has 192 bytes. */
enum { PLAIN_LONGEST = 9 * 16 - 1 - 26 };

Test(sizes_coap, names) {
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i), need = 0;
        qdmp_room room = {out, sizeof out};
        qdmp_registration own = sample(), keyed = sample(), imei = sample(), imsi = sample();
        own.name = keyed.credentials.appkey = imei.module_imei = imsi.imsi = text_of(size);
        qdmp_status due = size <= NAME_LONGEST ? QDMP_OK : QDMP_ENDPOINT;
        CHECK(qdmp_endpoint_name(&own, QDMP_NAME_REGISTER, room, &need, NULL) == due, "a name of %zu", size);
        CHECK(size == 0 || due != QDMP_OK || need == size, "a name of %zu: %zu", size, need);
        due = !size ? QDMP_LENGTH : NAME_REST + size <= NAME_LONGEST ? QDMP_OK : QDMP_ENDPOINT;
        CHECK(qdmp_endpoint_name(&keyed, QDMP_NAME_REGISTER, room, &need, NULL) == due, "an appkey of %zu", size);
        CHECK(due != QDMP_OK || need == NAME_REST + size, "an appkey of %zu: %zu", size, need);
        due = size <= PLAIN_LONGEST ? QDMP_OK : QDMP_ENDPOINT;
        CHECK(qdmp_endpoint_name(&imei, QDMP_NAME_REGISTER, room, &need, NULL) == due, "an IMEI of %zu", size);
        CHECK(qdmp_endpoint_name(&imsi, QDMP_NAME_UPDATE, room, &need, NULL) == due, "an IMSI of %zu", size);
    }
}

Test(sizes_coap, paths) {
    static const qdmp_exchange exchange = {1, TEXT("tok")};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i), need = 0, extension = size < 13 ? 0 : 1;
        qdmp_location_path path = {{TEXT("rd"), text_of(size)}, 2};
        qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, 9};
        qdmp_status due = size <= SEGMENT_LONGEST ? QDMP_OK : QDMP_LOCATION_PATH;
        CHECK(qdmp_deregister_encode(&path, &exchange, (qdmp_room){out, sizeof out}, &need, &err) == due, "%zu", size);
        CHECK(due == QDMP_OK ? need == 7 + 3 + 1 + extension + size : err.offset == 1, "%zu: %zu bytes", size, need);
        path.count = size;
        due = size && size <= 8 ? QDMP_OK : QDMP_LOCATION_PATH;
        if (size > 1)
            CHECK(qdmp_deregister_encode(&path, &exchange, (qdmp_room){out, sizeof out}, &need, NULL) == due, "%zu",
                  size);
    }
}

/* --- sessions ----------------------------------------------------------------------------------------------------- */

/*
 * A head of 4 bytes, a token of 4, and 5 bytes for Uri-Path and Content-Format. Then `lwm2m=1.0`, `ep=` with a name of
 * one byte, `b=U`, `lt=300`, a marker, and the objects.
 */
enum { SHORT_REGISTER = 4 + 4 + 3 + 2 + 10 + 5 + 4 + 7 + 1 + 41 };

/* Requests of the server with payloads of each size are returned whole. */
static void expect_datagrams(qdmp_session *session) {
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i), len = 0;
        qdmp_coap_message made = {.code = QDMP_COAP_GET, .id = 7, .payload = text_of(size)}, request;
        cr_assert(qdmp_coap_encode(&made, NULL, 0, (qdmp_room){again, sizeof again}, &len, NULL) == QDMP_OK);
        CHECK(qdmp_session_receive(session, 0, span_from(again, len), &request) == QDMP_SESSION_REQUEST &&
                  request.payload.len == size,
              "%zu", size);
        qdmp_session_take(session);
    }
}

Test(sizes_coap, sessions) {
    qdmp_registration registration = sample();
    registration.name = span_of("n");
    registration.server.update_period = 300;
    for (size_t i = 0; i < SIZES; i++) {
        qdmp_session session;
        qdmp_room room = {out, sizes_at(i)};
        qdmp_session_config config = QDMP_SESSION_CONFIG(&registration, room);
        /* an update to a path of 40 bytes in two segments, with `epi=` and the name; and the path a second time */
        size_t update = 4 + 4 + 2 * 2 + 40 + 2 + 4 + 1 + 2 * 2 + 40;
        bool fits = room.cap >= update;
        qdmp_span datagram = {NULL, 0};
        qdmp_status status = qdmp_session_open(&session, &config, 0, 1, NULL);
        CHECK(status == (fits ? QDMP_OK : QDMP_NO_SPACE), "a room of %zu: %s", room.cap, qdmp_status_name(status));
        if (status != QDMP_OK)
            continue;
        qdmp_session_event(&session, 0, QDMP_SESSION_OPENED);
        CHECK(qdmp_session_poll(&session, 0, 1, &datagram, NULL) == QDMP_OK && datagram.len == SHORT_REGISTER,
              "a room of %zu: %zu", room.cap, datagram.len);
        if (i + 1 == SIZES)
            expect_datagrams(&session);
    }
}

/* --- images ------------------------------------------------------------------------------------------------------- */

/* The head, the part of the credentials with an IMEI of 15 digits, and the checksum (docs/image.md). */
enum { IMAGE_REST = 8 + 3 + 2 + 2 + 1 + 1 + 15 + 4 };

static void expect_image(size_t appkey, size_t password, qdmp_field blamed) {
    qdmp_settings settings, back;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    size_t size = 0, need = IMAGE_REST + appkey + password;
    int stored = 0;
    qdmp_settings_defaults(&settings);
    settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    settings.credentials = (qdmp_credentials){text_of(appkey), text_of(password), 1, TEXT("863703030822519")};
    qdmp_status status = qdmp_image_encode(&settings, (qdmp_room){out, need}, &size, &err);
    if (need > IMAGE_LONGEST) {
        CHECK(status == QDMP_LENGTH && err.field == blamed, "%zu and %zu: %s", appkey, password,
              qdmp_status_name(status));
        return;
    }
    CHECK(status == QDMP_OK && size == need, "%zu and %zu: %zu bytes", appkey, password, size);
    CHECK(qdmp_image_encode(&settings, (qdmp_room){again, need - 1}, &size, NULL) == QDMP_NO_SPACE && size == need,
          "%zu and %zu: %zu needed", appkey, password, size);
    status = qdmp_image_decode(span_from(out, need), &back, &stored, &err);
    CHECK(status == QDMP_OK && stored, "%zu and %zu: %s at %zu", appkey, password, qdmp_status_name(status),
          err.offset);
    CHECK(back.credentials.appkey.len == appkey && back.credentials.password.len == password, "%zu and %zu", appkey,
          password);
    out[need - 5] ^= 1; /* the last digit of the IMEI */
    CHECK(qdmp_image_decode(span_from(out, need), &back, NULL, &err) == QDMP_DAMAGED && err.offset == need - 4,
          "%zu and %zu: at %zu", appkey, password, err.offset);
}

Test(sizes_coap, images) {
    for (size_t i = 0; i < SIZES; i++) {
        if (sizes_at(i))
            expect_image(sizes_at(i), 4, sizes_at(i) > IMAGE_LONGEST - 17 ? QDMP_FIELD_APPKEY : QDMP_FIELD_PASSWORD);
        expect_image(1, sizes_at(i), QDMP_FIELD_PASSWORD);
    }
    for (size_t less = 0; less < 3; less++) {
        expect_image(1, IMAGE_LONGEST - IMAGE_REST - less, QDMP_FIELD_TML_IMEI);
        expect_image(IMAGE_LONGEST - IMAGE_REST + 1 - less, 0, QDMP_FIELD_TML_IMEI);
    }
}

/* Bytes that are not an image. */
Test(sizes_coap, bytes_that_are_no_image) {
    for (size_t i = 0; i < SIZES; i++) {
        qdmp_settings settings;
        qdmp_error err;
        int stored = 1;
        memset(again, 0xFF, sizeof again);
        CHECK(qdmp_image_decode(span_from(again, sizes_at(i)), &settings, &stored, NULL) == QDMP_OK && !stored, "%zu",
              sizes_at(i));
        CHECK(qdmp_image_decode(text_of(sizes_at(i)), &settings, NULL, &err) == (sizes_at(i) ? QDMP_DAMAGED : QDMP_OK),
              "%zu", sizes_at(i));
    }
}
