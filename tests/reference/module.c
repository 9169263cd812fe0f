/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/module.h"

#include <string.h>

enum { APPKEY_MAX = 32, PASSWORD_MAX = 32 };

static char images[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
static qdmp_module module;

/* A storage in RAM. A loss of power erases it. */
static char kept[QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
static size_t kept_size;

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    (void)context;
    *size = kept_size;
    if (kept_size > out.cap)
        return QDMP_TOO_LARGE;
    memcpy(out.ptr, kept, kept_size);
    return QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    (void)context;
    if (image.len > sizeof kept)
        return QDMP_STORAGE;
    memcpy(kept, image.ptr, image.len);
    kept_size = image.len;
    return QDMP_OK;
}

static const qdmp_storage storage = {load, store, NULL};

static void restart(void) {
    //! [qdmp_module_open]
    qdmp_module_config config = {
        storage,
        {{images[0], sizeof images[0]}, {images[1], sizeof images[1]}, {images[2], sizeof images[2]}},
        APPKEY_MAX,
        PASSWORD_MAX};
    qdmp_error err;
    expect(qdmp_module_open(&module, &config, &err) == QDMP_OK); // the stored settings are in force
    //! [qdmp_module_open]
}

static void execute(void) {
    //! [qdmp_module_execute]
    qdmp_request request = {.kind = QDMP_SET_ACCESS_MODE, .dm_mode = QDMP_DM_MODE_ALLOWED};
    qdmp_module_lines lines;
    uint32_t dmstate = QDMP_DMSTATE_INITIAL_STATE;
    expect(qdmp_module_execute(&module, &request, dmstate, &lines, NULL) == QDMP_OK); // the settings are stored now
    //! [qdmp_module_execute]
    //! [qdmp_module_lines_next]
    request = (qdmp_request){.kind = QDMP_QUERY, .query_opt = QDMP_QUERY_OPT_ACCESS_MODE};
    qdmp_response line;
    expect(qdmp_module_execute(&module, &request, dmstate, &lines, NULL) == QDMP_OK);
    expect(qdmp_module_lines_next(&module, &lines, &line) == QDMP_OK); // `+QDMPCFG: 0,1`
    expect(line.kind == QDMP_INFO_ACCESS_MODE && line.dm_mode == QDMP_DM_MODE_ALLOWED);
    expect(qdmp_module_lines_next(&module, &lines, &line) == QDMP_END);
    //! [qdmp_module_lines_next]
}

static void in_force(void) {
    //! [qdmp_module_in_force]
    // Stored, but in force only after a restart.
    expect(qdmp_module_in_force(&module)->dm_mode == QDMP_DM_MODE_FORBIDDEN);
    //! [qdmp_module_in_force]
    restart();
    //! [qdmp_module_image]
    qdmp_span image = qdmp_module_image(&module); // for qdmp_object_etag
    expect(image.len == 16 && memcmp(image.ptr, "QDMP", 4) == 0);
    //! [qdmp_module_image]
    expect(qdmp_module_in_force(&module)->dm_mode == QDMP_DM_MODE_ALLOWED);
}

static void command_line(void) {
    //! [qdmp_command_line_open]
    //! [qdmp_command_line_next]
    //! [qdmp_command_line_resume]
    qdmp_span bytes = QDMP_LITERAL("AT+QDMPCFG=4,0;+CSQ;+QDMPCFG=6\r");
    qdmp_command_line line;
    qdmp_response info;
    qdmp_status status;
    unsigned infos = 0, others = 0;
    qdmp_command_line_open(&line, bytes);
    while ((status = qdmp_command_line_next(&line, &module, QDMP_DMSTATE_REG_SUCCESS, &info, NULL)) != QDMP_END) {
        if (status == QDMP_OK) {
            infos++; // encode and send it: qdmp_response_encode
        } else if (status == QDMP_NOT_OURS) {
            expect(is(line.foreign, "+CSQ"));
            others++; // execute it
            qdmp_command_line_resume(&line, line.foreign.len);
        } else {
            break; // answer ERROR
        }
    }
    expect(status == QDMP_END && infos == 2 && others == 1); // answer OK
    //! [qdmp_command_line_resume]
    //! [qdmp_command_line_next]
    //! [qdmp_command_line_open]
}

static void errors(void) {
    //! [qdmp_cme_number]
    expect(qdmp_cme_number(QDMP_RANGE) == QDMP_CME_INCORRECT_PARAMETERS); // `+CME ERROR: 50`
    //! [qdmp_cme_number]
    //! [qdmp_cme_text]
    expect(strcmp(qdmp_cme_text(QDMP_RANGE), "incorrect parameters") == 0);
    //! [qdmp_cme_text]
}

void module_examples(void) {
    restart();
    execute();
    in_force();
    command_line();
    errors();
}
