/* SPDX-License-Identifier: MIT */
#include "module_stage.h"
#include "guard.h"
#include "settings_line.h"

#include <stdio.h>

enum { PATTERN = 0x5A };

struct module_stage module_stage;

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    struct module_stage *stage = (struct module_stage *)context;
    stage->loads++;
    if (stage->load_fault == LOAD_SAYS_DAMAGED) {
        *size = 0;
        return QDMP_DAMAGED;
    }
    *size = stage->size;
    if (stage->load_fault == LOAD_SAYS_TOO_LARGE || stage->size > out.cap)
        return QDMP_TOO_LARGE;
    memcpy(out.ptr, stage->stored, stage->load_fault == LOAD_FAILS ? stage->size / 2 : stage->size);
    return stage->load_fault == LOAD_FAILS ? QDMP_STORAGE : QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    struct module_stage *stage = (struct module_stage *)context;
    stage->stores++;
    cr_assert(image.len > 0 && image.len <= sizeof stage->stored);
    if (stage->store_fault != STORE_FAILS)
        put_stored(image);
    return stage->store_fault == STORE_SOUND ? QDMP_OK : QDMP_STORAGE;
}

void put_stored(qdmp_span bytes) {
    memcpy(module_stage.stored, bytes.ptr, bytes.len);
    module_stage.size = bytes.len;
}

void put_stored_settings(const char *line) {
    qdmp_settings settings = settings_of(line);
    qdmp_room room = {module_stage.stored, sizeof module_stage.stored};
    cr_assert(qdmp_image_encode(&settings, room, &module_stage.size, NULL) == QDMP_OK);
}

void restart_module(qdmp_status expected) {
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_status status = qdmp_module_open(&module_stage.module, &module_stage.config, &err);
    cr_assert(status == expected && err.status == status, "%s", qdmp_status_name(status));
}

void set_up_module(void) {
    memset(&module_stage, 0, sizeof module_stage);
    qdmp_storage storage = {load, store, &module_stage};
    module_stage.config.storage = storage;
    for (unsigned i = 0; i < QDMP_MODULE_IMAGES; i++) {
        module_stage.config.rooms[i].ptr = module_stage.rooms[i];
        module_stage.config.rooms[i].cap = sizeof module_stage.rooms[i];
    }
    module_stage.config.appkey_max = APPKEY_MAX;
    module_stage.config.password_max = PASSWORD_MAX;
    restart_module(QDMP_OK);
}

/* All answers until now. */
typedef struct answers {
    char text[2000];
    size_t len;
} answers;

static void add(answers *all, const char *before, qdmp_span text, const char *behind) {
    size_t left = sizeof all->text - all->len;
    int len = snprintf(all->text + all->len, left, "%s%s%.*s%s", all->len ? "\n" : "", before, (int)text.len, text.ptr,
                       behind);
    cr_assert(len >= 0 && (size_t)len < left);
    all->len += (size_t)len;
}

static void add_info(answers *all, const qdmp_response *info) {
    char text[QDMP_RESPONSE_LINE_MAX];
    qdmp_room room = {text, sizeof text};
    size_t size = 0;
    qdmp_status status = qdmp_response_encode(info, QDMP_RESPONSE_TEXT_ALONE, room, &size, NULL);
    cr_assert(status == QDMP_OK, "an information line: %s", qdmp_status_name(status));
    add(all, "", span_from(text, size), "");
}

static void add_error(answers *all, qdmp_span line, const qdmp_error *err) {
    char before[100];
    cr_assert(err->offset <= line.len);
    (void)snprintf(before, sizeof before, "ERROR %d %s %s|", (int)qdmp_cme_number(err->status),
                   qdmp_status_name(err->status), qdmp_field_name(err->field));
    add(all, before, span_from(line.ptr + err->offset, line.len - err->offset), "");
}

/* Executes the line at the beginning of `bytes`. Returns the number of bytes used. */
static size_t answer_line(qdmp_span bytes, answers *all) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_error err;
    qdmp_status status;
    qdmp_command_line_open(&line, bytes);
    while ((status = qdmp_command_line_next(&line, &module_stage.module, module_stage.dmstate, &info, &err)) ==
               QDMP_OK ||
           (status == QDMP_NOT_OURS && !module_stage.refuses)) {
        if (status == QDMP_OK) {
            add_info(all, &info);
            continue;
        }
        cr_assert(err.status == status && err.offset == line.used);
        add(all, "<", line.foreign, ">");
        qdmp_command_line_resume(&line, module_stage.foreign_len ? module_stage.foreign_len : line.foreign.len);
    }
    if (status == QDMP_END)
        add(all, "OK", span_of(""), "");
    else
        add_error(all, bytes, &err);
    cr_assert(status == QDMP_END || err.status == status);
    return line.used;
}

void expect_answer_to(const char *bytes, size_t used, const char *answer) {
    answers all = {"", 0};
    size_t len = strlen(bytes);
    char *guarded = guard_behind(len);
    memcpy(guarded, bytes, len);
    size_t got = answer_line(span_from(guarded, len), &all);
    cr_expect(strcmp(all.text, answer) == 0, "%s: %s", shown(span_of(bytes)), shown(span_of(all.text)));
    if (!module_stage.refuses)
        cr_expect(got == used, "%s: %zu bytes used, not %zu", shown(span_of(bytes)), got, used);
}

void expect_answer(const char *line, const char *answer) {
    expect_answer_to(line, strlen(line), answer);
}

void expect_stores(const char *line, const char *answer, unsigned stores) {
    unsigned before = module_stage.stores;
    expect_answer(line, answer);
    cr_expect(module_stage.stores - before == stores, "%s: stored %u times, not %u", line, module_stage.stores - before,
              stores);
}

qdmp_status execute_rest(const char *rest, qdmp_error *err) {
    qdmp_request request;
    qdmp_module_lines lines;
    qdmp_response info;
    memset(&lines, PATTERN, sizeof lines);
    qdmp_status status = qdmp_request_decode_rest(span_of(rest), QDMP_WHOLE_LINE, QDMP_COMMAND_CFG,
                                                  QDMP_REQUEST_FROM_SIGN, &request, NULL, err);
    cr_assert(status == QDMP_OK, "%s: %s", rest, qdmp_status_name(status));
    status = qdmp_module_execute(&module_stage.module, &request, module_stage.dmstate, &lines, err);
    cr_expect(qdmp_module_lines_next(&module_stage.module, &lines, &info) == QDMP_END, "%s", rest);
    return status;
}

bool rooms_hold(const char *bytes) {
    const char *room = (const char *)module_stage.rooms;
    size_t len = strlen(bytes);
    for (size_t i = 0; i + len <= sizeof module_stage.rooms; i++) {
        if (memcmp(room + i, bytes, len) == 0)
            return true;
    }
    return false;
}
