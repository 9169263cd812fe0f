/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/crc32.h"
#include "qdmp/image.h"

#include <string.h>

static void defaults(void) {
    //! [qdmp_settings_defaults]
    qdmp_settings settings;
    qdmp_settings_defaults(&settings);
    expect(settings.set == 0 && settings.dm_mode == QDMP_DM_MODE_FORBIDDEN);
    expect(settings.server.port == QDMP_SERVER_PORT_DEFAULT);
    expect(is(settings.mac, "NULL"));
    //! [qdmp_settings_defaults]
}

static void apply(void) {
    //! [qdmp_settings_apply]
    qdmp_settings settings;
    qdmp_request request = {.kind = QDMP_SET_ACCESS_MODE, .dm_mode = QDMP_DM_MODE_ALLOWED};
    qdmp_settings_defaults(&settings);
    expect(qdmp_settings_apply(&settings, &request, NULL) == QDMP_OK);
    expect(settings.dm_mode == QDMP_DM_MODE_ALLOWED && settings.set == QDMP_WAS_SET(QDMP_SET_ACCESS_MODE));
    //! [qdmp_settings_apply]
}

static void image(void) {
    qdmp_settings settings;
    qdmp_settings_defaults(&settings);
    //! [qdmp_image_encode]
    settings.set = QDMP_WAS_SET(QDMP_SET_ACCESS_MODE);
    settings.dm_mode = QDMP_DM_MODE_ALLOWED;
    char bytes[QDMP_IMAGE_MAX(32, 32)]; // for an appkey and a password of up to 32 bytes
    size_t size;
    expect(qdmp_image_encode(&settings, (qdmp_room){bytes, sizeof bytes}, &size, NULL) == QDMP_OK);
    expect(size == 16 && memcmp(bytes, "QDMP", 4) == 0);
    //! [qdmp_image_encode]
    expect(memcmp(bytes, "\x51\x44\x4d\x50\x01\x00\x10\x00\x01\x01\x00\x01\xc6\x48\x89\xa2", 16) == 0);
    //! [qdmp_image_decode]
    qdmp_span image = {bytes, size};
    int stored;
    expect(qdmp_image_decode(image, &settings, &stored, NULL) == QDMP_OK);
    expect(stored && settings.dm_mode == QDMP_DM_MODE_ALLOWED);

    bytes[size - 1] ^= 1; // changes the checksum
    expect(qdmp_image_decode(image, &settings, &stored, NULL) == QDMP_DAMAGED);
    expect(!stored && settings.dm_mode == QDMP_DM_MODE_FORBIDDEN); // the settings are the defaults
    //! [qdmp_image_decode]
}

static void crc32(void) {
    //! [qdmp_crc32]
    qdmp_span begin = QDMP_LITERAL("1234"), end = QDMP_LITERAL("56789");
    expect(qdmp_crc32(qdmp_crc32(0, begin), end) == 0xCBF43926); // the check value of CRC-32/IEEE
    //! [qdmp_crc32]
}

void settings_examples(void) {
    defaults();
    apply();
    image();
    crc32();
}
