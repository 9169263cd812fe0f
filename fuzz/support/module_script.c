/* SPDX-License-Identifier: MIT */
#include "module_script.h"

#include "check.h"
#include "image_model.h"
#include "settings.h"
#include "storage_naive.h"

#include <stdlib.h>

enum { TEXTS_MAX = 500, EXTRA_MAX = 64, IMAGE_REST = 905 };

/* ---- Numbers of an event ---- */

/* Returns the number at `*at`, if there is one, and skips the comma after it. */
static uint32_t number_at(qdmp_span step, size_t *at, uint32_t otherwise) {
    uint32_t number = 0;
    size_t begin = *at;
    for (; *at < step.len && step.ptr[*at] >= '0' && step.ptr[*at] <= '9'; ++*at)
        number = number % 100000 * 10 + (uint32_t)(step.ptr[*at] - '0');
    if (*at == begin)
        return otherwise;
    *at += *at < step.len && step.ptr[*at] == ',';
    return number;
}

/* ---- Properties of the module ---- */

static bool is_wiped(const char *bytes, size_t size) {
    static const char zeros[TAPE_IMAGE_MAX];
    return memcmp(bytes, zeros, size) == 0;
}

static bool begins_with(const struct module_script *s, size_t room, const struct tape_image *image) {
    return memcmp(s->config.rooms[room].ptr, image->bytes, image->size) == 0 &&
           is_wiped(s->config.rooms[room].ptr + image->size, s->room - image->size);
}

/* P91: a room holds the image in force, the stored image, zeros, or an image in which nothing was set. */
static void check_rooms(const struct module_script *s) {
    static const struct tape_image empty = {12, "QDMP\x01\0\x0C\0\x4B\x83\x36\xD3"};
    static struct tape_image in_force, stored;
    module_model_image(&s->model, &in_force);
    module_model_stored(&s->model, &stored);
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        FUZZ_CHECK(is_wiped(s->config.rooms[i].ptr, s->room) || begins_with(s, i, &in_force) ||
                       begins_with(s, i, &stored) || begins_with(s, i, &empty),
                   "P91", "room %zu holds bytes of a dropped image", i);
}

static void check_in_force(const struct module_script *s) {
    static struct tape_image image;
    qdmp_span told = qdmp_module_image(&s->module);
    module_model_image(&s->model, &image);
    FUZZ_CHECK(fuzz_same_text(told, (qdmp_span){image.bytes, image.size}), "P90",
               "an image of %zu bytes is in force, not that of the model, of %zu", told.len, image.size);
    FUZZ_CHECK(module_model_is_in_force(&s->model, qdmp_module_in_force(&s->module)), "P90",
               "other settings are in force");
}

static void check_all(struct module_script *s) {
    FUZZ_CHECK(s->tape.played == s->tape.recorded, "P88", "%zu calls of the storage, not %zu", s->tape.recorded,
               s->tape.played);
    FUZZ_CHECK(s->flash.misuse == NULL, "P74", "%s", s->flash.misuse);
    check_in_force(s);
    check_rooms(s);
    tape_rewind(&s->tape);
}

/* ---- Opening ---- */

static void check_opening(const struct model_opening *due, qdmp_status status, const qdmp_error *err) {
    FUZZ_CHECK(status == due->status, "P84", "opened with %s, not %s", qdmp_status_name(status),
               qdmp_status_name(due->status));
    if (err == NULL)
        return;
    if (status == QDMP_OK) {
        FUZZ_CHECK(fuzz_is_filled(err, sizeof *err), "P4", "an error though all is well");
        return;
    }
    FUZZ_CHECK(err->status == status, "P5", "status in the error");
    FUZZ_CHECK(due->fields == 0 ? err->field == QDMP_FIELD_NONE : due->fields >> err->field & 1, "P84",
               "'%s' is blamed", qdmp_field_name(err->field));
    FUZZ_CHECK(err->offset == due->offset, "P84", "a fault at %zu, not at %zu", err->offset, due->offset);
}

