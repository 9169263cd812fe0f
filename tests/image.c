/* SPDX-License-Identifier: MIT */
/*
 * Tests images of settings: the written bytes, the order in which bytes are judged, and the refused images. The images
 * here are typed by hand from docs/image.md; their checksums come from zlib.
 */
#include "guard.h"
#include "settings_line.h"
#include "vector_file.h"

#include <stdlib.h>
#include <zlib.h>

enum { PATTERN = 0x5A, IMAGE_MAX = 2000, SIZE_BEFORE = 12345 };

typedef struct bytes {
    char data[IMAGE_MAX];
    size_t len;
} bytes;

static qdmp_span span_over(const bytes *b) {
    return span_from(b->data, b->len);
}

static void put_hex(bytes *out, const char *hex) {
    for (; *hex; hex += *hex == ' ' ? 1 : 2) {
        char digits[3] = {hex[0], hex[0] == ' ' ? '0' : hex[1], '\0'};
        if (*hex != ' ')
            out->data[out->len++] = (char)strtoul(digits, NULL, 16);
    }
}

static void put_crc(bytes *out) {
    unsigned long crc = crc32(0, (const unsigned char *)out->data, (uInt)out->len);
    for (unsigned i = 0; i < 4; i++)
        out->data[out->len++] = (char)(unsigned char)(crc >> 8 * i);
}

/* The bytes of `hex`, followed by their checksum if it ends with a `+`. */
static bytes bytes_of(const char *hex) {
    bytes out = {.len = 0};
    char text[2 * IMAGE_MAX];
    size_t len = strlen(hex);
    bool sealed = len && hex[len - 1] == '+';
    memcpy(text, hex, len + 1);
    text[len - sealed] = '\0';
    put_hex(&out, text);
    if (sealed)
        put_crc(&out);
    return out;
}

/* A valid head, followed by these parts. */
static bytes image_around(qdmp_span parts) {
    bytes out = bytes_of("51444d50 0100");
    unsigned length = (unsigned)parts.len + 12;
    out.data[out.len++] = (char)(unsigned char)length;
    out.data[out.len++] = (char)(unsigned char)(length >> 8);
    memcpy(out.data + out.len, parts.ptr, parts.len);
    out.len += parts.len;
    put_crc(&out);
    return out;
}

static bytes image_of_parts(const char *hex) {
    bytes parts = bytes_of(hex);
    return image_around(span_over(&parts));
}

/* Decodes from memory that ends at an unreadable page. */
static qdmp_status decode(qdmp_span image, qdmp_settings *out, int *stored, qdmp_error *err) {
    char *guarded = guard_behind(image.len);
    if (image.len)
        memcpy(guarded, image.ptr, image.len);
    memset(out, PATTERN, sizeof *out);
    return qdmp_image_decode(span_from(guarded, image.len), out, stored, err);
}

/* Decodes the whole image, from memory that ends at an unreadable page. */
static bytes encode(const qdmp_settings *settings, const char *name) {
    bytes out = {.len = 0};
    size_t need = 0, size = 0;
    qdmp_room none = {NULL, 0};
    qdmp_error err;
    cr_assert(qdmp_image_encode(settings, none, &need, &err) == QDMP_NO_SPACE, "%s: %s of %s", name,
              qdmp_status_name(err.status), qdmp_field_name(err.field));
    qdmp_room room = {guard_behind(need), need};
    cr_assert(qdmp_image_encode(settings, room, &size, NULL) == QDMP_OK && size == need, "%s: %zu, not %zu", name, size,
              need);
    memcpy(out.data, room.ptr, size);
    out.len = size;
    return out;
}

/* --- the judging order -------------------------------------------------------------------------------------------- */

static void expect_nothing(const bytes *image, const char *name) {
    qdmp_settings settings;
    int stored = 7;
    cr_expect(decode(span_over(image), &settings, &stored, NULL) == QDMP_OK, "%s", name);
    cr_expect(stored == 0 && settings_are_defaults(&settings), "%s", name);
}

/* 1. */
Test(image, nothing_stored) {
    static const char *const rows[] = {"", "ff", "00", "ffffffffffffffffffffffff", "000000000000000000000000"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        bytes image = bytes_of(rows[i]);
        expect_nothing(&image, rows[i]);
    }
    bytes image = {.len = IMAGE_MAX};
    expect_nothing(&image, "zeros");
    memset(image.data, 0xFF, sizeof image.data);
    expect_nothing(&image, "ones");
    qdmp_settings settings;
    cr_expect(qdmp_image_decode(span_from(NULL, 0), &settings, NULL, NULL) == QDMP_OK);
}

