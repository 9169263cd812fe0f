/* SPDX-License-Identifier: MIT */
/* One call for each status without an example line in docs/guide/errors.txt. The guide's page of errors shows them. */
#include "examples.h"
#include "flash.h"

#include <string.h>

static qdmp_crypto crypto;
static const qdmp_exchange exchange = {0x1234, {NULL, 0}};
static const qdmp_location_path path = {{QDMP_LITERAL("rd"), QDMP_LITERAL("ABCD1234")}, 2};

static qdmp_registration registration_of_the_guide(void) {
    qdmp_registration registration = {.credentials = credentials, .crypto = &crypto};
    registration.server.update_period = 420;
    return registration;
}

/* --- no fault --- */

static void no_fault(void) {
    qdmp_request request;
    qdmp_response response;
    qdmp_error err;
    //! [QDMP_OK]
    qdmp_span line = QDMP_LITERAL("AT+QDMPCFG=6");
    expect(qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, NULL, &err) == QDMP_OK);
    //! [QDMP_OK]
    //! [QDMP_TRUNCATED]
    qdmp_span cut = QDMP_LITERAL("AT+QDMPCFG=1,117.161.2.7,5683,42"); // the last 0 has not arrived yet
    expect(qdmp_request_decode(cut, QDMP_MORE_MAY_COME, &request, NULL, &err) == QDMP_TRUNCATED);
    expect(err.offset == cut.len);
    //! [QDMP_TRUNCATED]
    //! [QDMP_NOT_OURS]
    qdmp_span urc = QDMP_LITERAL("+CEREG: 1");
    expect(qdmp_response_decode(urc, QDMP_WHOLE_LINE, &response, NULL, &err) == QDMP_NOT_OURS);
    //! [QDMP_NOT_OURS]
    //! [QDMP_END]
    qdmp_span value = QDMP_LITERAL("NULL");
    qdmp_app_info list = qdmp_app_info_open(value);
    qdmp_app app;
    expect(qdmp_app_info_next(&list, &app, &err) == QDMP_END);
    //! [QDMP_END]
}

/* --- writing --- */

static void writing(void) {
    char text[64];
    size_t size;
    qdmp_error err;
    //! [QDMP_NOT_REPRESENTABLE]
    qdmp_response response = {.kind = QDMP_EX_INFO_SOFTWARE,
                              .software = {QDMP_LITERAL("1,0"), QDMP_LITERAL("Quectel")}};
    expect(qdmp_response_encode(&response, QDMP_RESPONSE_CANONICAL, (qdmp_room){text, sizeof text}, &size, &err) ==
           QDMP_NOT_REPRESENTABLE); // a decoder could not distinguish this comma from a separator
    expect(err.field == QDMP_FIELD_SW_VER);
    //! [QDMP_NOT_REPRESENTABLE]
    //! [QDMP_NO_SPACE]
    qdmp_request request = {.kind = QDMP_QUERY_STATE};
    expect(qdmp_request_encode(&request, QDMP_REQUEST_CANONICAL, (qdmp_room){text, 4}, &size, &err) == QDMP_NO_SPACE);
    expect(size == strlen("AT+QDMPCFG=6\r")); // the bytes that are needed
    //! [QDMP_NO_SPACE]
}

/* --- CoAP and registration --- */

static void coap(void) {
    char bytes[64];
    qdmp_room room = {bytes, sizeof bytes};
    qdmp_error err;
    //! [QDMP_COAP]
    qdmp_span datagram = QDMP_LITERAL("\x64\x41\x12\x34\x34\x12"); // 2 of the 4 bytes of a token
    qdmp_coap_message message;
    expect(qdmp_coap_decode(datagram, &message, &err) == QDMP_COAP && err.offset == 6);
    //! [QDMP_COAP]
    //! [QDMP_OPTION_ORDER]
    qdmp_coap_message get = {.type = QDMP_COAP_CON, .code = QDMP_COAP_GET};
    qdmp_coap_option options[] = {{QDMP_COAP_URI_QUERY, QDMP_LITERAL("q")}, {QDMP_COAP_URI_PATH, QDMP_LITERAL("rd")}};
    expect(qdmp_coap_encode(&get, options, 2, room, NULL, &err) == QDMP_OPTION_ORDER &&
           err.offset == 1); // option 11 after option 15
    //! [QDMP_OPTION_ORDER]
    //! [QDMP_TOKEN]
    get.token = (qdmp_span)QDMP_LITERAL("9 bytes !");
    expect(qdmp_coap_encode(&get, NULL, 0, room, NULL, &err) == QDMP_TOKEN);
    //! [QDMP_TOKEN]
    //! [QDMP_LINK]
    qdmp_span text = QDMP_LITERAL("</1/0>,/3/0");
    qdmp_links links = qdmp_links_open(text);
    qdmp_link_item item;
    expect(qdmp_links_next(&links, &item, &err) == QDMP_OK);
    expect(qdmp_links_next(&links, &item, &err) == QDMP_LINK && err.offset == 7); // `<` was expected
    //! [QDMP_LINK]
}

