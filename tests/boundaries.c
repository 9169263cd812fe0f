/* SPDX-License-Identifier: MIT */
/*
 * Tests every field at its lower limit, at its upper limit, and one beyond each, in all four directions. Compares the
 * table of the library with witness.h, which was typed by hand.
 */
#include "guard.h"
#include "message.h"
#include "witness.h"

#include <stdio.h>

enum { LONG_TEXT = 5000, LINE_SIZE = 3 * LONG_TEXT, VALUES_MAX = 40 };

/* --- the table against its witness ------------------------------------------------------------------------------- */

Test(boundaries, params_are_the_witness) {
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    cr_assert(count == COUNT(witness_params), "%zu rows, not %zu", count, COUNT(witness_params));
    for (size_t i = 0; i < count; i++) {
        const qdmp_param *p = &params[i];
        const witness_param *w = &witness_params[i];
        cr_expect_str_eq(p->command, w->command, "%s", w->name);
        cr_expect_str_eq(p->name, w->name, "row %zu", i);
        cr_expect_str_eq(p->default_text, w->default_text, "%s: default", w->name);
        cr_expect_str_eq(p->unit, w->unit, "%s: unit", w->name);
        cr_expect(p->type == w->type && p->position == w->position, "%s: place", w->name);
        cr_expect((int)p->kind == (int)w->kind, "%s: kind", w->name);
        cr_expect((int)p->form == (int)w->form, "%s: form", w->name);
        cr_expect(p->least == w->least, "%s: least %lu", w->name, (unsigned long)p->least);
        cr_expect(p->most == w->most, "%s: most %lu", w->name, (unsigned long)p->most);
        cr_expect((p->least_by == QDMP_BY_OURS) == w->least_is_ours, "%s: who set the least", w->name);
        cr_expect((p->most_by == QDMP_BY_OURS) == w->most_is_ours, "%s: who set the most", w->name);
        cr_expect_str_eq(qdmp_field_name(p->field), w->name, "%s: field", w->name);
        cr_expect_str_eq(slot_of(p->field)->name, w->name, "%s: slot", w->name);
    }
}

Test(boundaries, choices_are_the_witness) {
    size_t count;
    const qdmp_choice *choices = qdmp_spec_choices(&count);
    cr_assert(count == COUNT(witness_choices), "%zu rows, not %zu", count, COUNT(witness_choices));
    for (size_t i = 0; i < count; i++) {
        const witness_choice *w = &witness_choices[i];
        cr_expect_str_eq(qdmp_field_name(choices[i].field), w->param, "row %zu", i);
        cr_expect(choices[i].value == w->value, "%s: %u, not %u", w->param, choices[i].value, w->value);
        cr_expect(choices[i].reserved == w->reserved, "%s %u: reserved", w->param, w->value);
        cr_expect_str_eq(choices[i].name, w->name, "%s %u", w->param, w->value);
        cr_expect_str_eq(choices[i].text, w->text, "%s %u", w->param, w->value);
    }
}

