/* SPDX-License-Identifier: MIT */
#include "module_model.h"

#include "check.h"
#include "image_model.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- The forms ---- */

/*
 * The forms that can be saved: the text before the values of an information line, and the values that were never set.
 */
static const struct form {
    unsigned tag;
    qdmp_request_kind kind;
    const char *line;
    size_t count;
    bool separates; /* a comma always separates: several values of the line are texts */
    const char *defaults[PARTS_MAX];
} forms[MODEL_FORMS] = {
    {1, QDMP_SET_ACCESS_MODE, "+QDMPCFG: 0", 1, false, {"0"}},
    {2, QDMP_SET_SERVER, "+QDMPCFG: 1", 3, false, {"117.161.2.41", "5683", "86400"}},
    {3, QDMP_SET_CREDENTIALS, "+QDMPCFG: 2", 4, true, {"", "", "0", ""}},
    {16, QDMP_EX_SAVE_APPL_INFO, "+QDMPCFGEX: 0", 1, false, {"NULL"}},
    {17, QDMP_EX_SAVE_MAC, "+QDMPCFGEX: 1", 1, false, {"NULL"}},
    {18, QDMP_EX_SAVE_SYSTEM, "+QDMPCFGEX: 2", 4, true, {"NULL", "NULL", "NULL", "NULL"}},
    {19, QDMP_EX_SAVE_SOFTWARE, "+QDMPCFGEX: 3", 2, true, {"NULL", "NULL"}},
    {20, QDMP_EX_SAVE_NETWORK, "+QDMPCFGEX: 4", 4, true, {"NULL", "NULL", "NULL", "NULL"}},
    {21, QDMP_EX_SAVE_LOCATION, "+QDMPCFGEX: 5", 1, false, {"NULL"}},
};

enum { ACCESS_MODE, SERVER, CREDENTIALS, EX_FORMS, APPKEY = 0, PASSWORD = 1 };

/* The form that a request sets or saves; MODEL_FORMS if it sets and saves none. */
static size_t form_of(int kind) {
    size_t form = 0;
    while (form < MODEL_FORMS && (int)forms[form].kind != kind)
        form++;
    return form;
}

/* ---- The dictionary ---- */

static void set_value(struct model_value *value, const void *text, size_t size) {
    if (size > MODEL_TEXT_MAX)
        abort();
    value->size = size;
    if (size > 0)
        memcpy(value->text, text, size);
}

static void forget(struct model_settings *settings, size_t form) {
    settings->is_set[form] = false;
    for (size_t i = 0; i < forms[form].count; i++)
        set_value(&settings->values[form][i], forms[form].defaults[i], strlen(forms[form].defaults[i]));
}

static void forget_all(struct model_settings *settings) {
    for (size_t form = 0; form < MODEL_FORMS; form++)
        forget(settings, form);
}

static void take_part(struct model_value *value, const struct part *part) {
    char text[32];
    int size = 0;
    switch (part->rule->kind) {
    case RULE_NUMBER:
    case RULE_CHOICE: size = snprintf(text, sizeof text, "%lu", (unsigned long)part->number); break;
    case RULE_ADDRESS:
        size = snprintf(text, sizeof text, "%u.%u.%u.%u", part->octets[0], part->octets[1], part->octets[2],
                        part->octets[3]);
        break;
    case RULE_IMEI:
    case RULE_TEXT: set_value(value, part->text.ptr, part->text.len); return;
    }
    set_value(value, text, (size_t)size);
}

static void take_parts(struct model_settings *settings, size_t form, const struct parts *parts) {
    settings->is_set[form] = true;
    for (size_t i = 0; i < forms[form].count; i++)
        take_part(&settings->values[form][i], &parts->list[i]);
}

/* The opposite direction; texts stay in their places. */
static struct part give_part(const struct model_value *value, const struct rule *rule) {
    struct part part = {.rule = rule, .text = {value->text, value->size}};
    char text[32] = "";
    unsigned octets[4];
    if (rule->kind == RULE_IMEI || rule->kind == RULE_TEXT)
        return part;
    memcpy(text, value->text, value->size);
    part.number = (uint32_t)strtoul(text, NULL, 10);
    if (rule->kind == RULE_ADDRESS && sscanf(text, "%u.%u.%u.%u", &octets[0], &octets[1], &octets[2], &octets[3]) == 4)
        for (size_t i = 0; i < sizeof part.octets; i++)
            part.octets[i] = (uint8_t)octets[i];
    return part;
}