/* Nothing from before the restart has an effect. */
static void restart(struct module_script *s) {
    qdmp_error err;
    fuzz_fill(&err, sizeof err);
    fuzz_fill(&s->module, sizeof s->module);
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        fuzz_fill(s->config.rooms[i].ptr, s->room);
    bool asks = s->openings[0] % 4 != 3; /* whether the caller wants the error, which is optional */
    qdmp_status status = qdmp_module_open(&s->module, &s->config, asks ? &err : NULL);
    struct model_opening due = module_model_open(&s->model, &s->tape);
    check_opening(&due, status, asks ? &err : NULL);
    check_all(s);
    s->openings[status == QDMP_OK ? 0 : status == QDMP_STORAGE ? 2 : 1]++;
}

/* P92: rooms that are too small, or an appkey that is too long for an image. */
static void open_in_vain(struct module_script *s, uint32_t which) {
    qdmp_module module;
    qdmp_module_config config = s->config;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    fuzz_fill(&module, sizeof module);
    config.rooms[which % QDMP_MODULE_IMAGES].cap = IMAGE_REST + s->model.appkey_max + s->model.password_max - 1;
    qdmp_status status = qdmp_module_open(&module, &config, &err);
    FUZZ_CHECK(status == QDMP_NO_SPACE && err.status == status, "P92", "a room too small: %s",
               qdmp_status_name(status));
    config.appkey_max = 65535 - IMAGE_REST - config.password_max + 1;
    status = qdmp_module_open(&module, &config, &err);
    FUZZ_CHECK(status == QDMP_RANGE && err.status == status, "P92", "an appkey too long: %s", qdmp_status_name(status));
    FUZZ_CHECK(fuzz_is_filled(&module, sizeof module), "P92", "a module that was not opened is touched");
}

static int has_credentials(qdmp_span image) {
    struct image_reading reading;
    image_model_read(image, &reading);
    return (reading.settings.set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS)) != 0;
}

static void open_flash(struct module_script *s, uint32_t granule, size_t longest) {
    uint32_t slot = (uint32_t)(longest + 12 + granule - 1) / granule * granule;
    flash_begin(&s->flash, slot, granule, granule % 8 == 4 ? 0x00 : 0xFF, granule);
    s->driver = (qdmp_storage_flash){flash_read, flash_erase,      flash_program,  &s->flash,
                                     slot,       (uint8_t)granule, has_credentials};
    FUZZ_CHECK(qdmp_storage_flash_open(&s->driver, longest, &s->under) == QDMP_OK, "P70", "granule %u",
               (unsigned)granule);
}

static void free_rooms(struct module_script *s) {
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        free(s->config.rooms[i].ptr);
}

static void begin(struct module_script *s, qdmp_span step) {
    size_t at = 2;
    uint32_t appkey = number_at(step, &at, 32) % (TEXTS_MAX + 1), password = number_at(step, &at, 32) % (TEXTS_MAX + 1);
    uint32_t granule = number_at(step, &at, 0) % 33, extra = number_at(step, &at, 0) % (EXTRA_MAX + 1);
    free_rooms(s);
    s->room = IMAGE_REST + appkey + password + extra;
    s->is_flash = granule > 0;
    if (s->is_flash)
        open_flash(s, granule, s->room - extra);
    s->config.storage = tape_begin(&s->tape, s->is_flash ? &s->under : NULL);
    s->config.appkey_max = s->model.appkey_max = appkey;
    s->config.password_max = s->model.password_max = password;
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        s->config.rooms[i] = (qdmp_room){fuzz_room(s->room), s->room};
    s->model.dmstate = 0;
    s->before.size = s->after.size = 0;
    restart(s);
}

/* ---- Answers ---- */