Test(boundaries, constants_are_the_guides) {
    cr_expect(QDMP_UPDATE_PERIOD_MIN == 300 && QDMP_UPDATE_PERIOD_MAX == 4294966 &&
              QDMP_UPDATE_PERIOD_DEFAULT == 86400);
    cr_expect(QDMP_SERVER_PORT_MIN == 1 && QDMP_SERVER_PORT_MAX == 65535 && QDMP_SERVER_PORT_DEFAULT == 5683);
    cr_expect(QDMP_TML_IMEI_MIN == 15 && QDMP_TML_IMEI_MAX == 17);
    cr_expect(QDMP_APPKEY_MIN == 1 && QDMP_PASSWORD_MIN == 0);
    cr_expect(QDMP_APPL_INFO_MAX == 255 && QDMP_LOCATION_MAX == 255 && QDMP_MAC_MAX == 19);
    cr_expect(QDMP_ROM_MAX == 19 && QDMP_RAM_MAX == 19 && QDMP_CPU_MAX == 19 && QDMP_OS_SYS_VER_MAX == 47);
    cr_expect(QDMP_SW_VER_MAX == 47 && QDMP_SW_NAME_MAX == 47);
    cr_expect(QDMP_VOLTE_MAX == 7 && QDMP_NET_TYPE_MAX == 19 && QDMP_ACCOUNT_MAX == 47 && QDMP_PHONE_NUM_MAX == 19);
    cr_expect(QDMP_DM_MODE_FORBIDDEN == 0 && QDMP_DM_MODE_ALLOWED == 1);
    cr_expect(QDMP_CFG_TYPE_SERVER == 1 && QDMP_CFG_TYPE_STATE == 6 && QDMP_EX_TYPE_LOCATION == 5);
    cr_expect(QDMP_ACT_SAVE == 0 && QDMP_ACT_READ == 1 && QDMP_ACT_ERASE == 2);
}

/* --- lines with one value at a bound ------------------------------------------------------------------------------ */

/* One value of one field, and the expected result. */
typedef struct bound {
    const qdmp_param *param;
    message_direction direction;
    char value[LONG_TEXT + 1];
    qdmp_status status;
    size_t at; /* offset of the error from the first byte of the value, without an opening quote */
} bound;

static bool is_ex(const qdmp_param *p) {
    return !strcmp(p->command, "+QDMPCFGEX");
}

static bool exists_in(const qdmp_param *p, message_direction direction) {
    if (direction == REQUEST)
        return p->form != QDMP_FORM_OUTPUT;
    return p->field != QDMP_FIELD_QUERY_OPT && p->field != QDMP_FIELD_ERASE_OPT;
}

/* A value that is valid, whatever the limits are. */
static const char *neutral(const qdmp_param *p) {
    switch (p->kind) {
    case QDMP_KIND_NUMBER: return p->field == QDMP_FIELD_SERVER_PORT ? "5683" : "420";
    case QDMP_KIND_ADDRESS: return "1.2.3.4";
    case QDMP_KIND_DIGITS: return "863703030822519";
    case QDMP_KIND_TEXT: return "x";
    case QDMP_KIND_CHOICE: return "0";
    }
    return "";
}

/* Writes a line with the value of `b` in its place and neutral values elsewhere. Returns where the value begins. */
static size_t write_line(const bound *b, const char *value, char *line) {
    size_t count, begin = 0;
    const qdmp_param *params = qdmp_spec_params(&count), *p = b->param;
    bool request = b->direction == REQUEST;
    char *at = line + sprintf(line, request ? "AT%s=%d" : "%s: %d", p->command, p->type);
    if (request && is_ex(p))
        at += sprintf(at, ",0");
    for (size_t i = 0; i < count; i++) {
        const qdmp_param *other = &params[i];
        if (strcmp(other->command, p->command) != 0 || other->type != p->type)
            continue;
        const char *quote = request && other->form == QDMP_FORM_QUOTED ? "\"" : "";
        if (other == p)
            begin = (size_t)(at - line) + 1 + strlen(quote);
        at += sprintf(at, ",%s%s%s", quote, other == p ? value : neutral(other), quote);
    }
    return begin;
}

/* The value of the bound's field in `m`, as the line shows it. */
static void expect_value(const bound *b, const message *m) {
    const slot *s = slot_of(b->param->field);
    char shown_value[LONG_TEXT + 1];
    qdmp_span text = span_of(b->value);
    if (s->type == SLOT_TEXT) {
        if (b->param->field == QDMP_FIELD_PASSWORD && b->direction == RESPONSE && text.len > 4)
            text.len = 4;
        cr_expect(span_equal(message_text(m, s->field), text), "%s: another text", s->name);
        return;
    }
    message copy = *m;
    const uint8_t *ip = message_at(&copy, s->field);
    if (s->type == SLOT_ADDRESS)
        sprintf(shown_value, "%d.%d.%d.%d", ip[0], ip[1], ip[2], ip[3]);
    else
        sprintf(shown_value, "%lu", (unsigned long)message_number(m, s->field));
    cr_expect_str_eq(shown_value, b->value, "%s: %s", s->name, shown_value);
}