static void give_parts(const struct model_settings *settings, size_t form, struct parts *parts) {
    const struct shape *shape = rules_request((int)forms[form].kind);
    parts->count = forms[form].count;
    for (size_t i = 0; i < parts->count; i++)
        parts->list[i] = give_part(&settings->values[form][i], shape->rules[i]);
}

/* ---- Images ---- */

static void write_image(const struct model_settings *settings, struct tape_image *out) {
    static struct composed content, image;
    struct parts parts;
    content.size = image.size = 0;
    for (size_t form = 0; form < MODEL_FORMS; form++) {
        if (!settings->is_set[form])
            continue;
        give_parts(settings, form, &parts);
        image_model_part(&content, forms[form].tag, &parts);
    }
    image_model_head(&image, 1, content.size);
    compose_bytes(&image, content.bytes, content.size);
    image_model_seal(&image);
    if (image.size > TAPE_IMAGE_MAX)
        abort();
    out->size = image.size;
    memcpy(out->bytes, image.bytes, image.size);
}

/* A value that no command of this module could have set counts as damage. */
static uint32_t texts_too_long(const struct module_model *model, const qdmp_settings *settings) {
    uint32_t fields = 0;
    if (settings->credentials.appkey.len > model->appkey_max)
        fields |= (uint32_t)1 << QDMP_FIELD_APPKEY;
    if (settings->credentials.password.len > model->password_max)
        fields |= (uint32_t)1 << QDMP_FIELD_PASSWORD;
    return fields;
}

static void take_settings(struct model_settings *out, const qdmp_settings *settings) {
    for (size_t form = 0; form < MODEL_FORMS; form++) {
        struct parts parts;
        forget(out, form);
        if (!(settings->set & QDMP_WAS_SET(forms[form].kind)))
            continue;
        image_model_parts(settings, forms[form].tag, &parts);
        take_parts(out, form, &parts);
    }
}

static void know_nothing(struct module_model *model) {
    forget_all(&model->stored);
    model->image.size = 0;
    model->is_unsure = true;
}

static struct model_opening take_image(struct module_model *model, const struct tape_image *image) {
    struct image_reading reading;
    know_nothing(model);
    image_model_read((qdmp_span){image->bytes, image->size}, &reading);
    if (reading.verdict == IMAGE_NEWER)
        return (struct model_opening){QDMP_NEWER, reading.offset, reading.fields};
    if (reading.verdict == IMAGE_DAMAGED)
        return (struct model_opening){QDMP_DAMAGED, reading.offset, reading.fields};
    uint32_t too_long = texts_too_long(model, &reading.settings);
    if (too_long != 0)
        return (struct model_opening){QDMP_DAMAGED, 0, too_long};
    model->is_unsure = false;
    if (reading.verdict == IMAGE_GOOD) {
        model->image = *image;
        take_settings(&model->stored, &reading.settings);
    }
    return (struct model_opening){QDMP_OK, 0, 0};
}

/* Loads the stored image. If that fails, the known settings stay. */
static struct model_opening load(struct module_model *model, struct tape *tape) {
    const struct tape_call *call = tape_play(tape, false);
    FUZZ_CHECK(call != NULL, "P88", "a load is missing");
    switch (call->status) {
    case QDMP_OK: return take_image(model, &call->image);
    case QDMP_DAMAGED: know_nothing(model); return (struct model_opening){QDMP_DAMAGED, 0, 0};
    case QDMP_TOO_LARGE: know_nothing(model); return (struct model_opening){QDMP_NEWER, 0, 0};
    default: return (struct model_opening){QDMP_STORAGE, 0, 0};
    }
}

struct model_opening module_model_open(struct module_model *model, struct tape *tape) {
    know_nothing(model);
    struct model_opening opening = load(model, tape);
    model->in_force = model->stored;
    model->image_in_force = model->image;
    model->failed = opening.status == QDMP_STORAGE;
    return opening;
}

void module_model_image(const struct module_model *model, struct tape_image *out) {
    if (model->image_in_force.size > 0)
        *out = model->image_in_force;
    else
        write_image(&model->in_force, out);
}

void module_model_stored(const struct module_model *model, struct tape_image *out) {
    if (model->image.size > 0)
        *out = model->image;
    else
        write_image(&model->stored, out);
}