/* The image is refused: the settings stay unchanged, and the error names the fault and its place. */
static void expect_refused(const bytes *image, qdmp_status expected, qdmp_field field, size_t offset,
                           const char *name) {
    qdmp_settings settings;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_DETAIL, SIZE_BEFORE};
    int stored = 7;
    qdmp_status status = decode(span_over(image), &settings, &stored, &err);
    cr_expect(status == expected && err.status == status, "%s: %s", name, qdmp_status_name(status));
    cr_expect(err.field == field, "%s: blames '%s'", name, qdmp_field_name(err.field));
    cr_expect(err.offset == offset, "%s: at %zu", name, err.offset);
    cr_expect(stored == 0 && settings_are_defaults(&settings), "%s: no defaults", name);
    cr_expect(decode(span_over(image), &settings, NULL, NULL) == expected, "%s", name);
}

/* 2. and 3. */
Test(image, frame) {
    static const struct {
        const char *name, *hex;
        qdmp_status status;
        size_t offset;
    } rows[] = {
        {"one byte", "51", QDMP_DAMAGED, 0},
        {"the magic alone", "51444d50", QDMP_DAMAGED, 0},
        {"11 bytes", "51444d50 0100 0b00 000000", QDMP_DAMAGED, 0},
        {"blank but for the last byte", "ffffffffffffffffffffff fe", QDMP_DAMAGED, 0},
        {"blank but for the first byte", "01000000000000000000000000", QDMP_DAMAGED, 0},
        {"blank but for the second byte", "ff00ffffffffffffffffffffff", QDMP_DAMAGED, 0},
        {"zeros behind an erased byte", "ff000000000000000000000000", QDMP_DAMAGED, 0},
        {"erased behind a zero", "00ffffffffffffffffffffffff", QDMP_DAMAGED, 0},
        {"half erased", "00000000ffffffff00000000ffffffff", QDMP_DAMAGED, 0},
        {"another magic", "51444d51 0100 0c00+", QDMP_DAMAGED, 0},
        {"a magic in small letters", "71646d70 0100 0c00+", QDMP_DAMAGED, 0},
        {"another magic in a newer version", "00444d50 0200 0c00+", QDMP_DAMAGED, 0},
        {"a length one too small", "51444d50 0100 0f00 010100 01+", QDMP_DAMAGED, 6},
        {"a length one too large", "51444d50 0100 1100 010100 01+", QDMP_DAMAGED, 6},
        {"a length without the checksum", "51444d50 0100 0800+", QDMP_DAMAGED, 6},
        {"a length of 0", "51444d50 0100 0000+", QDMP_DAMAGED, 6},
        {"a length with its bytes swapped", "51444d50 0100 000c+", QDMP_DAMAGED, 6},
        {"a wrong length in a newer version", "51444d50 0200 0d00+", QDMP_DAMAGED, 6},
        {"a byte behind the image", "51444d50 0100 0c00 4b8336d3 00", QDMP_DAMAGED, 6},
        {"a checksum of zeros", "51444d50 0100 0c00 00000000", QDMP_DAMAGED, 8},
        {"a checksum one off", "51444d50 0100 0c00 4c8336d3", QDMP_DAMAGED, 8},
        {"a checksum with its bytes swapped", "51444d50 0100 0c00 d336834b", QDMP_DAMAGED, 8},
        {"a checksum not complemented", "51444d50 0100 0c00 b47cc92c", QDMP_DAMAGED, 8},
        {"a value that changed", "51444d50 0100 1000 010100 00 c64889a2", QDMP_DAMAGED, 12},
        {"a wrong checksum in a newer version", "51444d50 0200 0c00 00000000", QDMP_DAMAGED, 8},
        {"version 2", "51444d50 0200 0c00+", QDMP_NEWER, 4},
        {"version 2 with a part", "51444d50 0200 1000 010100 01+", QDMP_NEWER, 4},
        {"version 2 with other parts", "51444d50 0200 0e00 0101+", QDMP_NEWER, 4},
        {"version 256", "51444d50 0001 0c00+", QDMP_NEWER, 4},
        {"version 257", "51444d50 0101 0c00+", QDMP_NEWER, 4},
        {"version 65535", "51444d50 ffff 0c00+", QDMP_NEWER, 4},
        {"version 0", "51444d50 0000 0c00+", QDMP_DAMAGED, 4},
        {"version 0 with a part", "51444d50 0000 1000 010100 01+", QDMP_DAMAGED, 4},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        bytes image = bytes_of(rows[i].hex);
        expect_refused(&image, rows[i].status, QDMP_FIELD_NONE, rows[i].offset, rows[i].name);
    }
}

