/* SPDX-License-Identifier: MIT */
/* The effect of the commands on a module, and the walk over a line of commands. */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "qdmp/module.h"

#include "crypto_wipe.h"
#include "password.h"
#include "stored.h"
#include "text.h"

/* --- images --- */

enum { QDMP__IN_FORCE, QDMP__FIRST_STORED };

static struct qdmp__module_image *stored_image(qdmp_module *module) {
    return &module->images[module->stored];
}

/* The image that is neither in force nor stored. */
static unsigned next_number(const qdmp_module *module) {
    return (unsigned)(QDMP_MODULE_IMAGES - module->stored);
}

static qdmp_span bytes_of_image(const struct qdmp__module_image *image) {
    qdmp_span bytes = {image->room.ptr, image->size};
    return bytes;
}

static void drop(struct qdmp__module_image *image) {
    qdmp__wipe(image->room.ptr, image->room.cap);
}

static void make_defaults(struct qdmp__module_image *image) {
    drop(image);
    qdmp_settings_defaults(&image->settings);
    qdmp_image_encode(&image->settings, image->room, &image->size, NULL);
}

/* Points the settings of an image that was judged before into its room. */
static void settle(struct qdmp__module_image *image) {
    qdmp_image_decode(bytes_of_image(image), &image->settings, NULL, NULL);
}

/* Whether the module accepts credentials of this length. Longer ones could make an image that no room holds. */
static qdmp_status judge_credentials(const qdmp_module *module, const qdmp_credentials *credentials, qdmp_error *err) {
    if (credentials->appkey.len > module->appkey_max)
        return qdmp__report(err, QDMP_LENGTH, QDMP_FIELD_APPKEY, module->appkey_max);
    if (credentials->password.len > module->password_max)
        return qdmp__report(err, QDMP_LENGTH, QDMP_FIELD_PASSWORD, module->password_max);
    return QDMP_OK;
}

/* --- loading --- */

/* Reads the loaded image. Refuses what the module would not have saved. */
static qdmp_status read_loaded(const qdmp_module *module, struct qdmp__module_image *image, int *stored,
                               qdmp_error *err) {
    qdmp_error fault;
    qdmp_status status = qdmp_image_decode(bytes_of_image(image), &image->settings, stored, err);
    if (status != QDMP_OK || judge_credentials(module, &image->settings.credentials, &fault) == QDMP_OK)
        return status;
    *stored = 0;
    return qdmp__report(err, QDMP_DAMAGED, fault.field, 0);
}

/*
 * Loads what is stored; the defaults if nothing is stored or it cannot be read. Returns the status of qdmp_module_open.
 */
static qdmp_status load_image(const qdmp_module *module, struct qdmp__module_image *image, qdmp_error *err) {
    int stored = 0;
    image->size = 0;
    qdmp_status status = module->storage.load(module->storage.context, image->room, &image->size);
    if (status == QDMP_OK && image->size <= image->room.cap)
        status = read_loaded(module, image, &stored, err);
    else if (status == QDMP_DAMAGED)
        qdmp__report(err, status, QDMP_FIELD_NONE, 0);
    else
        status = qdmp__report(err, status == QDMP_TOO_LARGE ? QDMP_NEWER : QDMP_STORAGE, QDMP_FIELD_NONE, 0);
    if (!stored)
        make_defaults(image);
    return status;
}

static size_t smallest_room(const qdmp_module_config *config) {
    size_t smallest = config->rooms[0].cap;
    for (unsigned i = 1; i < QDMP_MODULE_IMAGES; i++)
        smallest = config->rooms[i].cap < smallest ? config->rooms[i].cap : smallest;
    return smallest;
}

static qdmp_status judge_config(const qdmp_module_config *config) {
    size_t most = QDMP_IMAGE_LENGTH_MAX - QDMP_IMAGE_MAX(0, 0);
    if (config->appkey_max > most || config->password_max > most - config->appkey_max)
        return QDMP_RANGE;
    if (smallest_room(config) < QDMP_IMAGE_MAX(config->appkey_max, config->password_max))
        return QDMP_NO_SPACE;
    return QDMP_OK;
}

qdmp_status qdmp_module_open(qdmp_module *module, const qdmp_module_config *config, qdmp_error *err) {
    qdmp_status status = judge_config(config);
    if (status != QDMP_OK)
        return qdmp__report(err, status, QDMP_FIELD_NONE, 0);
    module->storage = config->storage;
    module->appkey_max = config->appkey_max;
    module->password_max = config->password_max;
    module->stored = QDMP__FIRST_STORED;
    for (unsigned i = 0; i < QDMP_MODULE_IMAGES; i++) {
        module->images[i].room.ptr = config->rooms[i].ptr;
        module->images[i].room.cap = smallest_room(config);
        drop(&module->images[i]);
    }
    struct qdmp__module_image *in_force = &module->images[QDMP__IN_FORCE], *stored = stored_image(module);
    status = load_image(module, in_force, err);
    stored->size = in_force->size;
    memcpy(stored->room.ptr, in_force->room.ptr, in_force->size);
    settle(stored);
    module->readable = status != QDMP_STORAGE;
    module->uncertain = status != QDMP_OK;
    return status;
}