static void check_line(const struct model_line *due, const qdmp_response *told) {
    static char bytes[MODEL_LINE_MAX];
    size_t size = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_status status =
        qdmp_response_encode(told, QDMP_RESPONSE_CANONICAL, (qdmp_room){bytes, sizeof bytes}, &size, &err);
    FUZZ_CHECK(status == QDMP_OK, "P85", "a line that cannot be written: %s, '%s'", qdmp_status_name(status),
               qdmp_field_name(err.field));
    FUZZ_CHECK(fuzz_same_text((qdmp_span){bytes, size}, (qdmp_span){due->bytes, due->size}), "P85",
               "answered %.*s, not %.*s", (int)size, bytes, (int)due->size, due->bytes);
    qdmp_span password = told->kind == QDMP_INFO_CREDENTIALS ? told->credentials.password : (qdmp_span){NULL, 0};
    FUZZ_CHECK(rules_shown_part(password).len == password.len, "P85", "a response with %zu bytes of a password",
               password.len);
}

static void check_cme(qdmp_status status) {
    FUZZ_CHECK((unsigned)qdmp_cme_number(status) == module_model_cme(status), "P94", "%s: %u", qdmp_status_name(status),
               (unsigned)qdmp_cme_number(status));
    FUZZ_CHECK(strcmp(qdmp_cme_text(status), module_model_cme_text(status)) == 0, "P94", "%s: %s",
               qdmp_status_name(status), qdmp_cme_text(status));
}

static void check_fault(const struct model_answer *due, qdmp_status status, const qdmp_error *err) {
    bool has = false;
    check_cme(status);
    for (size_t i = 0; i < due->fault_count; i++)
        has = has || (due->faults[i].status == status &&
                      (err == NULL || (due->faults[i].field == err->field && due->faults[i].offset == err->offset)));
    FUZZ_CHECK(has, "P86", "%s, '%s', at %zu; but it is %s, '%s', at %zu", qdmp_status_name(status),
               err == NULL ? "?" : qdmp_field_name(err->field), err == NULL ? 0 : err->offset,
               qdmp_status_name(due->faults[0].status), qdmp_field_name(due->faults[0].field), due->faults[0].offset);
    FUZZ_CHECK(err == NULL || err->status == status, "P5", "status in the error");
}

/* ---- Command lines ---- */

/* Both walks over a line. */
struct walks {
    qdmp_command_line line;
    struct model_walk model;
    struct model_answer answer;
    size_t taken; /* lines of the answer that were compared */
};

/* The next line of the model, or the reason why there is none. */
static qdmp_status model_next(struct module_script *s, struct walks *walks) {
    while (walks->taken == walks->answer.line_count) {
        qdmp_status status = module_model_next(&s->model, &s->tape, &walks->model, &walks->answer);
        walks->taken = 0;
        if (status != QDMP_OK)
            return status;
    }
    return QDMP_OK;
}

/*
 * The bytes that a caller executes of another's command: a letter and a digit of a basic command; of `D` also the `;`
 * after it.
 */
static size_t take_foreign(const struct model_walk *walk) {
    qdmp_span foreign = walk->foreign;
    size_t at = foreign.len >= 2 && (foreign.ptr[0] | 0x20) == 'a' && (foreign.ptr[1] | 0x20) == 't' ? 2 : 0;
    if (foreign.len >= at + 2 && foreign.ptr[at + 1] >= '0' && foreign.ptr[at + 1] <= '9')
        return at + 2;
    bool dials = foreign.len > at && foreign.ptr[at] == 'D';
    return foreign.len + (dials && walk->at + foreign.len < walk->stop ? 1 : 0);
}

static void check_foreign(const struct walks *walks, const qdmp_error *err) {
    const qdmp_span *told = &walks->line.foreign, *due = &walks->model.foreign;
    FUZZ_CHECK(err == NULL || (err->status == QDMP_NOT_OURS && err->offset == walks->model.used), "P87",
               "returned with an error at %zu", err->offset);
    FUZZ_CHECK(told->len == due->len && (due->len == 0 || told->ptr == due->ptr), "P87", "returned %.*s, not %.*s",
               (int)told->len, told->ptr, (int)due->len, due->ptr);
}