static bool same_values(const struct model_settings *a, const struct model_settings *b, size_t form) {
    for (size_t i = 0; i < forms[form].count; i++) {
        const struct model_value *left = &a->values[form][i], *right = &b->values[form][i];
        if (left->size != right->size || memcmp(left->text, right->text, left->size) != 0)
            return false;
    }
    return a->is_set[form] == b->is_set[form];
}

/* Compares all values, also those that were never set. */
bool module_model_is_in_force(const struct module_model *model, const qdmp_settings *settings) {
    static struct model_settings theirs;
    for (size_t form = 0; form < MODEL_FORMS; form++) {
        struct parts parts;
        image_model_parts(settings, forms[form].tag, &parts);
        take_parts(&theirs, form, &parts);
        theirs.is_set[form] = settings->set & QDMP_WAS_SET(forms[form].kind);
        if (!same_values(&theirs, &model->in_force, form))
            return false;
    }
    return true;
}

/* ---- Faults ---- */

unsigned module_model_cme(qdmp_status status) {
    switch (status) {
    case QDMP_NOT_SET: return 3;
    case QDMP_NOT_OURS:
    case QDMP_FORM: return 4;
    case QDMP_STORAGE: return 23;
    default: return 50;
    }
}

const char *module_model_cme_text(qdmp_status status) {
    switch (module_model_cme(status)) {
    case 3: return "operation not allowed";
    case 4: return "operation not supported";
    case 23: return "memory failure";
    default: return "incorrect parameters";
    }
}

static void blame(struct model_answer *out, qdmp_status status, qdmp_field field, size_t offset) {
    if (out->fault_count < MODEL_FAULTS_MAX)
        out->faults[out->fault_count++] = (struct model_fault){status, field, offset};
}

/* A command: its values, the line that contains it, and its beginning in the line. */
struct command {
    const struct parts *parts;
    qdmp_span line;
    size_t at;
};

static size_t offset_of(const struct command *command, qdmp_span text) {
    return command->line.ptr == NULL ? 0 : (size_t)(text.ptr - command->line.ptr);
}

static void check_size(struct model_answer *out, const struct command *command, size_t value, size_t most) {
    const struct part *part = &command->parts->list[value];
    if (part->text.len > most)
        blame(out, QDMP_LENGTH, part->rule->field, offset_of(command, part->text) + most);
}

