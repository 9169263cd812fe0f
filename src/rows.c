/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "rows.h"

#include "text.h"

/* Finds the members of the messages' unions: a form with one parameter is its value, other forms are a struct. */
union qdmp__body {
    uint32_t number;
    qdmp_span text;
    qdmp_server server;
    qdmp_credentials credentials;
    qdmp_system system;
    qdmp_software software;
    qdmp_network network;
};

/* The bits of the items of a list. `BIT` writes each as `| bit`. */
#define QDMP__BITS(LIST, BIT)                (0 LIST(BIT))

#define QDMP__LEAST_NUMBER(PREFIXED, least)  (least)
#define QDMP__LEAST_ADDRESS(PREFIXED, least) (least)
#define QDMP__LEAST_DIGITS(PREFIXED, least)  (least)
#define QDMP__LEAST_TEXT(PREFIXED, least)    (least)
#define QDMP__LEAST_CHOICE(PREFIXED, least)  QDMP__BITS(PREFIXED##_VALUES, QDMP__KEPT)
#define QDMP__MOST_NUMBER(PREFIXED, most)    (most)
#define QDMP__MOST_ADDRESS(PREFIXED, most)   (most)
#define QDMP__MOST_DIGITS(PREFIXED, most)    (most)
#define QDMP__MOST_TEXT(PREFIXED, most)      (most)
#define QDMP__MOST_CHOICE(PREFIXED, most)    QDMP__BITS(PREFIXED##_VALUES, QDMP__VALID)
#define QDMP__ROW(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                        \
    {QDMP__MOST_##KIND(QDMP_##ID, most), QDMP__LEAST_##KIND(QDMP_##ID, least), QDMP_KIND_##KIND,                       \
     offsetof(union qdmp__body, path)},

const qdmp__param qdmp__params[QDMP_FIELD_COUNT - QDMP__FIRST_FIELD] = {QDMP_PARAMS(QDMP__ROW)};

/* A <type> is a choice among the forms of its command that exist in a direction. */
enum { QDMP__IS_CFG_TYPE, QDMP__IS_EX_TYPE };
#define QDMP__TYPE_BIT(command, wanted, type, test) | (uint32_t)((command) == (wanted) && (test)) << (type)
#define QDMP__CFG_ASKED(cmd, type, KIND, PARAMS, direction)                                                            \
    QDMP__TYPE_BIT(QDMP__IS_##cmd##_TYPE, QDMP__IS_CFG_TYPE, type, QDMP__##direction &QDMP__REQUEST)
#define QDMP__CFG_TOLD(cmd, type, KIND, PARAMS, direction)                                                             \
    QDMP__TYPE_BIT(QDMP__IS_##cmd##_TYPE, QDMP__IS_CFG_TYPE, type, QDMP__##direction &QDMP__INFO)
#define QDMP__CFG_KEPT(cmd, type, KIND, PARAMS, direction)                                                             \
    QDMP__TYPE_BIT(QDMP__IS_##cmd##_TYPE, QDMP__IS_CFG_TYPE, type, QDMP__##direction == QDMP__NOWHERE)
#define QDMP__EX_ASKED(cmd, type, KIND, PARAMS, direction)                                                             \
    QDMP__TYPE_BIT(QDMP__IS_##cmd##_TYPE, QDMP__IS_EX_TYPE, type, QDMP__##direction &QDMP__REQUEST)
#define QDMP__EX_TOLD(cmd, type, KIND, PARAMS, direction)                                                              \
    QDMP__TYPE_BIT(QDMP__IS_##cmd##_TYPE, QDMP__IS_EX_TYPE, type, QDMP__##direction &QDMP__INFO)
#define QDMP__EX_KEPT(cmd, type, KIND, PARAMS, direction)                                                              \
    QDMP__TYPE_BIT(QDMP__IS_##cmd##_TYPE, QDMP__IS_EX_TYPE, type, QDMP__##direction == QDMP__NOWHERE)
#define QDMP__ACT_BIT(ACT, value) | UINT32_C(1) << (value)

/* The order is that of enum qdmp__prefix. */
const qdmp__param qdmp__prefixes[QDMP__PREFIXES] = {
    {QDMP__BITS(QDMP_FORMS, QDMP__CFG_ASKED), QDMP__BITS(QDMP_FORMS, QDMP__CFG_KEPT), QDMP_KIND_CHOICE, 0},
    {QDMP__BITS(QDMP_FORMS, QDMP__EX_ASKED), QDMP__BITS(QDMP_FORMS, QDMP__EX_KEPT), QDMP_KIND_CHOICE, 0},
    {QDMP__BITS(QDMP_ACTS, QDMP__ACT_BIT), 0, QDMP_KIND_CHOICE, 0},
    {QDMP__BITS(QDMP_FORMS, QDMP__CFG_TOLD), QDMP__BITS(QDMP_FORMS, QDMP__CFG_KEPT), QDMP_KIND_CHOICE, 0},
    {QDMP__BITS(QDMP_FORMS, QDMP__EX_TOLD), QDMP__BITS(QDMP_FORMS, QDMP__EX_KEPT), QDMP_KIND_CHOICE, 0}};

#define QDMP__DEFAULT(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                    \
    QDMP__TEXT_OF(def) "\0"

/* The defaults as texts, one item a field; <type> and <act> have none. */
static const char defaults[] = QDMP_PARAMS(QDMP__DEFAULT);

const unsigned char *qdmp__default_of(const qdmp__param *param) {
    const char *text = param->kind == QDMP_KIND_CHOICE ? "" : qdmp__item(defaults, (unsigned)(param - qdmp__params));
    return (const unsigned char *)text;
}

extern inline qdmp_status qdmp__judge_number(const qdmp__param *param, qdmp_param_kind kind, uint32_t number);
extern inline qdmp_status qdmp__judge_length(const qdmp__param *param, size_t len);

#define QDMP__ONE(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) +1
#define QDMP__PLACE(cmd, type, KIND, PARAMS, direction)                                                                \
    QDMP__FIRST_OF_##KIND, QDMP__LAST_OF_##KIND = QDMP__FIRST_OF_##KIND - 1 PARAMS(QDMP__ONE),                         \
                           QDMP__PLACE_END_##KIND = QDMP__LAST_OF_##KIND,
enum { QDMP__BEFORE_FIRST = QDMP_FIELD_DETAIL, QDMP_FORMS(QDMP__PLACE) };

#define QDMP__ASKED_BARE   +1
#define QDMP__ASKED_QUOTED +1
#define QDMP__ASKED_OUTPUT
#define QDMP__ASKED(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) QDMP__ASKED_##form
#define QDMP__COUNT(cmd, type, KIND, PARAMS, direction)                                                                \
    {QDMP__FIRST_OF_##KIND, 0 PARAMS(QDMP__ONE), 0 PARAMS(QDMP__ASKED), QDMP__##direction},

const qdmp__form qdmp__forms[QDMP__FORM_END] = {{QDMP__FIRST_FIELD, 0, 0, QDMP__NOWHERE}, QDMP_FORMS(QDMP__COUNT)};

#define QDMP__TEST_LINE(ID, name, test) QDMP_LITERAL(test),

const qdmp_span qdmp__tests[2] = {QDMP_COMMANDS(QDMP__TEST_LINE)};