/* Compares the next line. Returns whether the walk continues. */
static bool walk_on(struct module_script *s, struct walks *walks, qdmp_error *err) {
    qdmp_response told;
    qdmp_error filler;
    fuzz_fill(&told, sizeof told);
    fuzz_fill(&filler, sizeof filler);
    if (err != NULL)
        *err = filler;
    qdmp_status status = qdmp_command_line_next(&walks->line, &s->module, s->model.dmstate, &told, err);
    qdmp_status due = model_next(s, walks);
    if (status == QDMP_OK) {
        FUZZ_CHECK(due == QDMP_OK, "P85", "a line, and not %s", qdmp_status_name(due));
        check_line(&walks->answer.lines[walks->taken++], &told);
        s->lines++;
        return true;
    }
    FUZZ_CHECK(fuzz_is_filled(&told, sizeof told), "P4", "a line though there is none");
    FUZZ_CHECK(walks->line.used == walks->model.used || due == QDMP_OK, "P87", "%zu bytes used, not %zu",
               walks->line.used, walks->model.used);
    if (walks->answer.fault_count > 0) {
        check_fault(&walks->answer, status, err);
        s->failures++;
        return false;
    }
    FUZZ_CHECK(status == due, "P86", "%s, not %s", qdmp_status_name(status), qdmp_status_name(due));
    if (status == QDMP_END)
        return false;
    check_cme(status);
    check_foreign(walks, err);
    size_t len = take_foreign(&walks->model);
    qdmp_command_line_resume(&walks->line, len);
    module_model_resume(&walks->model, len);
    return true;
}

static void run_line(struct module_script *s, qdmp_span bytes) {
    static struct walks walks;
    qdmp_error err;
    char *copy = fuzz_copy(bytes.ptr, bytes.len);
    qdmp_span line = {copy, bytes.len};
    size_t steps = 0;
    walks.taken = walks.answer.line_count = 0;
    fuzz_fill(&walks.line, sizeof walks.line);
    qdmp_command_line_open(&walks.line, line);
    module_model_walk(&walks.model, line);
    while (walk_on(s, &walks, bytes.len % 4 == 3 ? NULL : &err))
        FUZZ_CHECK(++steps < 4 * bytes.len + 4, "P87", "a walk without an end");
    free(copy);
}

/* ---- Commands without a line ---- */

/* Executes a request; `due` is the same request for the model. */
static void run_request(struct module_script *s, const qdmp_request *request, const struct naive_answer *due) {
    static struct model_answer answer;
    qdmp_module_lines lines;
    qdmp_response told;
    qdmp_error err;
    fuzz_fill(&lines, sizeof lines);
    fuzz_fill(&err, sizeof err);
    qdmp_status status = qdmp_module_execute(&s->module, request, s->model.dmstate, &lines, &err);
    module_model_execute(&s->model, &s->tape, (qdmp_span){NULL, 0}, 0, due, &answer);
    if (answer.fault_count > 0)
        check_fault(&answer, status, &err);
    else
        FUZZ_CHECK(status == QDMP_OK && fuzz_is_filled(&err, sizeof err), "P86", "%s, and nothing is wrong",
                   qdmp_status_name(status));
    for (size_t i = 0; i < answer.line_count; i++) {
        FUZZ_CHECK(qdmp_module_lines_next(&s->module, &lines, &told) == QDMP_OK, "P85", "line %zu is missing", i);
        check_line(&answer.lines[i], &told);
    }
    fuzz_fill(&told, sizeof told);
    FUZZ_CHECK(qdmp_module_lines_next(&s->module, &lines, &told) == QDMP_END, "P85", "a line too many");
    FUZZ_CHECK(fuzz_is_filled(&told, sizeof told), "P4", "a line though there is none");
}

static void run_decoded(struct module_script *s, qdmp_span bytes) {
    static struct naive_answer due;
    qdmp_request request;
    char *copy = fuzz_copy(bytes.ptr, bytes.len);
    qdmp_span line = {copy, bytes.len};
    naive_request(line, QDMP_WHOLE_LINE, &due);
    if (due.status == QDMP_OK && qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, NULL, NULL) == QDMP_OK)
        run_request(s, &request, &due);
    free(copy);
}