static void expect_decode(const bound *b) {
    static char line[LINE_SIZE];
    message m;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    size_t begin = write_line(b, b->value, line);
    qdmp_status status = message_decode(b->direction, span_of(line), QDMP_WHOLE_LINE, &m, NULL, &err);
    cr_expect(status == b->status, "%.80s: %s, not %s", line, qdmp_status_name(status), qdmp_status_name(b->status));
    if (status != b->status)
        return;
    if (status == QDMP_OK) {
        expect_value(b, &m);
        message_round_trip(&m, span_of(line));
        return;
    }
    cr_expect(err.field == b->param->field, "%.80s: blames '%s'", line, qdmp_field_name(err.field));
    cr_expect(err.offset == begin + b->at, "%.80s: at %zu, not %zu", line, err.offset, begin + b->at);
}

/* Puts the value of the bound into `m`. Returns false if the struct cannot hold it, for example an octet of 256. */
static bool put_value(const bound *b, message *m) {
    void *at = message_at(m, b->param->field);
    qdmp_span text = span_of(b->value);
    unsigned long number = 0;
    switch (slot_of(b->param->field)->type) {
    case SLOT_ADDRESS: return false;
    case SLOT_TEXT: memcpy(at, &text, sizeof text); return true;
    case SLOT_NUMBER:
        sscanf(b->value, "%lu", &number);
        memcpy(at, &(uint32_t){(uint32_t)number}, sizeof(uint32_t));
        return true;
    }
    return false;
}

static void expect_encode(const bound *b) {
    static char line[LINE_SIZE], expected[LINE_SIZE], out[LINE_SIZE];
    message m;
    qdmp_room room = {out, sizeof out};
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 99};
    size_t size = 12345;
    unsigned style = b->direction == REQUEST ? (unsigned)QDMP_REQUEST_WITHOUT_END : (unsigned)QDMP_RESPONSE_TEXT_ALONE;
    write_line(b, neutral(b->param), line);
    cr_assert(message_decode(b->direction, span_of(line), QDMP_WHOLE_LINE, &m, NULL, &err) == QDMP_OK, "%s", line);
    if (!put_value(b, &m))
        return;
    memset(out, 0x5A, sizeof out);
    qdmp_status status = message_encode(&m, style, room, &size, &err);
    cr_expect(status == b->status, "%s %.30s: %s, not %s", b->param->name, b->value, qdmp_status_name(status),
              qdmp_status_name(b->status));
    if (status == QDMP_OK && b->param->field != QDMP_FIELD_PASSWORD && m.direction == REQUEST) {
        write_line(b, b->value, expected);
        cr_expect(span_equal(span_from(out, size), span_of(expected)), "%.80s: written as %.80s", expected, out);
    }
    if (status == QDMP_OK)
        return;
    cr_expect(err.field == b->param->field && err.offset == 0, "%s: blames '%s' at %zu", b->param->name,
              qdmp_field_name(err.field), err.offset);
    cr_expect(size == 12345 && filled_with(out, sizeof out, 0x5A), "%s: something was written", b->param->name);
}

static void expect_bound(const bound *b) {
    expect_decode(b);
    expect_encode(b);
}

static void expect_number(bound *b, unsigned long value, qdmp_status status) {
    sprintf(b->value, "%lu", value);
    b->status = status;
    b->at = 0;
    expect_bound(b);
}

