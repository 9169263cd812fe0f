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

#define ACT_BIT(ACT, value) | 1 << (value)

/* Which types there are depends on the command; the detail of an error is read by nobody else's rules. */
const qdmp__param qdmp__params[QDMP_FIELD_COUNT - QDMP__FIRST_FIELD] = {{UINT32_MAX, 0, QDMP_KIND_NUMBER, 0},
                                                                        {0 QDMP_ACTS(ACT_BIT), 0, QDMP_KIND_CHOICE, 0},
                                                                        {0, 0, QDMP_KIND_TEXT, 0},
                                                                        QDMP_PARAMS(ROW)};

#define DEFAULT(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) #def "\0"

/* The defaults as texts, one item a row. */
static const char defaults[] = "\0\0\0" QDMP_PARAMS(DEFAULT);

const char *qdmp__default_of(qdmp_field field) {
    return qdmp__item(defaults, (unsigned)field - QDMP__FIRST_FIELD);
}

qdmp_status qdmp__judge_number(const qdmp__param *param, uint32_t number) {
    if (param->kind != QDMP_KIND_CHOICE)
        return number >= param->least && number <= param->most ? QDMP_OK : QDMP_RANGE;
    uint32_t bit = number < 32 ? (uint32_t)1 << number : 0;
    return param->most & bit ? QDMP_OK : param->least & bit ? QDMP_RESERVED : QDMP_RANGE;
}

qdmp_status qdmp__judge_length(const qdmp__param *param, size_t len) {
    return len >= param->least && (len <= param->most || param->most == QDMP_NO_LIMIT) ? QDMP_OK : QDMP_LENGTH;
}

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

const qdmp__form qdmp__forms[QDMP__FORM_END] = {QDMP_FORMS(COUNT)};

#define HEAD(ID, name, test) [QDMP__##ID] = QDMP_LITERAL(name),
#define TEST(ID, name, test) [QDMP__##ID] = QDMP_LITERAL(test),

const qdmp_span qdmp__tests[2] = {QDMP_COMMANDS(TEST)};

const qdmp_span qdmp__heads[QDMP__HEADS] = {
    QDMP_COMMANDS(HEAD)[QDMP__OK] = QDMP_LITERAL("OK"), [QDMP__ERROR] = QDMP_LITERAL("ERROR"),
    [QDMP__CME_ERROR] = QDMP_LITERAL("+CME ERROR")};

unsigned qdmp__find_head(const unsigned char *begin, const unsigned char *end, unsigned mask) {
    unsigned head = 0;
    for (; head < QDMP__HEADS; head++) {
        const char *name = qdmp__heads[head].ptr;
        const unsigned char *p = begin;
        if (qdmp__heads[head].len != (size_t)(end - begin))
            continue;
        while (p < end && !((*p ^ (unsigned char)*name) & mask)) {
            p++;
            name++;
        }
        if (p == end)
            break;
    }
    return head;
}