static bool has_edge_space(qdmp_span text) {
    return text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

static bool has_comma(qdmp_span text) {
    return text.len > 0 && memchr(text.ptr, ',', text.len) != NULL;
}

/* R15: rejects values that could not be read again. */
static void check_shown(struct model_answer *out, const struct command *command, size_t form) {
    for (size_t i = 0; i < command->parts->count; i++) {
        const struct part *part = &command->parts->list[i];
        if (part->rule->kind != RULE_TEXT)
            continue;
        qdmp_span text = part->rule->field == QDMP_FIELD_PASSWORD ? rules_shown_part(part->text) : part->text;
        if ((forms[form].separates && has_comma(text)) || (form == CREDENTIALS && has_edge_space(text)))
            blame(out, QDMP_NOT_REPRESENTABLE, part->rule->field, offset_of(command, part->text));
    }
}

/* Finds values that a command may have and this module does not accept. */
static void judge_values(const struct module_model *model, const struct command *command, struct model_answer *out) {
    size_t form = form_of(command->parts->kind);
    if (form == MODEL_FORMS)
        return;
    check_shown(out, command, form);
    if (form == CREDENTIALS) {
        check_size(out, command, APPKEY, model->appkey_max);
        check_size(out, command, PASSWORD, model->password_max);
    }
}

/* ---- Information lines ---- */

static void put(struct model_line *line, const void *bytes, size_t size) {
    if (size > MODEL_LINE_MAX - line->size)
        abort();
    if (size > 0)
        memcpy(line->bytes + line->size, bytes, size);
    line->size += size;
}

static void put_text(struct model_line *line, const char *text) {
    put(line, text, strlen(text));
}

static struct model_line *begin_line(struct model_answer *out, const char *text) {
    struct model_line *line = &out->lines[out->line_count++];
    line->size = 0;
    put_text(line, "\r\n");
    put_text(line, text);
    return line;
}

static void answer_line(struct model_answer *out, const char *text) {
    put_text(begin_line(out, text), "\r\n");
}

static void answer_form(struct model_answer *out, const struct model_settings *settings, size_t form) {
    struct model_line *line = begin_line(out, forms[form].line);
    for (size_t i = 0; i < forms[form].count; i++) {
        const struct model_value *value = &settings->values[form][i];
        qdmp_span text = {value->text, value->size};
        bool masked = form == CREDENTIALS && i == PASSWORD;
        text = masked ? rules_shown_part(text) : text;
        put_text(line, ",");
        put(line, text.ptr, text.len);
        put_text(line, masked ? "****" : "");
    }
    put_text(line, "\r\n");
}

/* R18. */
static bool is_dmstate(uint32_t number) {
    return number == 0 || (number >= 4 && number <= 9) || (number >= 11 && number <= 13);
}

static void answer_state(struct model_answer *out, const struct command *command, uint32_t dmstate) {
    char text[40];
    if (!is_dmstate(dmstate)) {
        blame(out, QDMP_RANGE, QDMP_FIELD_DMSTATE, command->at);
        return;
    }
    (void)snprintf(text, sizeof text, "+QDMPCFG: 6,%lu", (unsigned long)dmstate);
    answer_line(out, text);
}

static void read_in_force(const struct module_model *model, struct model_answer *out) {
    answer_form(out, &model->in_force, ACCESS_MODE);
    answer_form(out, &model->in_force, SERVER);
    if (model->in_force.is_set[CREDENTIALS])
        answer_form(out, &model->in_force, CREDENTIALS);
}

/* ---- Commands ---- */

static bool same_image(const struct tape_image *a, const struct tape_image *b) {
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static bool is_empty(const struct model_settings *settings) {
    for (size_t form = 0; form < MODEL_FORMS; form++)
        if (settings->is_set[form])
            return false;
    return true;
}

/* Makes `next` the stored settings. */
static void save(struct module_model *model, struct tape *tape, const struct command *command,
                 const struct model_settings *next, struct model_answer *out) {
    static struct tape_image image;
    write_image(next, &image);
    bool same = model->image.size == 0 ? is_empty(next) : same_image(&model->image, &image);
    if (same && !model->is_unsure)
        return;
    const struct tape_call *call = tape_play(tape, true);
    FUZZ_CHECK(call != NULL, "P88", "a store is missing");
    FUZZ_CHECK(same_image(&call->image, &image), "P89",
               "an image of %zu bytes is stored, not that of the model, of %zu", call->image.size, image.size);
    if (call->status == QDMP_OK) {
        model->image = image;
        model->stored = *next;
        model->is_unsure = false;
        return;
    }
    blame(out, QDMP_STORAGE, QDMP_FIELD_NONE, command->at);
    (void)load(model, tape);
    model->is_unsure = true;
}

static void set(struct module_model *model, struct tape *tape, const struct command *command,
                struct model_answer *out) {
    static struct model_settings next;
    judge_values(model, command, out);
    if (out->fault_count > 0)
        return;
    next = model->stored;
    take_parts(&next, form_of(command->parts->kind), command->parts);
    save(model, tape, command, &next, out);
}

/* `first` to `last`: forms. */
static void erase(struct module_model *model, struct tape *tape, const struct command *command, size_t first,
                  size_t last, struct model_answer *out) {
    static struct model_settings next;
    next = model->stored;
    for (size_t form = first; form <= last; form++)
        forget(&next, form);
    save(model, tape, command, &next, out);
}

static void query(const struct module_model *model, const struct command *command, size_t form,
                  struct model_answer *out) {
    if (form == CREDENTIALS && !model->stored.is_set[form])
        blame(out, QDMP_NOT_SET, QDMP_FIELD_QUERY_OPT, command->at);
    else
        answer_form(out, &model->stored, form);
}

/* Whether a command changes or shows the stored settings. */
static bool needs_storage(int kind) {
    return kind != QDMP_TEST && kind != QDMP_EX_TEST && kind != QDMP_READ && kind != QDMP_QUERY_STATE;
}

static void execute(struct module_model *model, struct tape *tape, const struct command *command,
                    struct model_answer *out) {
    const struct parts *parts = command->parts;
    size_t number = parts->count > 0 ? parts->list[0].number : 0;
    if (model->failed && needs_storage(parts->kind)) {
        blame(out, QDMP_STORAGE, QDMP_FIELD_NONE, command->at);
        return;
    }
    switch (parts->kind) {
    case QDMP_TEST:
        answer_line(out, "+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]");
        break;
    case QDMP_EX_TEST:
        answer_line(out, "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]");
        break;
    case QDMP_READ: read_in_force(model, out); break;
    case QDMP_QUERY_STATE: answer_state(out, command, model->dmstate); break;
    case QDMP_QUERY: query(model, command, number, out); break;
    case QDMP_EX_READ: query(model, command, EX_FORMS + number, out); break;
    case QDMP_ERASE:
        erase(model, tape, command, number == 4 ? 0 : number, number == 4 ? CREDENTIALS : number, out);
        break;
    case QDMP_EX_ERASE: erase(model, tape, command, EX_FORMS + number, EX_FORMS + number, out); break;
    default: set(model, tape, command, out); break;
    }
}

void module_model_execute(struct module_model *model, struct tape *tape, qdmp_span line, size_t at,
                          const struct naive_answer *decoded, struct model_answer *out) {
    struct command command = {&decoded->parts, line, at};
    out->line_count = out->fault_count = 0;
    if (decoded->status == QDMP_OK) {
        execute(model, tape, &command, out);
        return;
    }
    for (size_t i = 0; i < decoded->fault_count; i++)
        blame(out, decoded->faults[i].status, decoded->faults[i].field, at + decoded->faults[i].offset);
    if (line.ptr != NULL) /* the decoder refuses the line, and nothing else is checked */
        return;
    judge_values(model, &command, out);
    if (model->failed)
        blame(out, QDMP_STORAGE, QDMP_FIELD_NONE, 0);
}

/* ---- A command line ---- */

static bool is_eol(char c) {
    return c == '\r' || c == '\n';
}

void module_model_walk(struct model_walk *walk, qdmp_span bytes) {
    size_t at = 0;
    *walk = (struct model_walk){.bytes = bytes, .is_blank = true};
    for (; at < bytes.len && (bytes.ptr[at] == ' ' || is_eol(bytes.ptr[at])); at++)
        if (is_eol(bytes.ptr[at]))
            walk->at = at + 1;
    if (at == bytes.len)
        walk->at = at;
    while (at < bytes.len && !is_eol(bytes.ptr[at]))
        at++;
    walk->stop = walk->next = at;
    if (at < bytes.len)
        walk->next += bytes.ptr[at] == '\r' && at + 1 < bytes.len && bytes.ptr[at + 1] == '\n' ? 2 : 1;
}

/* The place after spaces. */
static size_t behind_spaces(const struct model_walk *walk, size_t at) {
    while (at < walk->stop && walk->bytes.ptr[at] == ' ')
        at++;
    return at;
}

static qdmp_status hand_over(struct model_walk *walk) {
    size_t end = walk->at;
    bool quoted = false;
    for (; end < walk->stop && (quoted || walk->bytes.ptr[end] != ';'); end++)
        quoted = quoted != (walk->bytes.ptr[end] == '"');
    walk->used = walk->at;
    walk->foreign = (qdmp_span){walk->bytes.ptr + walk->at, end - walk->at};
    return QDMP_NOT_OURS;
}

/* Ends the walk. */
static qdmp_status conclude(struct model_walk *walk, qdmp_status status) {
    walk->at = walk->stop;
    walk->used = walk->next;
    return status;
}

qdmp_status module_model_next(struct module_model *model, struct tape *tape, struct model_walk *walk,
                              struct model_answer *out) {
    static struct naive_answer command;
    bool is_blank = walk->is_blank, may_separate = walk->may_separate;
    out->line_count = out->fault_count = 0;
    walk->is_blank = walk->may_separate = false;
    walk->at = walk->at < walk->stop ? behind_spaces(walk, walk->at) : walk->at;
    if (may_separate && walk->at < walk->stop && walk->bytes.ptr[walk->at] == ';')
        walk->at = behind_spaces(walk, walk->at + 1);
    if (walk->at >= walk->stop)
        return is_blank ? hand_over(walk) : conclude(walk, QDMP_END);
    if (walk->bytes.ptr[walk->at] == ';') {
        blame(out, QDMP_SYNTAX, QDMP_FIELD_NONE, walk->at);
        return conclude(walk, QDMP_SYNTAX);
    }
    naive_request((qdmp_span){walk->bytes.ptr + walk->at, walk->bytes.len - walk->at}, QDMP_WHOLE_LINE, &command);
    if (command.status == QDMP_NOT_OURS)
        return hand_over(walk);
    module_model_execute(model, tape, walk->bytes, walk->at, &command, out);
    if (out->fault_count > 0)
        return conclude(walk, out->faults[0].status);
    walk->at += command.used;
    return QDMP_OK;
}

void module_model_resume(struct model_walk *walk, size_t len) {
    walk->at += len;
    walk->may_separate = true;
}
