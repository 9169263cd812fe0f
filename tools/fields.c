/* SPDX-License-Identifier: MIT */
#include "fields.h"

#include <stdio.h>

/*
 * The column `path` of spec.def names members of this union. It has the layout of the unions in requests and responses.
 */
union body {
    uint32_t number;
    qdmp_span text;
    qdmp_server server;
    qdmp_credentials credentials;
    qdmp_system system;
    qdmp_software software;
    qdmp_network network;
};

#define OFFSET(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                           \
    [QDMP_FIELD_##ID] = offsetof(union body, path),
static const uint8_t offsets[QDMP_FIELD_COUNT] = {QDMP_PARAMS(OFFSET)};

#define ONE(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) +1
#define PLACE(cmd, type, KIND, PARAMS, direction)                                                                      \
    FIRST_##KIND, LAST_##KIND = FIRST_##KIND - 1 PARAMS(ONE), END_##KIND = LAST_##KIND,
enum { BEFORE_FIRST = QDMP_FIELD_DETAIL, QDMP_FORMS(PLACE) };

#define IS_EX_CFG false
#define IS_EX_EX  true
#define ROW(cmd, type, KIND, PARAMS, direction)                                                                        \
    [QDMP__FORM_##KIND] = {IS_EX_##cmd, type, FIRST_##KIND, 0 PARAMS(ONE), IN_##direction},
static const form_row forms[FORMS_END] = {QDMP_FORMS(ROW)};

const form_row *form_at(unsigned kind) {
    return &forms[kind];
}

unsigned form_kind(bool ex, uint32_t type, unsigned direction) {
    for (unsigned kind = 1; kind < FORMS_END; kind++) {
        if (forms[kind].ex == ex && forms[kind].type == type)
            return forms[kind].direction & direction ? kind : 0;
    }
    return 0;
}

const qdmp_param *param_at(qdmp_field field) {
    size_t count;
    return qdmp_spec_params(&count) + field - (QDMP_FIELD_DETAIL + 1);
}

bool param_is_in(const qdmp_param *param, unsigned direction) {
    return direction != IN_REQUEST || param->form != QDMP_FORM_OUTPUT;
}

const void *field_in(const void *body, qdmp_field field) {
    return (const char *)body + offsets[field];
}

void *field_to_set(void *body, qdmp_field field) {
    return (char *)body + offsets[field];
}

size_t address_text(const uint8_t octets[4], char text[ADDRESS_TEXT]) {
    size_t size = 0;
    for (unsigned i = 0; i < 4; i++) {
        unsigned octet = octets[i];
        if (i)
            text[size++] = '.';
        if (octet >= 100)
            text[size++] = (char)('0' + octet / 100);
        if (octet >= 10)
            text[size++] = (char)('0' + octet / 10 % 10);
        text[size++] = (char)('0' + octet % 10);
    }
    return size;
}

const char *choices_text(qdmp_field field, char text[CHOICES_TEXT]) {
    size_t count, size = 0;
    const qdmp_choice *choice = qdmp_spec_choices(&count);
    text[0] = '\0';
    for (; count-- && size < CHOICES_TEXT; choice++) {
        if (choice->field == field && !choice->reserved)
            size += (size_t)snprintf(text + size, CHOICES_TEXT - size, "%s%u", size ? ", " : "", choice->value);
    }
    return text;
}

const char *command_name(bool ex) {
    return (ex ? QDMP_EX_NAME : QDMP_CFG_NAME) + 1;
}