/* Parts with invalid content; `offset` counts from the first part. */
#define TEXT_19 "30303030303030303030303030303030303030"
#define IMEI    "0f 383633373033303330383232353139"
#define SERVER  "020a00 75a10229 3316"

/* 4. */
Test(image, parts) {
    static const struct {
        const char *name, *hex;
        qdmp_field field;
        size_t offset;
    } rows[] = {
        {"a tag alone", "01", QDMP_FIELD_NONE, 0},
        {"half a length", "0101", QDMP_FIELD_NONE, 0},
        {"a part cut behind a good one", "010100 01 02", QDMP_FIELD_NONE, 4},
        {"a length beyond the image", "010200 01", QDMP_FIELD_NONE, 0},
        {"a length far beyond the image", "01ffff 01", QDMP_FIELD_NONE, 0},
        {"a length beyond the image of an unknown tag", "040100", QDMP_FIELD_NONE, 0},
        {"tag 0", "000100 01", QDMP_FIELD_NONE, 0},
        {"tag 0 behind another", "010100 01 000000", QDMP_FIELD_NONE, 4},
        {"out of order", "110100 00 010100 01", QDMP_FIELD_NONE, 4},
        {"out of order, unknown tags", "050000 040000", QDMP_FIELD_NONE, 3},
        {"twice", "010100 01 010100 01", QDMP_FIELD_NONE, 4},
        {"twice with other values", "010100 01 010100 00", QDMP_FIELD_NONE, 4},
        {"twice, an unknown tag", "ff0000 ff0000", QDMP_FIELD_NONE, 3},

        {"dmMode: nothing", "010000", QDMP_FIELD_DM_MODE, 0},
        {"dmMode: a rest", "010200 0100", QDMP_FIELD_NONE, 0},
        {"dmMode 2", "010100 02", QDMP_FIELD_DM_MODE, 0},
        {"dmMode 255", "010100 ff", QDMP_FIELD_DM_MODE, 0},

        {"server: nothing", "020000", QDMP_FIELD_SERVER_IP, 0},
        {"server: three octets", "020300 010203", QDMP_FIELD_SERVER_IP, 0},
        {"server: half a port", "020500 0102030401", QDMP_FIELD_SERVER_PORT, 0},
        {"server: three bytes of updatePeriod", "020900 75a10229 3316 805101", QDMP_FIELD_UPDATE_PERIOD, 0},
        {"server: a rest", "020b00 75a10229 3316 80510100 00", QDMP_FIELD_NONE, 0},
        {"serverPort 0", "020a00 75a10229 0000 80510100", QDMP_FIELD_SERVER_PORT, 0},
        {"updatePeriod 299", SERVER "2b010000", QDMP_FIELD_UPDATE_PERIOD, 0},
        {"updatePeriod 4294967", SERVER "37894100", QDMP_FIELD_UPDATE_PERIOD, 0},
        {"updatePeriod 0", SERVER "00000000", QDMP_FIELD_UPDATE_PERIOD, 0},
        {"updatePeriod 2^32-1", SERVER "ffffffff", QDMP_FIELD_UPDATE_PERIOD, 0},

        {"credentials: nothing", "030000", QDMP_FIELD_APPKEY, 0},
        {"credentials: half a length", "030100 01", QDMP_FIELD_APPKEY, 0},
        {"credentials: an appkey beyond the part", "030300 020061", QDMP_FIELD_APPKEY, 0},
        {"credentials: an appkey far beyond the part", "030300 ffff61", QDMP_FIELD_APPKEY, 0},
        {"credentials: no password", "030300 010061", QDMP_FIELD_PASSWORD, 0},
        {"credentials: a password beyond the part", "030600 010061 020062", QDMP_FIELD_PASSWORD, 0},
        {"credentials: no tmlType", "030500 010061 0000", QDMP_FIELD_TML_TYPE, 0},
        {"credentials: no tmlIMEI", "030600 010061 0000 00", QDMP_FIELD_TML_IMEI, 0},
        {"credentials: a tmlIMEI beyond the part", "031500 010061 0000 00 0f 3836333730333033303832323531",
         QDMP_FIELD_TML_IMEI, 0},
        {"credentials: a rest", "031700 010061 0000 00" IMEI "00", QDMP_FIELD_NONE, 0},
        {"an empty appkey", "031500 0000 0000 00" IMEI, QDMP_FIELD_APPKEY, 0},
        {"an appkey with a control", "031600 01001f 0000 00" IMEI, QDMP_FIELD_APPKEY, 0},
        {"an appkey with a quote", "031600 010022 0000 00" IMEI, QDMP_FIELD_APPKEY, 0},
        {"an appkey that begins with a space", "031700 02002061 0000 00" IMEI, QDMP_FIELD_APPKEY, 0},
        {"an appkey that ends with a space", "031700 02006120 0000 00" IMEI, QDMP_FIELD_APPKEY, 0},
        {"an appkey with a comma", "031700 0200612c 0000 00" IMEI, QDMP_FIELD_APPKEY, 0},
        {"a password that begins with a space", "031700 010061 010020 00" IMEI, QDMP_FIELD_PASSWORD, 0},
        {"a password whose shown part ends with a space", "031d00 010061 070061626320646566 00" IMEI,
         QDMP_FIELD_PASSWORD, 0},
        {"a password whose shown part ends with a space before stars", "031a00 010061 04006162202a 00" IMEI,
         QDMP_FIELD_PASSWORD, 0},
        {"a password with a comma that is shown", "031a00 010061 04006161612c 00" IMEI, QDMP_FIELD_PASSWORD, 0},
        {"a password with a control that is not shown", "031b00 010061 0500616161617f 00" IMEI, QDMP_FIELD_PASSWORD, 0},
        {"tmlType 3", "031600 010061 0000 03" IMEI, QDMP_FIELD_TML_TYPE, 0},
        {"tmlType 255", "031600 010061 0000 ff" IMEI, QDMP_FIELD_TML_TYPE, 0},
        {"a tmlIMEI of 14 digits", "031500 010061 0000 00 0e 3836333730333033303832323531", QDMP_FIELD_TML_IMEI, 0},
        {"a tmlIMEI of 18 digits", "031900 010061 0000 00 12 383633373033303330383232353139303132", QDMP_FIELD_TML_IMEI,
         0},
        {"a tmlIMEI with a letter", "031600 010061 0000 00 0f 383633373033303330383232353141", QDMP_FIELD_TML_IMEI, 0},

        {"applInfo: nothing", "100000", QDMP_FIELD_APPL_INFO, 0},
        {"applInfo beyond the part", "100200 0261", QDMP_FIELD_APPL_INFO, 0},
        {"applInfo: a rest", "100300 016161", QDMP_FIELD_NONE, 0},
        {"applInfo with DEL", "100200 017f", QDMP_FIELD_APPL_INFO, 0},
        {"applInfo with NUL behind a good part", "010100 01 100200 0100", QDMP_FIELD_APPL_INFO, 4},
        {"mac: nothing", "110000", QDMP_FIELD_MAC, 0},
        {"mac of 20 bytes", "111500 14" TEXT_19 "30", QDMP_FIELD_MAC, 0},
        {"system: no osSysVer", "120300 000000", QDMP_FIELD_OS_SYS_VER, 0},
        {"system: a rest", "120500 0000000000", QDMP_FIELD_NONE, 0},
        {"rom of 20 bytes", "121800 14" TEXT_19 "30 000000", QDMP_FIELD_ROM, 0},
        {"ram of 20 bytes", "121800 00 14" TEXT_19 "30 0000", QDMP_FIELD_RAM, 0},
        {"cpu of 20 bytes", "121800 0000 14" TEXT_19 "30 00", QDMP_FIELD_CPU, 0},
        {"osSysVer of 48 bytes", "123400 000000 30" TEXT_19 TEXT_19 "30303030303030303030", QDMP_FIELD_OS_SYS_VER, 0},
        {"rom with a comma", "120500 012c 000000", QDMP_FIELD_ROM, 0},
        {"osSysVer with a comma", "120500 000000 012c", QDMP_FIELD_OS_SYS_VER, 0},
        {"software: no swName", "130100 00", QDMP_FIELD_SW_NAME, 0},
        {"swVer of 48 bytes", "133200 30" TEXT_19 TEXT_19 "30303030303030303030 00", QDMP_FIELD_SW_VER, 0},
        {"swName of 48 bytes", "133200 00 30" TEXT_19 TEXT_19 "30303030303030303030", QDMP_FIELD_SW_NAME, 0},
        {"swName with a comma", "130400 00 022c61", QDMP_FIELD_SW_NAME, 0},
        {"network: no phoneNum", "140300 000000", QDMP_FIELD_PHONE_NUM, 0},
        {"volte of 8 bytes", "140c00 08 3030303030303030 000000", QDMP_FIELD_VOLTE, 0},
        {"netType of 20 bytes", "141800 00 14" TEXT_19 "30 0000", QDMP_FIELD_NET_TYPE, 0},
        {"account of 48 bytes", "143400 0000 30" TEXT_19 TEXT_19 "30303030303030303030 00", QDMP_FIELD_ACCOUNT, 0},
        {"phoneNum of 20 bytes", "141800 000000 14" TEXT_19 "30", QDMP_FIELD_PHONE_NUM, 0},
        {"netType with a comma", "140500 00012c0000", QDMP_FIELD_NET_TYPE, 0},
        {"location: nothing", "150000", QDMP_FIELD_LOCATION, 0},
        {"location with a quote", "150200 0122", QDMP_FIELD_LOCATION, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        bytes image = image_of_parts(rows[i].hex);
        expect_refused(&image, QDMP_DAMAGED, rows[i].field, 8 + rows[i].offset, rows[i].name);
    }
}

/* Parts that this version does not know are skipped, and lost when the settings are written again. */
Test(image, unknown_parts) {
    static const struct {
        const char *hex, *line, *rest;
    } rows[] = {
        {"040000", "AT", ""},
        {"ff0300 010203", "AT", ""},
        {"010100 01 040100 ff 0f0000 110400 03616263 160000 ff0000", "AT+QDMPCFG=0,1;+QDMPCFGEX=1,0,\"abc\"",
         "010100 01 110400 03616263"},
        {"0a0200 0000 110200 0161", "AT+QDMPCFGEX=1,0,\"a\"", "110200 0161"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        bytes image = image_of_parts(rows[i].hex), expected = image_of_parts(rows[i].rest);
        qdmp_settings settings, meant = settings_of(rows[i].line);
        int stored = 0;
        cr_assert(decode(span_over(&image), &settings, &stored, NULL) == QDMP_OK, "%s", rows[i].hex);
        cr_expect(stored == 1 && settings_equal(&settings, &meant), "%s", rows[i].hex);
        bytes written = encode(&meant, rows[i].hex);
        cr_expect(span_equal(span_over(&written), span_over(&expected)), "%s", rows[i].hex);
    }
}

/* Unusual but legal: valid values at the limits of the rows above. */
Test(image, good_parts) {
    static const char *const rows[] = {
        "",
        "010100 00",
        "020a00 00000000 0100 2c010000",
        "020a00 ffffffff ffff 36894100",
        "031600 010061 0000 00" IMEI,
        "031700 01002a 010061 02" IMEI,
        "031d00 0300612062 0500 616161612c 02 0f 383633373033303330383232353139",
        "031b00 010061 05006162636420 00" IMEI,
        "100200 012c",
        "111400 13" TEXT_19,
        "110400 03202020",
        "120400 00000000",
        "130600 0220 20 022020",
        "140400 00000000",
        "150200 0180",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        bytes image = image_of_parts(rows[i]);
        qdmp_settings settings;
        qdmp_error err;
        int stored = 0;
        qdmp_status status = decode(span_over(&image), &settings, &stored, &err);
        cr_assert(status == QDMP_OK && stored == 1, "%s: %s", rows[i], qdmp_status_name(status));
        cr_expect(settings.set != 0 || !*rows[i]);
    }
}

/* --- damage ------------------------------------------------------------------------------------------------------- */

static bytes longest_image(void) {
    size_t count;
    const image_vector *rows = images_load(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].name, "longest") == 0) {
            bytes image = {.len = rows[i].image.len};
            memcpy(image.data, rows[i].image.ptr, image.len);
            return image;
        }
    }
    cr_assert(false, "no longest image");
    return bytes_of("");
}

