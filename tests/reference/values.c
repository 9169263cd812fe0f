/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/app_info.h"
#include "qdmp/values.h"

static void null(void) {
    //! [qdmp_is_null]
    qdmp_span never_set = QDMP_LITERAL("NULL"), other = QDMP_LITERAL("null");
    expect(qdmp_is_null(never_set) && !qdmp_is_null(other));
    //! [qdmp_is_null]
}

static void mac_decode(void) {
    //! [qdmp_mac_decode]
    qdmp_span value = QDMP_LITERAL("00:01:6c:06:a6:29");
    uint8_t mac[6];
    expect(qdmp_mac_decode(value, mac, NULL) == QDMP_OK);
    expect(mac[2] == 0x6C && mac[5] == 0x29);
    //! [qdmp_mac_decode]
}

static void mac_encode(void) {
    //! [qdmp_mac_encode]
    const uint8_t mac[6] = {0x00, 0x01, 0x6C, 0x06, 0xA6, 0x29};
    char text[QDMP_MAC_TEXT];
    size_t size;
    expect(qdmp_mac_encode(mac, (qdmp_room){text, sizeof text}, &size, NULL) == QDMP_OK);
    expect(is((qdmp_span){text, size}, "00-01-6C-06-A6-29"));
    //! [qdmp_mac_encode]
}

static void location(void) {
    //! [qdmp_location_decode]
    qdmp_span value = QDMP_LITERAL("31.8438799075,117.2025477950,OTDOA");
    qdmp_position position;
    expect(qdmp_location_decode(value, &position, NULL) == QDMP_OK);
    expect(is(position.latitude, "31.8438799075") && is(position.method, "OTDOA"));
    //! [qdmp_location_decode]
}

static void app_info_walk(void) {
    //! [qdmp_app_info_open]
    //! [qdmp_app_info_next]
    qdmp_span value = QDMP_LITERAL("Douyin|FW1|990650|9123;Wechat|FW02|80650|9201");
    qdmp_app_info list = qdmp_app_info_open(value);
    qdmp_app app;
    qdmp_status status;
    uint64_t milliseconds = 0;
    while ((status = qdmp_app_info_next(&list, &app, NULL)) == QDMP_OK)
        milliseconds += app.milliseconds;
    expect(status == QDMP_END); // another status: a record is malformed
    expect(milliseconds == 990650 + 80650);
    //! [qdmp_app_info_next]
    //! [qdmp_app_info_open]
}

static void app_info_encode(void) {
    //! [qdmp_app_info_encode]
    qdmp_app app = {QDMP_LITERAL("QQ"), QDMP_LITERAL("FW03"), 11650, 92551};
    char text[QDMP_APPL_INFO_MAX];
    size_t size;
    expect(qdmp_app_info_encode(&app, 1, (qdmp_room){text, sizeof text}, &size, NULL) == QDMP_OK);
    expect(is((qdmp_span){text, size}, "QQ|FW03|11650|92551"));
    //! [qdmp_app_info_encode]
}

void values_examples(void) {
    null();
    mac_decode();
    mac_encode();
    location();
    app_info_walk();
    app_info_encode();
}