const qdmp_settings *qdmp_module_in_force(const qdmp_module *module) {
    return &module->images[QDMP__IN_FORCE].settings;
}

qdmp_span qdmp_module_image(const qdmp_module *module) {
    return bytes_of_image(&module->images[QDMP__IN_FORCE]);
}

/* --- saving --- */

/* From now on the next image is the stored one. */
static void change_over(qdmp_module *module) {
    drop(stored_image(module));
    module->stored = (uint8_t)next_number(module);
}

static qdmp_status store_next(qdmp_module *module, qdmp_error *err) {
    struct qdmp__module_image *next = &module->images[next_number(module)];
    if (module->storage.store(module->storage.context, bytes_of_image(next)) == QDMP_OK) {
        settle(next);
        change_over(module);
        module->uncertain = 0;
        return QDMP_OK;
    }
    module->uncertain = 1;
    drop(next);
    if (load_image(module, next, NULL) != QDMP_STORAGE)
        change_over(module);
    return qdmp__report(err, QDMP_STORAGE, QDMP_FIELD_NONE, 0);
}

/* Executes a set, save or erase. */
static qdmp_status change(qdmp_module *module, const qdmp_request *request, qdmp_error *err) {
    const struct qdmp__module_image *stored = stored_image(module);
    struct qdmp__module_image *next = &module->images[next_number(module)];
    next->settings = stored->settings;
    qdmp_status status = qdmp_settings_apply(&next->settings, request, err);
    if (status == QDMP_OK)
        status = judge_credentials(module, &next->settings.credentials, err);
    if (status == QDMP_OK)
        status = qdmp_image_encode(&next->settings, next->room, &next->size, err);
    if (status != QDMP_OK)
        return status;
    if (module->uncertain || next->size != stored->size || memcmp(next->room.ptr, stored->room.ptr, next->size) != 0)
        return store_next(module, err);
    drop(next);
    return QDMP_OK;
}

/* --- information lines --- */

/* Only credentials have no defaults to show (R23). */
static bool can_show(const qdmp_settings *settings, unsigned kind) {
    return kind != QDMP_SET_CREDENTIALS || (settings->set & QDMP_WAS_SET(kind));
}

static qdmp_status show(qdmp_module_lines *lines, uint32_t kind) {
    lines->left |= QDMP_WAS_SET(kind);
    return QDMP_OK;
}

static qdmp_status show_in_force(const qdmp_module *module, qdmp_module_lines *lines) {
    lines->image = QDMP__IN_FORCE;
    for (unsigned i = 0; i < QDMP__STORED; i++) {
        unsigned kind = qdmp__stored_forms[i].kind;
        if (kind < QDMP__FIRST_EX && can_show(qdmp_module_in_force(module), kind))
            show(lines, kind);
    }
    return QDMP_OK;
}

static qdmp_status show_state(qdmp_module_lines *lines, qdmp_error *err) {
    const qdmp__param *param = qdmp__param_of(QDMP_FIELD_DMSTATE);
    qdmp_status status = qdmp__judge_number(param, QDMP_KIND_CHOICE, lines->dmstate);
    return status == QDMP_OK ? show(lines, QDMP_INFO_STATE) : qdmp__report(err, status, QDMP_FIELD_DMSTATE, 0);
}

QDMP__STATIC_ASSERT((int)QDMP_QUERY_OPT_ACCESS_MODE == (int)QDMP_CFG_TYPE_ACCESS_MODE &&
                        (int)QDMP_QUERY_OPT_SERVER == (int)QDMP_CFG_TYPE_SERVER &&
                        (int)QDMP_QUERY_OPT_CREDENTIALS == (int)QDMP_CFG_TYPE_CREDENTIALS,
                    "a queryOpt is the <type> of its form");

static qdmp_status show_stored(const qdmp_module *module, const qdmp_request *request, qdmp_module_lines *lines,
                               qdmp_error *err) {
    bool ex = request->kind == QDMP_EX_READ;
    qdmp_field field = ex ? QDMP_FIELD_TYPE : QDMP_FIELD_QUERY_OPT;
    const qdmp__param *param = ex ? &qdmp__prefixes[QDMP__PREFIX_EX] : qdmp__param_of(field);
    uint32_t number = ex ? request->ex_type : request->query_opt;
    qdmp_status status = qdmp__judge_number(param, QDMP_KIND_CHOICE, number);
    if (status == QDMP_OK && !can_show(&module->images[module->stored].settings, (unsigned)qdmp__kind_of(ex, number)))
        status = QDMP_NOT_SET;
    return status == QDMP_OK ? show(lines, qdmp__kind_of(ex, number)) : qdmp__report(err, status, field, 0);
}