/* valgrind is slow, and finds nothing new in the same call with other bytes */
static size_t stride(void) {
    return getenv("QDMP_UNDER_VALGRIND") ? 101 : 1;
}

/*
 * Every other value of every byte of the longest image, single bits included: the image is never good and never newer.
 */
Test(image, damage_of_one_byte_is_noticed) {
    bytes image = longest_image();
    unsigned long tried = 0, noticed = 0;
    for (size_t at = 0; at < image.len; at += stride()) {
        const char good = image.data[at];
        for (unsigned other = 1; other < 256; other++, tried++) {
            qdmp_settings settings;
            image.data[at] = (char)((unsigned char)good ^ other);
            noticed += qdmp_image_decode(span_over(&image), &settings, NULL, NULL) == QDMP_DAMAGED;
        }
        image.data[at] = good;
    }
    cr_expect(tried == noticed && tried >= 255, "%lu of %lu", noticed, tried);
    cr_log_info("%lu damaged images tried, %lu noticed", tried, noticed);
}

Test(image, cuts_are_noticed) {
    bytes image = longest_image();
    for (size_t len = 1; len < image.len; len += stride()) {
        qdmp_settings settings;
        CHECK(decode(span_from(image.data, len), &settings, NULL, NULL) == QDMP_DAMAGED, "%zu bytes", len);
    }
}

