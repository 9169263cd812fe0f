/* SPDX-License-Identifier: MIT */
#include "sample.h"

#define SERVER                                                                                                         \
    { {0}, QDMP_SERVER_PORT_DEFAULT, QDMP_UPDATE_PERIOD_DEFAULT }

const qdmp_registration sample_by_settings = {
    .credentials = {.appkey = QDMP_LITERAL("M100000089"),
                    .password = QDMP_LITERAL("95Go0123456789abcdefghijklmnopqr"),
                    .tml_type = QDMP_TML_TYPE_LINUX,
                    .tml_imei = QDMP_LITERAL("863703030822519")},
    .server = SERVER,
    .imsi = QDMP_LITERAL("460001234567890"),
};

const qdmp_registration sample_by_name = {.server = SERVER, .name = QDMP_LITERAL(SAMPLE_NAME)};

const qdmp_exchange sample_exchange = {SAMPLE_ID, QDMP_LITERAL(SAMPLE_TOKEN)};

const qdmp_location_path sample_path = {.segments = {QDMP_LITERAL("rd"), QDMP_LITERAL("ABCD1234")}, .count = 2};

const qdmp_span sample_datagrams[4] = {
    QDMP_LITERAL("\x44\x02\x12\x34" SAMPLE_TOKEN "\xb2"
                 "rd\x11\x28\x39lwm2m=1.0\x0d\x60"
                 "ep=" SAMPLE_NAME "\x03"
                 "b=U\x08lt=86400\xff" SAMPLE_OBJECTS),
    QDMP_LITERAL("\x64\x41\x12\x34" SAMPLE_TOKEN "\x82rd\x08"
                 "ABCD1234"),
    QDMP_LITERAL("\x44\x01\x77\x01\x01\x02\x03\x04\xb3"
                 "666\x01"
                 "0"),
    QDMP_LITERAL("\x60\0\x12\x34"),
};