/* Executes commands that concern what is stored. */
static qdmp_status use_storage(qdmp_module *module, const qdmp_request *request, qdmp_module_lines *lines,
                               qdmp_error *err) {
    if (!module->readable)
        return qdmp__report(err, QDMP_STORAGE, QDMP_FIELD_NONE, 0);
    if (request->kind == QDMP_QUERY || request->kind == QDMP_EX_READ)
        return show_stored(module, request, lines, err);
    return change(module, request, err);
}

qdmp_status qdmp_module_execute(qdmp_module *module, const qdmp_request *request, uint32_t dmstate,
                                qdmp_module_lines *lines, qdmp_error *err) {
    lines->left = 0;
    lines->dmstate = dmstate;
    lines->image = module->stored;
    switch (request->kind) {
    case QDMP_TEST: return show(lines, QDMP_INFO_TEST);
    case QDMP_EX_TEST: return show(lines, QDMP_EX_INFO_TEST);
    case QDMP_READ: return show_in_force(module, lines);
    case QDMP_QUERY_STATE: return show_state(lines, err);
    default: return use_storage(module, request, lines, err);
    }
}

/* Takes the first of the kinds that are left. */
static unsigned take_kind(qdmp_module_lines *lines) {
    unsigned kind = 0;
    while (!(lines->left >> kind & 1))
        kind++;
    lines->left &= ~(UINT32_C(1) << kind);
    return kind;
}

static void take_settings(qdmp_response *out, const qdmp_settings *settings) {
    for (unsigned i = 0; i < QDMP__STORED; i++) {
        const qdmp__stored *row = &qdmp__stored_forms[i];
        if (row->kind == (unsigned)out->kind)
            memcpy((char *)out + offsetof(qdmp_response, server), qdmp__stored_value(settings, row), row->size);
    }
    if (out->kind == QDMP_INFO_CREDENTIALS)
        qdmp__cut_to_shown_part(&out->credentials.password);
}

qdmp_status qdmp_module_lines_next(const qdmp_module *module, qdmp_module_lines *lines, qdmp_response *out) {
    if (!lines->left)
        return QDMP_END;
    memset(out, 0, sizeof *out);
    out->kind = (qdmp_response_kind)take_kind(lines);
    if (out->kind == QDMP_INFO_STATE)
        out->dmstate = lines->dmstate;
    else
        take_settings(out, &module->images[lines->image].settings);
    return QDMP_OK;
}

/* --- a command line --- */

static bool is_over(const qdmp_command_line *line) {
    return line->used >= line->text.len;
}

static char byte_here(const qdmp_command_line *line) {
    return line->text.ptr[line->used];
}

static void skip_spaces(qdmp_command_line *line) {
    while (!is_over(line) && byte_here(line) == ' ')
        line->used++;
}

static qdmp_span rest_of(const qdmp_command_line *line) {
    qdmp_span rest = {line->text.ptr + line->used, line->text.len - line->used};
    return rest;
}

void qdmp_command_line_open(qdmp_command_line *line, qdmp_span bytes) {
    const unsigned char *begin = qdmp__bytes(bytes), *end = begin + bytes.len, *text = begin;
    while (text < end && (*text == ' ' || qdmp__is_eol(*text)))
        text++;
    const unsigned char *eol = qdmp__find_eol(text, end);
    memset(line, 0, sizeof *line);
    line->used = (size_t)(text - begin);
    line->text = qdmp__span(begin, eol);
    line->size = line->text.len;
    if (eol < end)
        line->size += end - eol > 1 && eol[0] == '\r' && eol[1] == '\n' ? 2 : 1;
}

/* Ends the walk with an error. */
static qdmp_status fail(qdmp_command_line *line, qdmp_error *err, const qdmp_error *fault) {
    line->used = line->size;
    return qdmp__report(err, fault->status, fault->field, fault->offset);
}

/* Ends the walk at the end of the commands. */
static qdmp_status finish(qdmp_command_line *line) {
    line->used = line->size;
    return QDMP_END;
}

/* Where the current command ends: at the first `;` outside of quotes. */
static size_t find_end(const qdmp_command_line *line) {
    bool quoted = false;
    size_t end = line->used;
    for (; end < line->text.len && (quoted || line->text.ptr[end] != ';'); end++)
        quoted = quoted != (line->text.ptr[end] == '"');
    return end;
}