static void expect_numbers(bound *b) {
    expect_number(b, b->param->least, QDMP_OK);
    expect_number(b, b->param->most, QDMP_OK);
    expect_number(b, b->param->least - 1UL, QDMP_RANGE);
    expect_number(b, b->param->most + 1UL, QDMP_RANGE);
    expect_number(b, UINT32_MAX, QDMP_RANGE);
}

static void expect_length(bound *b, size_t len, qdmp_status status) {
    memset(b->value, b->param->kind == QDMP_KIND_DIGITS ? '7' : 'x', len);
    b->value[len] = '\0';
    b->status = status;
    b->at = len > b->param->most ? b->param->most : len;
    expect_bound(b);
}

static void expect_lengths(bound *b) {
    bool bounded = b->param->most != QDMP_NO_LIMIT;
    bool quoted = b->direction == REQUEST && b->param->form == QDMP_FORM_QUOTED;
    expect_length(b, b->param->least, QDMP_OK);
    expect_length(b, bounded ? b->param->most : LONG_TEXT, QDMP_OK);
    if (bounded)
        expect_length(b, b->param->most + 1, QDMP_LENGTH);
    if (b->param->least > 1)
        expect_length(b, b->param->least - 1, QDMP_LENGTH);
    if (b->param->least > 0) /* nothing between two commas is not a text */
        expect_length(b, 0, quoted ? QDMP_LENGTH : QDMP_MISSING);
}

static void expect_octet(bound *b, int place, unsigned octet) {
    unsigned octets[4] = {1, 2, 3, 4};
    octets[place] = octet;
    b->status = octet > 255 ? QDMP_RANGE : QDMP_OK;
    b->at = (size_t)place * 2;
    sprintf(b->value, "%u.%u.%u.%u", octets[0], octets[1], octets[2], octets[3]);
    expect_decode(b);
}

static void expect_octets(bound *b) {
    for (int place = 0; place < 4; place++) {
        expect_octet(b, place, 0);
        expect_octet(b, place, 255);
        expect_octet(b, place, 256);
    }
}

static qdmp_status choice_status(const char *name, unsigned value) {
    for (size_t i = 0; i < COUNT(witness_choices); i++)
        if (!strcmp(witness_choices[i].param, name) && witness_choices[i].value == value)
            return witness_choices[i].reserved ? QDMP_RESERVED : QDMP_OK;
    return QDMP_RANGE;
}

static void expect_choices(bound *b) {
    for (unsigned value = 0; value < VALUES_MAX; value++)
        expect_number(b, value, choice_status(b->param->name, value));
    expect_number(b, 256, QDMP_RANGE);
    expect_number(b, UINT32_MAX, QDMP_RANGE);
}

static void expect_param(const qdmp_param *p, message_direction direction) {
    static bound b;
    b.param = p;
    b.direction = direction;
    switch (p->kind) {
    case QDMP_KIND_NUMBER: expect_numbers(&b); break;
    case QDMP_KIND_ADDRESS: expect_octets(&b); break;
    case QDMP_KIND_DIGITS:
    case QDMP_KIND_TEXT: expect_lengths(&b); break;
    case QDMP_KIND_CHOICE: expect_choices(&b); break;
    }
}

static void expect_params(message_direction direction) {
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    for (size_t i = 0; i < count; i++)
        if (exists_in(&params[i], direction))
            expect_param(&params[i], direction);
}

Test(boundaries, requests) {
    expect_params(REQUEST);
}

Test(boundaries, responses) {
    expect_params(RESPONSE);
}

/* --- the longest lines -------------------------------------------------------------------------------------------- */