/* --- the vectors of version 1, which never change ----------------------------------------------------------------- */

Test(image, vectors) {
    size_t count;
    const image_vector *rows = images_load(&count);
    cr_assert(count >= 22);
    for (size_t i = 0; i < count; i++) {
        qdmp_settings meant, read;
        int stored = 0;
        qdmp_settings_defaults(&meant);
        settings_take(&meant, rows[i].line);
        bytes written = encode(&meant, rows[i].name);
        cr_expect(span_equal(span_over(&written), rows[i].image), "%s", rows[i].name);
        cr_assert(qdmp_image_decode(rows[i].image, &read, &stored, NULL) == QDMP_OK, "%s", rows[i].name);
        cr_expect(stored == 1 && settings_equal(&meant, &read), "%s", rows[i].name);
        if (read.set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS))
            cr_expect(span_inside(read.credentials.password, rows[i].image), "%s: texts are copied", rows[i].name);
        bytes again = encode(&read, rows[i].name);
        cr_expect(span_equal(span_over(&again), rows[i].image), "%s", rows[i].name);
    }
}

/* --- sizes and room ----------------------------------------------------------------------------------------------- */

Test(image, longest) {
    bytes image = longest_image();
    cr_expect(QDMP_IMAGE_MAX(0, 0) == 905);
    cr_expect(QDMP_IMAGE_MAX(16, 16) == 937 && image.len == 937);
}

