/* SPDX-License-Identifier: MIT */
/* The module for the tests of the glue code. Its storage is in memory. */
#include "../../examples/module.h"
#include "expect.h"
#include "module.h"

#include <string.h>

enum { APPKEY_MAX = 16, PASSWORD_MAX = 16, IMAGE_MAX = QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX) };

qdmp_module module;
static char stored[IMAGE_MAX], images[QDMP_MODULE_IMAGES][IMAGE_MAX];
static size_t stored_size;

uint32_t module_dmstate(void) {
    return QDMP_DMSTATE_REG_SUCCESS;
}

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    (void)context;
    require(out.cap >= stored_size, "room for an image");
    memcpy(out.ptr, stored, stored_size);
    *size = stored_size;
    return QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    (void)context;
    require(image.len <= sizeof stored, "an image that is too long");
    memcpy(stored, image.ptr, image.len);
    stored_size = image.len;
    return QDMP_OK;
}

void module_restart(void) {
    qdmp_module_config config = {{load, store, NULL}, {{NULL, 0}}, APPKEY_MAX, PASSWORD_MAX};
    for (int i = 0; i < QDMP_MODULE_IMAGES; i++)
        config.rooms[i] = (qdmp_room){images[i], sizeof images[i]};
    require(qdmp_module_open(&module, &config, NULL) == QDMP_OK, "the module opens");
}