/* The current command. */
static qdmp_span command_here(qdmp_command_line *line) {
    qdmp_span command = rest_of(line);
    if (line->end <= line->used)
        line->end = find_end(line);
    command.len = line->end - line->used;
    return command;
}

static qdmp_status hand_over(qdmp_command_line *line, qdmp_error *err) {
    line->foreign = command_here(line);
    return qdmp__report(err, QDMP_NOT_OURS, QDMP_FIELD_NONE, line->used);
}

/* Counts the offset of an error from the beginning of the command, because execution errors lie in its texts. */
static void place(qdmp_error *fault, const qdmp_request *request, qdmp_span command) {
    if ((unsigned)fault->field < QDMP__FIRST_FIELD || qdmp__param_of(fault->field)->kind != QDMP_KIND_TEXT)
        return;
    const char *member = (const char *)request + offsetof(qdmp_request, server);
    const qdmp_span *text = (const qdmp_span *)(const void *)(member + qdmp__param_of(fault->field)->offset);
    fault->offset += (size_t)(text->ptr - command.ptr);
}

/* Skips the current `;`. */
static void pass_semicolon(qdmp_command_line *line) {
    if (!is_over(line) && byte_here(line) == ';')
        line->used++;
}

/*
 * Executes the current command, if it is ours. The decoder gets only this command, and does not search the end of the
 * line. Otherwise it would search that end after each foreign command.
 */
static qdmp_status execute_here(qdmp_command_line *line, qdmp_module *module, uint32_t dmstate, qdmp_error *fault) {
    qdmp_request request;
    qdmp_span command = command_here(line);
    qdmp_status status = qdmp_request_decode(command, QDMP_WHOLE_LINE, &request, NULL, fault);
    if (status != QDMP_OK)
        return status;
    line->used += command.len;
    pass_semicolon(line);
    status = qdmp_module_execute(module, &request, dmstate, &line->lines, fault);
    if (status != QDMP_OK)
        place(fault, &request, command);
    return status;
}

static qdmp_status execute_next(qdmp_command_line *line, qdmp_module *module, uint32_t dmstate, qdmp_error *err) {
    skip_spaces(line);
    if (is_over(line))
        return line->begun ? finish(line) : hand_over(line, err);
    size_t begin = line->used;
    qdmp_error fault = {QDMP_SYNTAX, QDMP_FIELD_NONE, 0};
    qdmp_status status = QDMP_SYNTAX;
    if (byte_here(line) != ';')
        status = execute_here(line, module, dmstate, &fault);
    line->begun = 1;
    if (status == QDMP_OK)
        return QDMP_OK;
    if (status == QDMP_NOT_OURS)
        return hand_over(line, err);
    fault.offset += begin;
    return fail(line, err, &fault);
}

qdmp_status qdmp_command_line_next(qdmp_command_line *line, qdmp_module *module, uint32_t dmstate, qdmp_response *out,
                                   qdmp_error *err) {
    while (qdmp_module_lines_next(module, &line->lines, out) != QDMP_OK) {
        qdmp_status status = execute_next(line, module, dmstate, err);
        if (status != QDMP_OK)
            return status;
    }
    return QDMP_OK;
}

/* The known end of the command stays valid, unless the walk resumes between quotes: then the end is searched again. */
static void pass_bytes(qdmp_command_line *line, size_t len) {
    bool quoted = false;
    for (; len > 0; len--, line->used++)
        quoted = quoted != (byte_here(line) == '"');
    if (quoted)
        line->end = 0;
}

void qdmp_command_line_resume(qdmp_command_line *line, size_t len) {
    size_t left = is_over(line) ? 0 : rest_of(line).len;
    pass_bytes(line, len < left ? len : left);
    line->begun = 1;
    skip_spaces(line);
    pass_semicolon(line);
}

/* --- final result codes --- */

qdmp_cme_error qdmp_cme_number(qdmp_status status) {
    switch (status) {
    case QDMP_NOT_OURS:
    case QDMP_FORM: return QDMP_CME_NOT_SUPPORTED;
    case QDMP_NOT_SET: return QDMP_CME_NOT_ALLOWED;
    case QDMP_STORAGE: return QDMP_CME_MEMORY_FAILURE;
    default: return QDMP_CME_INCORRECT_PARAMETERS;
    }
}

#define QDMP__CME_TEXT(ERROR, number, text)                                                                            \
    case QDMP_CME_##ERROR: return text;

const char *qdmp_cme_text(qdmp_status status) {
    switch (qdmp_cme_number(status)) {
        QDMP_CME_ERRORS(QDMP__CME_TEXT)
    default: return "";
    }
}
#endif