Test(image, room) {
    bytes image = longest_image();
    qdmp_settings settings;
    char out[IMAGE_MAX];
    cr_assert(qdmp_image_decode(span_over(&image), &settings, NULL, NULL) == QDMP_OK);
    for (size_t cap = 0; cap < image.len; cap += cap < 20 ? 1 : 97) {
        qdmp_room room = {out, cap};
        qdmp_error err = {QDMP_OK, QDMP_FIELD_DETAIL, 1};
        size_t size = 0;
        memset(out, PATTERN, sizeof out);
        cr_expect(qdmp_image_encode(&settings, room, &size, &err) == QDMP_NO_SPACE, "%zu bytes", cap);
        cr_expect(size == image.len && filled_with(out, sizeof out, PATTERN), "%zu bytes", cap);
        cr_expect(err.status == QDMP_NO_SPACE && err.field == QDMP_FIELD_NONE && err.offset == 0);
    }
    qdmp_room room = {out, image.len + 1};
    memset(out, PATTERN, sizeof out);
    cr_expect(qdmp_image_encode(&settings, room, NULL, NULL) == QDMP_OK);
    cr_expect(memcmp(out, image.data, image.len) == 0 && out[image.len] == PATTERN);
}

/* --- settings that an image cannot hold --------------------------------------------------------------------------- */

static void expect_unwritable(const qdmp_settings *settings, qdmp_status expected, qdmp_field field, const char *name) {
    char out[IMAGE_MAX];
    qdmp_room room = {out, sizeof out};
    qdmp_error err = {QDMP_OK, QDMP_FIELD_DETAIL, 1};
    size_t size = SIZE_BEFORE;
    memset(out, PATTERN, sizeof out);
    qdmp_status status = qdmp_image_encode(settings, room, &size, &err);
    cr_expect(status == expected && err.status == status, "%s: %s", name, qdmp_status_name(status));
    cr_expect(err.field == field && err.offset == 0, "%s: blames '%s'", name, qdmp_field_name(err.field));
    cr_expect(size == SIZE_BEFORE && filled_with(out, sizeof out, PATTERN), "%s: outputs touched", name);
    cr_expect(qdmp_image_encode(settings, room, NULL, NULL) == expected, "%s", name);
}

static const char letters[256] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                                 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                                 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                                 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