/* Fills `m` with values of the greatest length. */
static void stretch(message *m, const char *text) {
    const kind_row *kind = message_kind(m);
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    for (const qdmp_field *f = kind->fields; *f != QDMP_FIELD_NONE; f++)
        for (size_t i = 0; i < count; i++) {
            if (params[i].field != *f)
                continue;
            qdmp_span longest = {text, params[i].most == QDMP_NO_LIMIT ? 1 : params[i].most};
            uint32_t number = params[i].kind == QDMP_KIND_NUMBER      ? params[i].most
                              : params[i].field == QDMP_FIELD_DMSTATE ? 13
                                                                      : 0;
            switch (slot_of(*f)->type) {
            case SLOT_ADDRESS: memset(message_at(m, *f), 255, 4); break;
            case SLOT_TEXT: memcpy(message_at(m, *f), &longest, sizeof longest); break;
            case SLOT_NUMBER: memcpy(message_at(m, *f), &number, sizeof number); break;
            }
        }
}

/* The size of the longest line of this kind, as the encoder writes it. */
static size_t stretched_size(message *m) {
    static char text[LONG_TEXT], out[LINE_SIZE];
    qdmp_room room = {out, sizeof out};
    size_t size = 0;
    memset(text, '1', sizeof text);
    stretch(m, text);
    qdmp_status status = message_encode(m, 0, room, &size, NULL);
    cr_expect(status == QDMP_OK, "%s: %s", message_kind(m)->name, qdmp_status_name(status));
    return size;
}

Test(boundaries, longest_request) {
    size_t longest = 0;
    for (size_t i = 0; i < request_kind_count; i++) {
        message m = {REQUEST, .request = {.kind = (qdmp_request_kind)request_kinds[i].kind}};
        size_t size = m.request.kind == QDMP_SET_CREDENTIALS ? 0 : stretched_size(&m);
        longest = size > longest ? size : longest;
    }
    /* AT+QDMPCFGEX=0,0,"...", 255 bytes between the quotes, and CR */
    cr_expect(longest == 2 + 10 + 5 + 2 + 255 + 1, "%zu", longest);
    cr_expect(QDMP_REQUEST_LINE_MAX == longest, "%zu, not %zu", QDMP_REQUEST_LINE_MAX, longest);
}

Test(boundaries, longest_response) {
    size_t longest = 0;
    for (size_t i = 0; i < response_kind_count; i++) {
        message m = {RESPONSE, .response = {.kind = (qdmp_response_kind)response_kinds[i].kind}};
        bool unbounded = m.response.kind == QDMP_INFO_CREDENTIALS || m.response.kind == QDMP_RESULT_CME_ERROR;
        size_t size = unbounded ? 0 : stretched_size(&m);
        longest = size > longest ? size : longest;
    }
    /* CR LF, "+QDMPCFGEX: 0,", 255 bytes, CR LF */
    cr_expect(longest == 2 + 14 + 255 + 2, "%zu", longest);
    cr_expect(QDMP_RESPONSE_LINE_MAX == longest, "%zu, not %zu", QDMP_RESPONSE_LINE_MAX, longest);
}

Test(boundaries, credentials_lines) {
    static const size_t lengths[] = {1, 10, 300, 2000};
    static char text[LONG_TEXT], out[LINE_SIZE];
    qdmp_room room = {out, sizeof out};
    memset(text, '1', sizeof text);
    for (size_t i = 0; i < COUNT(lengths); i++) {
        size_t key = lengths[i], secret = lengths[COUNT(lengths) - 1 - i] + 4, size = 0;
        qdmp_credentials c = {{text, key}, {text, secret}, 2, {text, 17}};
        message ask = {REQUEST, .request = {.kind = QDMP_SET_CREDENTIALS, .credentials = c}};
        message answer = {RESPONSE, .response = {.kind = QDMP_INFO_CREDENTIALS, .credentials = c}};
        cr_expect(message_encode(&ask, 0, room, &size, NULL) == QDMP_OK);
        cr_expect(size == QDMP_CREDENTIALS_REQUEST_MAX(key, secret), "request: %zu bytes", size);
        cr_expect(message_encode(&answer, 0, room, &size, NULL) == QDMP_OK);
        cr_expect(size == QDMP_CREDENTIALS_RESPONSE_MAX(key), "response: %zu bytes", size);
    }
}