static void registering(void) {
    char bytes[QDMP_REGISTER_MAX(QDMP_OBJECTS_MAX)], longest[200];
    qdmp_room room = {bytes, sizeof bytes};
    qdmp_registration registration;
    qdmp_error err;
    memset(longest, 'k', sizeof longest);
    registration = registration_of_the_guide();
    //! [QDMP_ENDPOINT]
    registration.credentials.appkey = (qdmp_span){longest, sizeof longest}; // 200 bytes
    expect(qdmp_endpoint_name(&registration, QDMP_NAME_REGISTER, room, NULL, &err) == QDMP_ENDPOINT);
    //! [QDMP_ENDPOINT]
    registration = registration_of_the_guide();
    //! [QDMP_MODULE_IMEI]
    registration.module_imei = (qdmp_span)QDMP_LITERAL("86370303-0822519");
    expect(qdmp_endpoint_name(&registration, QDMP_NAME_REGISTER, room, NULL, &err) == QDMP_MODULE_IMEI);
    expect(err.offset == 8);
    //! [QDMP_MODULE_IMEI]
    registration = registration_of_the_guide();
    //! [QDMP_IMSI]
    registration.imsi = (qdmp_span)QDMP_LITERAL("46000-1234567890");
    expect(qdmp_endpoint_name(&registration, QDMP_NAME_REGISTER, room, NULL, &err) == QDMP_IMSI && err.offset == 5);
    //! [QDMP_IMSI]
    registration = registration_of_the_guide();
    //! [QDMP_CRYPTO]
    registration.crypto = NULL; // or one of its calls failed
    expect(qdmp_register_encode(&registration, &exchange, room, NULL, &err) == QDMP_CRYPTO);
    //! [QDMP_CRYPTO]
    registration = registration_of_the_guide();
    //! [QDMP_LOCATION_PATH]
    qdmp_location_path above = {{QDMP_LITERAL("rd"), QDMP_LITERAL("..")}, 2};
    expect(qdmp_update_encode(&registration, &above, &exchange, room, NULL, &err) == QDMP_LOCATION_PATH);
    expect(err.offset == 1); // the index of the segment
    //! [QDMP_LOCATION_PATH]
    expect(qdmp_update_encode(&registration, &path, &exchange, room, NULL, &err) == QDMP_OK);
}

static void answering(void) {
    qdmp_settings settings;
    qdmp_settings_defaults(&settings);
    qdmp_object object = QDMP_OBJECT(&settings, &crypto);
    char bytes[QDMP_OBJECT_ROOM(QDMP_OBJECT_SZX_MAX)];
    //! [QDMP_NO_ANSWER]
    qdmp_span datagram = QDMP_LITERAL("\x60\x00\x12\x34"); // an Empty acknowledgement
    qdmp_coap_message message;
    expect(qdmp_coap_decode(datagram, &message, NULL) == QDMP_OK);
    expect(qdmp_object_answer(&object, &message, 1, (qdmp_room){bytes, sizeof bytes}, NULL, NULL) == QDMP_NO_ANSWER);
    //! [QDMP_NO_ANSWER]
}

/* --- the session --- */