Test(image, numbers_that_cannot_be_written) {
    static const struct {
        uint32_t dm_mode, port, update_period, tml_type;
        qdmp_status status;
        qdmp_field field;
    } rows[] = {
        {2, 5683, 300, 0, QDMP_RANGE, QDMP_FIELD_DM_MODE},
        {257, 5683, 300, 0, QDMP_RANGE, QDMP_FIELD_DM_MODE},
        {1, 0, 300, 0, QDMP_RANGE, QDMP_FIELD_SERVER_PORT},
        {1, 65536, 300, 0, QDMP_RANGE, QDMP_FIELD_SERVER_PORT},
        {1, 65537, 300, 0, QDMP_RANGE, QDMP_FIELD_SERVER_PORT},
        {1, 5683, 299, 0, QDMP_RANGE, QDMP_FIELD_UPDATE_PERIOD},
        {1, 5683, 4294967, 0, QDMP_RANGE, QDMP_FIELD_UPDATE_PERIOD},
        {1, 5683, 300, 3, QDMP_RANGE, QDMP_FIELD_TML_TYPE},
        {1, 5683, 300, 256, QDMP_RANGE, QDMP_FIELD_TML_TYPE},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings s = settings_of("AT+QDMPCFG=0,0;+QDMPCFG=1;+QDMPCFG=2,\"k\",\"p\",0,863703030822519");
        s.dm_mode = rows[i].dm_mode;
        s.server.port = rows[i].port;
        s.server.update_period = rows[i].update_period;
        s.credentials.tml_type = rows[i].tml_type;
        expect_unwritable(&s, rows[i].status, rows[i].field, "a number");
        s.set = 0; /* a form that was not set is ignored */
        cr_expect(encode(&s, "nothing set").len == 12);
    }
}