static void run_raw(struct module_script *s, qdmp_span raw) {
    static struct naive_answer due;
    struct obstacles obstacles;
    struct bytes bytes = bytes_open((const uint8_t *)raw.ptr, raw.len);
    qdmp_request request = settings_request(&bytes);
    parts_of_request(&request, &due.parts);
    obstacles_of_request(&due.parts, &obstacles);
    due.status = obstacles.count == 0 ? QDMP_OK : QDMP_FORM;
    due.fault_count = obstacles.count;
    for (size_t i = 0; i < obstacles.count; i++)
        due.faults[i] = (qdmp_error){obstacles.list[i].status, obstacles.list[i].field, 0};
    run_request(s, &request, &due);
    bytes_close(&bytes);
}

/* ---- Changes of storage in memory ---- */

static void seal(struct module_script *s, struct composed *image) {
    size_t size = image->size + 4;
    if (size > TAPE_IMAGE_MAX)
        return;
    image->bytes[6] = (char)(size & 0xFF);
    image->bytes[7] = (char)(size >> 8);
    image_model_seal(image);
    s->tape.held.size = size;
    memcpy(s->tape.held.bytes, image->bytes, size);
}

/* The image without its checksum; empty if the image is not good. */
static void unseal(const struct module_script *s, struct composed *image) {
    struct image_reading reading;
    qdmp_span held = {s->tape.held.bytes, s->tape.held.size};
    image_model_read(held, &reading);
    image->size = 0;
    if (reading.verdict == IMAGE_GOOD)
        compose_bytes(image, held.ptr, held.len - 4);
}

static void change_version(struct module_script *s, uint32_t version) {
    static struct composed image;
    unseal(s, &image);
    if (image.size == 0)
        return;
    image.bytes[4] = (char)(version & 0xFF);
    image.bytes[5] = (char)(version >> 8 & 0xFF);
    seal(s, &image);
}

/* Inserts a part before the first part whose tag is not lower, or at the end. */
static void add_part(struct module_script *s, uint32_t tag) {
    static struct composed old, image;
    size_t at = 8;
    unseal(s, &old);
    if (old.size == 0)
        return;
    while (at < old.size && (unsigned char)old.bytes[at] < tag)
        at += 3 + (unsigned char)old.bytes[at + 1] + 256u * (unsigned char)old.bytes[at + 2];
    image.size = 0;
    compose_bytes(&image, old.bytes, at);
    compose_byte(&image, tag & 0xFF);
    compose_text(&image, "\x02");
    compose_byte(&image, 0);
    compose_text(&image, "ab");
    compose_bytes(&image, old.bytes + at, old.size - at);
    seal(s, &image);
}

/* Credentials whose appkey is one byte longer than the module accepts. */
static void store_long_appkey(struct module_script *s) {
    static struct composed image;
    static char appkey[TEXTS_MAX + 1];
    qdmp_settings settings;
    memset(appkey, 'k', sizeof appkey);
    image_model_defaults(&settings);
    settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    settings.credentials = (qdmp_credentials){{appkey, s->model.appkey_max + 1}, {"", 0}, 1, {"863703030822519", 15}};
    image_model_write(&image, &settings);
    s->tape.held.size = image.size;
    memcpy(s->tape.held.bytes, image.bytes, image.size);
}

static void fill_held(struct module_script *s, int byte) {
    s->tape.held.size = 40;
    memset(s->tape.held.bytes, byte, s->tape.held.size);
}

static void flip_held(struct module_script *s, uint32_t bit) {
    if (s->tape.held.size > 0)
        s->tape.held.bytes[bit / 8 % s->tape.held.size] ^= (char)(1 << bit % 8);
}

/* ---- Steps ---- */

