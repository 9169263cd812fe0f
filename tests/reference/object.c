/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/object.h"

#include <string.h>

static qdmp_crypto crypto;
static qdmp_settings settings;

static qdmp_object make(void) {
    //! [qdmp_object_etag]
    qdmp_object object = QDMP_OBJECT(&settings, &crypto);
    qdmp_span image = QDMP_LITERAL("QDMP..."); // the result of qdmp_module_image
    expect(qdmp_object_etag(&crypto, image, object.etag, NULL) == QDMP_OK);
    //! [qdmp_object_etag]
    expect(memcmp(object.etag, "\x4b\xc6\x92\xd3", QDMP_OBJECT_ETAG) == 0);
    return object;
}

static void answer(void) {
    const qdmp_span datagram = QDMP_LITERAL("\x41\x01\x12\x34t\xb3"
                                            "666\x01"
                                            "0\x04"
                                            "6604");
    qdmp_object object = make();
    //! [qdmp_object_answer]
    qdmp_coap_message request;
    expect(qdmp_coap_decode(datagram, &request, NULL) == QDMP_OK); // CON GET /666/0/6604: rom
    char bytes[QDMP_OBJECT_ROOM(QDMP_OBJECT_SZX_MAX)];
    size_t size;
    qdmp_error err;
    expect(qdmp_object_answer(&object, &request, 1, (qdmp_room){bytes, sizeof bytes}, &size, &err) == QDMP_OK);
    //! [qdmp_object_answer]
    qdmp_coap_message message;
    expect(qdmp_coap_decode((qdmp_span){bytes, size}, &message, NULL) == QDMP_OK);
    expect(message.type == QDMP_COAP_ACK && message.code == QDMP_COAP_CONTENT && message.id == 0x1234);
    expect(is(message.payload, "\xe8\x19\xcc\x18Mx7wePr//YRLRzJCPJS4CA=="));
}

void object_examples(void) {
    crypto = crypto_of_the_stack();
    qdmp_settings_defaults(&settings);
    settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS) | QDMP_WAS_SET(QDMP_EX_SAVE_SYSTEM);
    settings.dm_mode = QDMP_DM_MODE_ALLOWED;
    settings.credentials = credentials;
    settings.system.rom = (qdmp_span)QDMP_LITERAL("4096KB");
    answer();
}