/* A member of qdmp_settings: tried with one byte too many, and with a byte that it may not hold. */
Test(image, texts_that_cannot_be_written) {
    static const struct {
        size_t offset;
        size_t most;
        qdmp_field field;
        bool several; /* the information line shows several texts */
    } rows[] = {
        {offsetof(qdmp_settings, appl_info), 255, QDMP_FIELD_APPL_INFO, false},
        {offsetof(qdmp_settings, mac), 19, QDMP_FIELD_MAC, false},
        {offsetof(qdmp_settings, system.rom), 19, QDMP_FIELD_ROM, true},
        {offsetof(qdmp_settings, system.ram), 19, QDMP_FIELD_RAM, true},
        {offsetof(qdmp_settings, system.cpu), 19, QDMP_FIELD_CPU, true},
        {offsetof(qdmp_settings, system.os_sys_ver), 47, QDMP_FIELD_OS_SYS_VER, true},
        {offsetof(qdmp_settings, software.sw_ver), 47, QDMP_FIELD_SW_VER, true},
        {offsetof(qdmp_settings, software.sw_name), 47, QDMP_FIELD_SW_NAME, true},
        {offsetof(qdmp_settings, network.volte), 7, QDMP_FIELD_VOLTE, true},
        {offsetof(qdmp_settings, network.net_type), 19, QDMP_FIELD_NET_TYPE, true},
        {offsetof(qdmp_settings, network.account), 47, QDMP_FIELD_ACCOUNT, true},
        {offsetof(qdmp_settings, network.phone_num), 19, QDMP_FIELD_PHONE_NUM, true},
        {offsetof(qdmp_settings, location), 255, QDMP_FIELD_LOCATION, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings settings = settings_of("AT");
        qdmp_span *text = (qdmp_span *)(void *)((char *)&settings + rows[i].offset);
        const char *name = qdmp_field_name(rows[i].field);
        settings.set = UINT32_MAX & ~QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
        *text = span_from(letters, rows[i].most);
        cr_expect(encode(&settings, name).len > rows[i].most);
        *text = span_from(letters, rows[i].most + 1);
        expect_unwritable(&settings, QDMP_LENGTH, rows[i].field, name);
        *text = span_of("\"");
        expect_unwritable(&settings, QDMP_NOT_REPRESENTABLE, rows[i].field, name);
        *text = span_of("a\x7F");
        expect_unwritable(&settings, QDMP_NOT_REPRESENTABLE, rows[i].field, name);
        *text = span_of("a,b");
        if (rows[i].several)
            expect_unwritable(&settings, QDMP_NOT_REPRESENTABLE, rows[i].field, name);
        else
            cr_expect(encode(&settings, name).len > 0);
    }
}

#define IMEI_15 QDMP_LITERAL("863703030822519")

Test(image, credentials_that_cannot_be_written) {
    static const struct {
        qdmp_credentials credentials;
        qdmp_status status;
        qdmp_field field;
    } rows[] = {
        {{{NULL, 0}, QDMP_LITERAL("p"), 0, IMEI_15}, QDMP_LENGTH, QDMP_FIELD_APPKEY},
        {{QDMP_LITERAL("a\x1F"), QDMP_LITERAL("p"), 0, IMEI_15}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY},
        {{QDMP_LITERAL("a,b"), QDMP_LITERAL("p"), 0, IMEI_15}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY},
        {{QDMP_LITERAL(" a"), QDMP_LITERAL("p"), 0, IMEI_15}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY},
        {{QDMP_LITERAL("a "), QDMP_LITERAL("p"), 0, IMEI_15}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY},
        {{QDMP_LITERAL("a"), QDMP_LITERAL(" p"), 0, IMEI_15}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_PASSWORD},
        {{QDMP_LITERAL("a"), QDMP_LITERAL("ppp,p"), 0, IMEI_15}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_PASSWORD},
        {{QDMP_LITERAL("a"), QDMP_LITERAL("pppp\"p"), 0, IMEI_15}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_PASSWORD},
        {{QDMP_LITERAL("a"), QDMP_LITERAL("p"), 0, {NULL, 0}}, QDMP_MISSING, QDMP_FIELD_TML_IMEI},
        {{QDMP_LITERAL("a"), QDMP_LITERAL("p"), 0, QDMP_LITERAL("86370303082251")}, QDMP_LENGTH, QDMP_FIELD_TML_IMEI},
        {{QDMP_LITERAL("a"), QDMP_LITERAL("p"), 0, QDMP_LITERAL("863703030822519012")},
         QDMP_LENGTH,
         QDMP_FIELD_TML_IMEI},
        {{QDMP_LITERAL("a"), QDMP_LITERAL("p"), 0, QDMP_LITERAL("86370303082251x")}, QDMP_SYNTAX, QDMP_FIELD_TML_IMEI},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings settings = settings_of("AT");
        settings.credentials = rows[i].credentials;
        settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
        expect_unwritable(&settings, rows[i].status, rows[i].field, "credentials");
    }
}

/*
 * The length of an image has 16 bits: 65535 bytes are possible, one more is not. The error then names the value that is
 * too long.
 */
Test(image, beyond_its_length) {
    enum { REST = 12 + 3 + 2 + 2 + 1 + 16, MOST = 65535 };
    static char text[MOST + 2], out[MOST + 1];
    static const struct {
        size_t appkey, password;
        const char *more;
        qdmp_field field; /* QDMP_FIELD_NONE: the image fits */
    } rows[] = {
        {MOST - REST, 0, "AT", QDMP_FIELD_NONE},
        {1, MOST - REST - 1, "AT", QDMP_FIELD_NONE},
        {MOST - REST + 1, 0, "AT", QDMP_FIELD_TML_IMEI},
        {MOST - REST, 16, "AT", QDMP_FIELD_TML_IMEI},
        {MOST, 0, "AT", QDMP_FIELD_APPKEY},
        {MOST + 2, 0, "AT", QDMP_FIELD_APPKEY},
        {40000, 40000, "AT", QDMP_FIELD_PASSWORD},
        {1, MOST + 1, "AT", QDMP_FIELD_PASSWORD},
        {MOST - REST, 0, "AT+QDMPCFGEX=1,0,\"\"", QDMP_FIELD_MAC},
        {MOST - REST - 4, 0, "AT+QDMPCFGEX=1,0,\"\"", QDMP_FIELD_NONE},
        {MOST - REST - 4, 0, "AT+QDMPCFGEX=3,0,\"\",\"\"", QDMP_FIELD_SW_NAME},
    };
    memset(text, 'k', sizeof text);
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings settings = settings_of("AT+QDMPCFG=2,\"k\",\"\",0,863703030822519"), read;
        settings_take(&settings, span_of(rows[i].more));
        settings.credentials.appkey = span_from(text, rows[i].appkey);
        settings.credentials.password = span_from(text, rows[i].password);
        if (rows[i].field != QDMP_FIELD_NONE) {
            expect_unwritable(&settings, QDMP_LENGTH, rows[i].field, "too long");
            continue;
        }
        qdmp_room room = {out, MOST};
        size_t size = 0;
        cr_assert(qdmp_image_encode(&settings, room, &size, NULL) == QDMP_OK, "row %zu", i);
        cr_expect(size == MOST, "row %zu: %zu bytes", i, size);
        cr_expect(qdmp_image_decode(span_from(out, size), &read, NULL, NULL) == QDMP_OK, "row %zu", i);
        cr_expect(settings_equal(&settings, &read), "row %zu", i);
    }
}