static void session(void) {
    static char room[QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
    qdmp_registration registration = registration_of_the_guide();
    qdmp_room whole = {room, sizeof room};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&registration, whole);
    qdmp_session session;
    qdmp_error err;
    //! [QDMP_TIMING]
    config.ack_timeout = 300000; // times 1.5 is more than the lifetime of 420 s
    expect(qdmp_session_open(&session, &config, 0, 1, &err) == QDMP_TIMING);
    //! [QDMP_TIMING]
    config.ack_timeout = 2000;
    expect(qdmp_session_open(&session, &config, 0, 1, &err) == QDMP_OK);

    char bytes[QDMP_SESSION_SAVED_MAX(QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
    size_t size;
    //! [QDMP_SAVED]
    expect(qdmp_session_save(&session, 0, (qdmp_room){bytes, sizeof bytes}, &size, &err) == QDMP_OK);
    bytes[size - 1] ^= 1; // changes the checksum
    expect(qdmp_session_restore(&session, 0, 0, (qdmp_span){bytes, size}, &err) == QDMP_SAVED);
    //! [QDMP_SAVED]
    //! [QDMP_SAVED_VERSION]
    bytes[0] = 2; // a later version, and its checksum
    uint32_t crc = qdmp_crc32(0, (qdmp_span){bytes, size - 4});
    for (size_t i = 0; i < 4; i++)
        bytes[size - 4 + i] = (char)(unsigned char)(crc >> (24 - 8 * i));
    expect(qdmp_session_restore(&session, 0, 0, (qdmp_span){bytes, size}, &err) == QDMP_SAVED_VERSION);
    //! [QDMP_SAVED_VERSION]
    //! [QDMP_SAVED_OTHER]
    qdmp_session_event(&session, 0, QDMP_SESSION_OPENED);
    expect(qdmp_session_save(&session, 0, (qdmp_room){bytes, sizeof bytes}, &size, &err) == QDMP_OK);
    registration.imsi = (qdmp_span)QDMP_LITERAL("460001234567890"); // another SIM
    expect(qdmp_session_open(&session, &config, 0, 1, &err) == QDMP_OK);
    expect(qdmp_session_restore(&session, 0, 0, (qdmp_span){bytes, size}, &err) == QDMP_SAVED_OTHER);
    //! [QDMP_SAVED_OTHER]
}

/* --- storage --- */

static void images(void) {
    qdmp_settings settings;
    qdmp_error err;
    //! [QDMP_DAMAGED]
    qdmp_span cut = QDMP_LITERAL("QDMP\x01");
    expect(qdmp_image_decode(cut, &settings, NULL, &err) == QDMP_DAMAGED);
    //! [QDMP_DAMAGED]
    //! [QDMP_NEWER]
    char bytes[12] = "QDMP\x02\x00\x0c\x00"; // version 2, 12 bytes
    uint32_t crc = qdmp_crc32(0, (qdmp_span){bytes, 8});
    for (size_t i = 0; i < 4; i++)
        bytes[8 + i] = (char)(unsigned char)(crc >> (8 * i));
    expect(qdmp_image_decode((qdmp_span){bytes, 12}, &settings, NULL, &err) == QDMP_NEWER);
    //! [QDMP_NEWER]
}

static void storage(void) {
    qdmp_storage_flash flash = {read_flash, erase_flash, program_flash, NULL, FLASH_SLOT, 8, NULL};
    qdmp_storage storage;
    size_t size;
    blank_flash();
    expect(qdmp_storage_flash_open(&flash, 16, &storage) == QDMP_OK);
    //! [QDMP_TOO_LARGE]
    qdmp_span image = QDMP_LITERAL("an image");
    char bytes[4];
    expect(storage.store(storage.context, image) == QDMP_OK);
    expect(storage.load(storage.context, (qdmp_room){bytes, sizeof bytes}, &size) == QDMP_TOO_LARGE && size == 8);
    //! [QDMP_TOO_LARGE]
    //! [QDMP_STORAGE]
    image.len = 0; // an image of no bytes cannot be stored
    expect(storage.store(storage.context, image) == QDMP_STORAGE);
    //! [QDMP_STORAGE]
}

static void module_without_credentials(void) {
    static char rooms[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(16, 16)];
    qdmp_storage_flash flash = {read_flash, erase_flash, program_flash, NULL, FLASH_SLOT, 8, NULL};
    qdmp_module_config config = {{NULL, NULL, NULL}, {{NULL, 0}, {NULL, 0}, {NULL, 0}}, 16, 16};
    qdmp_module module;
    blank_flash();
    expect(qdmp_storage_flash_open(&flash, 16, &config.storage) == QDMP_OK);
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        config.rooms[i] = (qdmp_room){rooms[i], sizeof rooms[i]};
    expect(qdmp_module_open(&module, &config, NULL) == QDMP_OK);
    //! [QDMP_NOT_SET]
    qdmp_request request = {.kind = QDMP_QUERY, .query_opt = QDMP_QUERY_OPT_CREDENTIALS}; // `AT+QDMPCFG=4,2`
    qdmp_module_lines lines;
    expect(qdmp_module_execute(&module, &request, QDMP_DMSTATE_INITIAL_STATE, &lines, NULL) == QDMP_NOT_SET);
    //! [QDMP_NOT_SET]
}

void status_examples(void) {
    crypto = crypto_of_the_stack();
    no_fault();
    writing();
    coap();
    registering();
    answering();
    session();
    images();
    storage();
    module_without_credentials();
}
