/* SPDX-License-Identifier: MIT */
#include "param.h"

/* Finds the members of the messages' unions: a form with one parameter is its value, others are a struct. */
union qdmp__body {
    uint32_t number;
    qdmp_span text;
    qdmp_server server;
    qdmp_credentials credentials;
    qdmp_system system;
    qdmp_software software;
    qdmp_network network;
};

/* --- the rows of spec.def
 * --------------------------------------------------------------------------------------------- */

#define LEAST_NUMBER(ID, least)  (least)
#define LEAST_ADDRESS(ID, least) (least)
#define LEAST_DIGITS(ID, least)  (least)
#define LEAST_TEXT(ID, least)    (least)
#define LEAST_CHOICE(ID, least)  (0 QDMP_##ID##_VALUES(QDMP__KEPT))
#define MOST_NUMBER(ID, most)    (most)
#define MOST_ADDRESS(ID, most)   (most)
#define MOST_DIGITS(ID, most)    (most)
#define MOST_TEXT(ID, most)      (most)
#define MOST_CHOICE(ID, most)    (0 QDMP_##ID##_VALUES(QDMP__VALID))
#define ROW(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                              \
    [QDMP_FIELD_##ID] = {#def, LEAST_##KIND(ID, least), MOST_##KIND(ID, most), QDMP_KIND_##KIND,                       \
                         offsetof(union qdmp__body, path)},

const qdmp__param qdmp__params[QDMP_FIELD_COUNT] = {QDMP_PARAMS(ROW)};

#define ONE(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) +1
#define PLACE(cmd, type, KIND, PARAMS, direction)                                                                      \
    FIRST_##KIND, LAST_##KIND = FIRST_##KIND - 1 PARAMS(ONE), PLACE_END_##KIND = LAST_##KIND,
enum { BEFORE_FIRST = QDMP_FIELD_DETAIL, QDMP_FORMS(PLACE) };

