/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "text.h"

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
    {MOST_##KIND(ID, most), LEAST_##KIND(ID, least), QDMP_KIND_##KIND, offsetof(union qdmp__body, path)},

const qdmp__param qdmp__params[QDMP_FIELD_COUNT - QDMP__FIRST_FIELD] = {QDMP_PARAMS(ROW)};

/* A <type> is a choice: of the forms of its command that exist in a direction. */
enum { IS_CFG, IS_EX };
#define TYPE_BIT(command, cmd, type, test)            | (uint32_t)(IS_##cmd == (command) && (test)) << (type)
#define CFG_ASKED(cmd, type, KIND, PARAMS, direction) TYPE_BIT(IS_CFG, cmd, type, QDMP__##direction &QDMP__REQUEST)
#define CFG_TOLD(cmd, type, KIND, PARAMS, direction)  TYPE_BIT(IS_CFG, cmd, type, QDMP__##direction &QDMP__INFO)
#define CFG_KEPT(cmd, type, KIND, PARAMS, direction)  TYPE_BIT(IS_CFG, cmd, type, QDMP__##direction == QDMP__NOWHERE)
#define EX_ASKED(cmd, type, KIND, PARAMS, direction)  TYPE_BIT(IS_EX, cmd, type, QDMP__##direction &QDMP__REQUEST)
#define EX_TOLD(cmd, type, KIND, PARAMS, direction)   TYPE_BIT(IS_EX, cmd, type, QDMP__##direction &QDMP__INFO)
#define EX_KEPT(cmd, type, KIND, PARAMS, direction)   TYPE_BIT(IS_EX, cmd, type, QDMP__##direction == QDMP__NOWHERE)
#define ACT_BIT(ACT, value)                           | 1 << (value)

const qdmp__param qdmp__prefixes[QDMP__PREFIXES] = {
    [QDMP__PREFIX_CFG] = {0 QDMP_FORMS(CFG_ASKED), 0 QDMP_FORMS(CFG_KEPT), QDMP_KIND_CHOICE, 0},
    [QDMP__PREFIX_EX] = {0 QDMP_FORMS(EX_ASKED), 0 QDMP_FORMS(EX_KEPT), QDMP_KIND_CHOICE, 0},
    [QDMP__PREFIX_ACT] = {0 QDMP_ACTS(ACT_BIT), 0, QDMP_KIND_CHOICE, 0},
    [QDMP__PREFIX_CFG_INFO] = {0 QDMP_FORMS(CFG_TOLD), 0 QDMP_FORMS(CFG_KEPT), QDMP_KIND_CHOICE, 0},
    [QDMP__PREFIX_EX_INFO] = {0 QDMP_FORMS(EX_TOLD), 0 QDMP_FORMS(EX_KEPT), QDMP_KIND_CHOICE, 0}};

#define DEFAULT(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) #def "\0"

/* The defaults as texts, one item a field; <type> and <act> have none. */
static const char defaults[] = QDMP_PARAMS(DEFAULT);

const unsigned char *qdmp__default_of(const qdmp__param *param) {
    const char *text = param->kind == QDMP_KIND_CHOICE ? "" : qdmp__item(defaults, (unsigned)(param - qdmp__params));
    return (const unsigned char *)text;
}

extern inline qdmp_status qdmp__judge_number(const qdmp__param *param, qdmp_param_kind kind, uint32_t number);
extern inline qdmp_status qdmp__judge_length(const qdmp__param *param, size_t len);

#define ONE(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) +1
#define PLACE(cmd, type, KIND, PARAMS, direction)                                                                      \
    FIRST_##KIND, LAST_##KIND = FIRST_##KIND - 1 PARAMS(ONE), PLACE_END_##KIND = LAST_##KIND,
enum { BEFORE_FIRST = QDMP_FIELD_DETAIL, QDMP_FORMS(PLACE) };

#define ASKED_BARE   +1
#define ASKED_QUOTED +1
#define ASKED_OUTPUT
#define ASKED(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) ASKED_##form
#define COUNT(cmd, type, KIND, PARAMS, direction)                                                                      \
    [QDMP__FORM_##KIND] = {FIRST_##KIND, 0 PARAMS(ONE), 0 PARAMS(ASKED), QDMP__##direction},

const qdmp__form qdmp__forms[QDMP__FORM_END] = {{QDMP__FIRST_FIELD, 0, 0, QDMP__NOWHERE}, QDMP_FORMS(COUNT)};

#define TEST(ID, name, test) QDMP_LITERAL(test),

const qdmp_span qdmp__tests[2] = {QDMP_COMMANDS(TEST)};