static void change_storage(struct module_script *s, char event, uint32_t number) {
    if (s->is_flash)
        return;
    switch (event) {
    case 'e': s->tape.held.size = 0; break;
    case 'F': fill_held(s, 0xFF); break;
    case 'Z': fill_held(s, 0x00); break;
    case 'b': flip_held(s, number); break;
    case 'v': change_version(s, number); break;
    case 'u': add_part(s, number); break;
    case 'a': store_long_appkey(s); break;
    default: break;
    }
}

static void arm(struct module_script *s, enum flash_fault fault, qdmp_span step) {
    size_t at = 2;
    uint32_t tear = number_at(step, &at, 0), steps = number_at(step, &at, 0);
    if (s->is_flash)
        flash_arm(&s->flash, fault, steps, (enum flash_tear)(tear % FLASH_TEARS));
}

static void happen(struct module_script *s, qdmp_span step) {
    char event = step.len > 1 ? step.ptr[1] : '\0';
    qdmp_span rest = {step.ptr + 2, step.len > 2 ? step.len - 2 : 0};
    size_t at = 2;
    switch (event) {
    case 'c': begin(s, step); break;
    case 'r': restart(s); break;
    case 'z': open_in_vain(s, number_at(step, &at, 0)); break;
    case 's': s->model.dmstate = number_at(step, &at, 0); break;
    case 'l': s->tape.next_load = QDMP_STORAGE; break;
    case 'd': s->tape.next_load = QDMP_DAMAGED; break;
    case 't': s->tape.next_load = QDMP_TOO_LARGE; break;
    case 'o': s->tape.next_store = TAPE_FAILS_OLD; break;
    case 'n': s->tape.next_store = TAPE_FAILS_NEW; break;
    case 'x': s->tape.next_store = TAPE_FAILS_DAMAGED; break;
    case 'k': arm(s, FLASH_CUT, step); break;
    case 'K': arm(s, FLASH_FAILS, step); break;
    case '>': run_decoded(s, rest); break;
    case 'q': run_raw(s, rest); break;
    default: change_storage(s, event, number_at(step, &at, 0)); break;
    }
}

/* Notes the images that this step stored or tried to store. Returns whether there were any. */
static bool note_stores(struct module_script *s) {
    unsigned long before = s->stores + s->failed_stores;
    s->after.size = 0;
    for (size_t i = 0; i < s->tape.recorded; i++) {
        const struct tape_call *call = &s->tape.calls[i];
        if (!call->is_store)
            continue;
        if (call->status == QDMP_OK)
            s->before = call->image;
        else
            s->after = call->image;
        s->stores += call->status == QDMP_OK;
        s->failed_stores += call->status != QDMP_OK;
    }
    return s->stores + s->failed_stores > before;
}

/* P93: the old or the new image is stored. After a loss of power the module is powered up again. */
static void settle(struct module_script *s) {
    static struct naive_stored held;
    bool was_cut = s->flash.is_off;
    if (s->flash.had_fault)
        flash_power_up(&s->flash);
    naive_stored(&s->flash, &held);
    qdmp_span is = {held.image, held.size}, old = {s->before.bytes, s->before.size},
              new = {s->after.bytes, s->after.size};
    FUZZ_CHECK(fuzz_same_text(is, old) || fuzz_same_text(is, new), "P93", "an image of %zu bytes is lost", old.len);
    s->before.size = held.size;
    memcpy(s->before.bytes, held.image, held.size);
    if (!was_cut)
        return;
    s->cuts++;
    restart(s);
}

void module_script_step(struct module_script *script, qdmp_span step) {
    if (step.len > 0 && step.ptr[0] == '!')
        happen(script, step);
    else
        run_line(script, step);
    bool has_stored = note_stores(script);
    check_all(script);
    if (script->is_flash && has_stored)
        settle(script);
}

void module_script_begin(struct module_script *script) {
    static const char step[] = "!c";
    memset(script, 0, offsetof(struct module_script, tape)); /* the tape is long, and is begun anew anyway */
    begin(script, (qdmp_span){step, sizeof step - 1});
}

void module_script_end(struct module_script *script) {
    free_rooms(script);
}