#define COUNT(cmd, type, KIND, PARAMS, direction)                                                                      \
    [QDMP__FORM_##KIND] = {FIRST_##KIND, 0 PARAMS(ONE), QDMP__##direction},

const qdmp__form qdmp__forms[QDMP__FORM_END] = {QDMP_FORMS(COUNT)};

#define IS_CFG_CFG +1
#define IS_CFG_EX
#define IS_CFG(cmd, type, KIND, PARAMS, direction) IS_CFG_##cmd
enum { CFG_TYPES = 0 QDMP_FORMS(IS_CFG), EX_TYPES = QDMP__FORM_END - 1 - CFG_TYPES };
enum { FIRST_FORM_CFG = 1, FIRST_FORM_EX = 1 + CFG_TYPES };

#define COMMAND(ID, name, test) [QDMP__##ID] = {QDMP_LITERAL(name), QDMP_LITERAL(test), FIRST_FORM_##ID, ID##_TYPES},

const qdmp__command qdmp__commands[2] = {QDMP_COMMANDS(COMMAND)};

/* --- reading
 * ------------------------------------------------------------------------------------------------------------ */

/* One value: its bytes without the spaces that may be skipped, and the delimiter behind it. */
typedef struct slot {
    const unsigned char *begin;
    const unsigned char *end;
    const unsigned char *delimiter;
    const unsigned char *broken; /* see qdmp__slots */
} slot;

static qdmp_status fail(qdmp_status status, const unsigned char *at, qdmp__fault *fault) {
    fault->at = at;
    return status;
}

static slot trimmed(slot v) {
    v.begin = qdmp__skip_spaces(v.begin, v.end);
    while (v.end > v.begin && v.end[-1] == ' ')
        v.end--;
    return v;
}

/* The member that holds `field`, in the union at `body`. */
static void *member(void *body, qdmp_field field) {
    return (char *)body + qdmp__params[field].offset;
}

static const void *const_member(const void *body, qdmp_field field) {
    return (const char *)body + qdmp__params[field].offset;
}

/* What slot `index` holds; an empty value at the end of the line where there is none. */
static slot slot_value(const qdmp__slots *slots, unsigned index, bool trims) {
    slot v = {slots->end, slots->end, slots->end, NULL};
    if (index < slots->count)
        v.begin = slots->at[index];
    if (index + 1 < slots->count)
        v.end = v.delimiter = slots->at[index + 1] - 1;
    else
        v.broken = slots->broken;
    return trims ? trimmed(v) : v;
}

void qdmp__slots_recover(qdmp__slots *slots, const unsigned char *first, const unsigned char *broken,
                         const unsigned char *end) {
    bool quoted = false;
    slots->count = 0;
    qdmp__slot_push(slots, first);
    for (const unsigned char *p = first; p < broken; p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (*p == ',' && !quoted)
            qdmp__slot_push(slots, p + 1);
    }
    slots->end = end;
    slots->broken = broken;
}

/* The first byte behind `p` that no space explains: what makes a bare value wrong. */
static qdmp_status unexpected(const unsigned char *p, slot v, qdmp__fault *fault) {
    return fail(QDMP_SYNTAX, qdmp__skip_spaces(p, v.end), fault);
}

static qdmp_status judge_number(const qdmp__param *param, uint32_t number) {
    if (param->kind != QDMP_KIND_CHOICE)
        return number >= param->least && number <= param->most ? QDMP_OK : QDMP_RANGE;
    uint32_t bit = number < 32 ? (uint32_t)1 << number : 0;
    return param->most & bit ? QDMP_OK : param->least & bit ? QDMP_RESERVED : QDMP_RANGE;
}

static qdmp_status read_digits(slot v, uint32_t *number, qdmp__fault *fault) {
    qdmp__number scanned = qdmp__scan_number(v.begin, v.end);
    if (scanned.end != v.end)
        return unexpected(scanned.end, v, fault);
    if (!scanned.fits)
        return fail(QDMP_RANGE, v.begin, fault);
    *number = scanned.value;
    return QDMP_OK;
}

static qdmp_status read_number(const qdmp__param *param, slot v, uint32_t *number, qdmp__fault *fault) {
    qdmp_status status = read_digits(v, number, fault);
    if (status != QDMP_OK)
        return status;
    return fail(judge_number(param, *number), v.begin, fault);
}

/* Four octets of one to three digits without leading zeros, as inet_pton takes them. */
static qdmp_status read_address(const qdmp__param *param, slot v, uint8_t *octets, qdmp__fault *fault) {
    const unsigned char *p = v.begin;
    for (unsigned i = 0; i < 4; i++) {
        if (i && (p == v.end || *p != '.'))
            return fail(QDMP_SYNTAX, p, fault);
        p += i > 0;
        const unsigned char *limit = v.end - p > 3 ? p + 3 : v.end;
        if (p < v.end && *p == '0')
            limit = p + 1;
        qdmp__number octet = qdmp__scan_number(p, limit);
        if (octet.end == p)
            return fail(QDMP_SYNTAX, p, fault);
        if (octet.value > param->most)
            return fail(QDMP_RANGE, p, fault);
        octets[i] = (uint8_t)octet.value;
        p = octet.end;
    }
    return p == v.end ? QDMP_OK : unexpected(p, v, fault);
}

static qdmp_status check_length(const qdmp__param *param, const unsigned char *begin, const unsigned char *end,
                                qdmp__fault *fault) {
    size_t length = (size_t)(end - begin);
    if (length < param->least)
        return fail(QDMP_LENGTH, end, fault);
    if (length > param->most && param->most != QDMP_NO_LIMIT)
        return fail(QDMP_LENGTH, begin + param->most, fault);
    return QDMP_OK;
}

static qdmp_status read_imei(const qdmp__param *param, slot v, qdmp_span *out, qdmp__fault *fault) {
    const unsigned char *p = qdmp__skip_digits(v.begin, v.end);
    if (p != v.end)
        return unexpected(p, v, fault);
    *out = qdmp__span(v.begin, v.end);
    return check_length(param, v.begin, v.end, fault);
}

/* What is wrong with a string that the grammar could not read, or read only because it skips spaces that count here. */
static qdmp_status broken_string(slot v, enum qdmp__reading reading, qdmp__fault *fault) {
    const unsigned char *stop = v.broken ? v.broken : v.end;
    if (*v.begin != '"')
        return fail(QDMP_BAD_CHAR, reading == QDMP__READ_EX ? qdmp__find(v.begin, stop, '"') : stop, fault);
    const unsigned char *closing = qdmp__find(v.begin + 1, stop, '"');
    if (closing != stop)
        return fail(QDMP_SYNTAX, reading == QDMP__READ_EX ? closing + 1 : stop, fault);
    return fail(stop == v.delimiter ? QDMP_UNTERMINATED : QDMP_BAD_CHAR, stop, fault);
}

/* Whether spaces stand around the quotes of a string, on a line where spaces belong to the value (R16). */
static bool has_stray_spaces(slot v, enum qdmp__reading reading) {
    slot inner = trimmed(v);
    return reading == QDMP__READ_EX && inner.begin < inner.end && *inner.begin == '"' &&
           (inner.begin != v.begin || inner.end != v.end);
}

/* At most the first four bytes of a password, less the stars at their end (R17). */
static qdmp_span shown_part(qdmp_span password) {
    if (password.len > QDMP_PASSWORD_SHOWN)
        password.len = QDMP_PASSWORD_SHOWN;
    while (password.len && password.ptr[password.len - 1] == QDMP_PASSWORD_MASK[0])
        password.len--;
    return password;
}

static qdmp_status read_text(qdmp_field field, slot v, enum qdmp__reading reading, qdmp_span *out, qdmp__fault *fault) {
    const qdmp__param *param = &qdmp__params[field];
    bool quoted = v.begin < v.end && *v.begin == '"';
    if (reading == QDMP__READ_REQUEST && !quoted)
        return fail(QDMP_QUOTING, v.begin, fault);
    if (v.broken || has_stray_spaces(v, reading))
        return broken_string(v, reading, fault);
    v.begin += quoted;
    v.end -= quoted;
    if (reading != QDMP__READ_REQUEST && v.begin == v.end && param->least)
        return fail(QDMP_MISSING, v.delimiter, fault);
    *out = qdmp__span(v.begin, v.end);
    if (reading != QDMP__READ_REQUEST && field == QDMP_FIELD_PASSWORD)
        *out = shown_part(*out);
    return check_length(param, v.begin, v.end, fault);
}

/* The value of a bare parameter: `out` is its member. */
static qdmp_status read_bare(const qdmp__param *param, slot v, void *out, qdmp__fault *fault) {
    if (v.begin < v.end && *v.begin == '"')
        return fail(QDMP_QUOTING, v.begin, fault);
    switch (param->kind) {
    case QDMP_KIND_ADDRESS: return read_address(param, v, out, fault);
    case QDMP_KIND_DIGITS: return read_imei(param, v, out, fault);
    default: return read_number(param, v, out, fault);
    }
}

/* What stands for a parameter that is left out: its default, as if the line held it (R7). */
static qdmp_status read_default(const qdmp__param *param, slot v, enum qdmp__reading reading, void *out,
                                qdmp__fault *fault) {
    const unsigned char *text = (const unsigned char *)param->fallback;
    if (reading != QDMP__READ_REQUEST || !*text)
        return fail(QDMP_MISSING, v.delimiter, fault);
    v.begin = v.end = text;
    while (*v.end)
        v.end++;
    return read_bare(param, v, out, fault);
}

qdmp_status qdmp__read_index(const qdmp__slots *slots, unsigned index, uint32_t *number, qdmp__fault *fault) {
    slot v = slot_value(slots, index, true);
    if (v.begin == v.end)
        return fail(QDMP_MISSING, v.delimiter, fault);
    if (*v.begin == '"')
        return fail(QDMP_QUOTING, v.begin, fault);
    qdmp_status status = read_digits(v, number, fault);
    return status == QDMP_OK ? fail(QDMP_OK, v.begin, fault) : status;
}

static qdmp_status read_param(qdmp_field field, slot v, enum qdmp__reading reading, void *body, uint32_t *defaulted,
                              qdmp__fault *fault) {
    const qdmp__param *param = &qdmp__params[field];
    void *out = member(body, field);
    fault->field = field;
    if (v.begin == v.end && (param->kind != QDMP_KIND_TEXT || reading == QDMP__READ_REQUEST)) {
        *defaulted |= QDMP_DEFAULTED(field);
        return read_default(param, v, reading, out, fault);
    }
    return param->kind == QDMP_KIND_TEXT ? read_text(field, v, reading, out, fault) : read_bare(param, v, out, fault);
}

/* Whether a comma may belong to a value: the line has several strings, and one of them is bare (R14). */
static bool has_bare_text(const qdmp__form *form, const qdmp__slots *slots, unsigned skip, enum qdmp__reading reading) {
    for (unsigned i = 0; i < form->count; i++) {
        slot v = slot_value(slots, skip + i, reading != QDMP__READ_EX);
        if (qdmp__params[form->first + i].kind == QDMP_KIND_TEXT && (v.begin == v.end || *v.begin != '"'))
            return reading != QDMP__READ_REQUEST;
    }
    return false;
}

qdmp_status qdmp__read_params(const qdmp__form *form, const qdmp__slots *slots, unsigned skip,
                              enum qdmp__reading reading, void *body, uint32_t *defaulted, qdmp__fault *fault) {
    *defaulted = 0;
    if (slots->count > skip + form->count) {
        fault->field = QDMP_FIELD_NONE;
        bool ambiguous = has_bare_text(form, slots, skip, reading);
        return fail(ambiguous ? QDMP_AMBIGUOUS : QDMP_TOO_MANY, slots->at[skip + form->count], fault);
    }
    for (unsigned i = 0; i < form->count; i++) {
        slot v = slot_value(slots, skip + i, reading != QDMP__READ_EX);
        qdmp_field field = (qdmp_field)(form->first + i);
        qdmp_status status = read_param(field, v, reading, body, defaulted, fault);
        if (status != QDMP_OK)
            return status;
    }
    return QDMP_OK;
}

qdmp_status qdmp__read_rest(const qdmp__form *form, const qdmp__slots *slots, void *body, qdmp__fault *fault) {
    qdmp_field field = (qdmp_field)form->first;
    fault->field = field;
    if (slots->count < 2)
        return fail(QDMP_MISSING, slots->end, fault);
    slot v = {slots->at[1], slots->end, slots->end, slots->broken};
    if (v.begin < v.end && *v.begin == '"') {
        if (slots->count > 2) {
            fault->field = QDMP_FIELD_NONE;
            return fail(QDMP_TOO_MANY, slots->at[2], fault);
        }
    } else if (slots->count > 2 || v.broken) {
        /* The grammar took what follows a comma for a value of its own, where a quote may stand. */
        const unsigned char *p = v.begin;
        while (p < v.end && *p != '"' && qdmp__is_text(*p))
            p++;
        if (p < v.end)
            return fail(QDMP_BAD_CHAR, p, fault);
    }
    return read_text(field, v, QDMP__READ_EX, member(body, field), fault);
}

/* --- writing
 * ------------------------------------------------------------------------------------------------------------ */

static qdmp_status check_imei(const qdmp__param *param, qdmp_span imei) {
    const unsigned char *begin = qdmp__bytes(imei), *end = begin + imei.len;
    qdmp__fault fault;
    if (begin == end)
        return QDMP_MISSING;
    if (qdmp__skip_digits(begin, end) != end)
        return QDMP_SYNTAX;
    return check_length(param, begin, end, &fault);
}

/* What a member holds, as it goes into the line: of a password in a response the shown part. */
static qdmp_span text_of(qdmp_field field, enum qdmp__reading reading, const void *body) {
    qdmp_span text = *(const qdmp_span *)const_member(body, field);
    return reading != QDMP__READ_REQUEST && field == QDMP_FIELD_PASSWORD ? shown_part(text) : text;
}

/* Whether spaces at the ends of `text` would be taken for those around a value (R16). */
static bool loses_space(qdmp_field field, qdmp_span text, enum qdmp__reading reading) {
    if (reading != QDMP__READ_CFG || !text.len)
        return false;
    return text.ptr[0] == ' ' || (field != QDMP_FIELD_PASSWORD && text.ptr[text.len - 1] == ' ');
}

static qdmp_status check_text(qdmp_field field, qdmp_span text, bool among_others, enum qdmp__reading reading) {
    const unsigned char *begin = qdmp__bytes(text), *end = begin + text.len;
    qdmp__fault fault;
    bool answers = reading != QDMP__READ_REQUEST;
    if (answers && begin == end && qdmp__params[field].least)
        return QDMP_MISSING;
    qdmp_status status = check_length(&qdmp__params[field], begin, end, &fault);
    if (status != QDMP_OK)
        return status;
    for (const unsigned char *p = begin; p < end; p++) {
        if (!qdmp__is_text(*p) || *p == '"' || (*p == ',' && answers && among_others))
            return QDMP_NOT_REPRESENTABLE;
    }
    return loses_space(field, text, reading) ? QDMP_NOT_REPRESENTABLE : QDMP_OK;
}

static qdmp_status check_param(qdmp_field field, bool among_others, enum qdmp__reading reading, const void *body) {
    const qdmp__param *param = &qdmp__params[field];
    const void *value = const_member(body, field);
    switch (param->kind) {
    case QDMP_KIND_ADDRESS: return QDMP_OK;
    case QDMP_KIND_DIGITS: return check_imei(param, *(const qdmp_span *)value);
    case QDMP_KIND_TEXT: return check_text(field, text_of(field, reading, body), among_others, reading);
    default: return judge_number(param, *(const uint32_t *)value);
    }
}

qdmp_status qdmp__check_params(const qdmp__form *form, enum qdmp__reading reading, const void *body,
                               qdmp_field *field) {
    for (unsigned i = 0; i < form->count; i++) {
        *field = (qdmp_field)(form->first + i);
        qdmp_status status = check_param(*field, form->count > 1, reading, body);
        if (status != QDMP_OK)
            return status;
    }
    return QDMP_OK;
}

static void write_address(qdmp__writer *writer, const uint8_t *octets) {
    for (unsigned i = 0; i < 4; i++) {
        if (i)
            qdmp__put_char(writer, '.');
        qdmp__put_number(writer, octets[i]);
    }
}

static void write_text(qdmp__writer *writer, qdmp_field field, enum qdmp__reading reading, qdmp_span text) {
    static const qdmp_span mask = QDMP_LITERAL(QDMP_PASSWORD_MASK);
    bool quotes = reading == QDMP__READ_REQUEST;
    if (quotes)
        qdmp__put_char(writer, '"');
    qdmp__put_span(writer, text);
    if (quotes)
        qdmp__put_char(writer, '"');
    else if (field == QDMP_FIELD_PASSWORD)
        qdmp__put_span(writer, mask);
}

void qdmp__write_params(qdmp__writer *writer, const qdmp__form *form, enum qdmp__reading reading, const void *body) {
    for (unsigned i = 0; i < form->count; i++) {
        qdmp_field field = (qdmp_field)(form->first + i);
        const void *value = const_member(body, field);
        qdmp__put_char(writer, ',');
        switch (qdmp__params[field].kind) {
        case QDMP_KIND_ADDRESS: write_address(writer, value); break;
        case QDMP_KIND_DIGITS: qdmp__put_span(writer, *(const qdmp_span *)value); break;
        case QDMP_KIND_TEXT: write_text(writer, field, reading, text_of(field, reading, body)); break;
        default: qdmp__put_number(writer, *(const uint32_t *)value); break;
        }
    }
}
