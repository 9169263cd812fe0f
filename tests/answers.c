/* SPDX-License-Identifier: MIT */
/* Tests every request with every response. */
#include "message.h"

#define BIT(kind)   (1UL << (kind))
#define CONFIG_BITS (BIT(QDMP_INFO_ACCESS_MODE) | BIT(QDMP_INFO_SERVER) | BIT(QDMP_INFO_CREDENTIALS))
#define RESULT_BITS (BIT(QDMP_RESULT_OK) | BIT(QDMP_RESULT_ERROR) | BIT(QDMP_RESULT_CME_ERROR))

/* A request, and the kinds of information line that are part of its answer. */
typedef struct answer_row {
    const char *name;
    qdmp_request request;
    unsigned long parts;
} answer_row;

static const answer_row rows[] = {
    {"=0", {.kind = QDMP_SET_ACCESS_MODE}, 0},
    {"=1", {.kind = QDMP_SET_SERVER}, 0},
    {"=2", {.kind = QDMP_SET_CREDENTIALS}, 0},
    {"=4,0", {.kind = QDMP_QUERY, .query_opt = 0}, BIT(QDMP_INFO_ACCESS_MODE)},
    {"=4,1", {.kind = QDMP_QUERY, .query_opt = 1}, BIT(QDMP_INFO_SERVER)},
    {"=4,2", {.kind = QDMP_QUERY, .query_opt = 2}, BIT(QDMP_INFO_CREDENTIALS)},
    {"=5,0", {.kind = QDMP_ERASE, .erase_opt = 0}, 0},
    {"=5,4", {.kind = QDMP_ERASE, .erase_opt = 4}, 0},
    {"=6", {.kind = QDMP_QUERY_STATE}, BIT(QDMP_INFO_STATE)},
    {"=?", {.kind = QDMP_TEST}, BIT(QDMP_INFO_TEST)},
    {"?", {.kind = QDMP_READ}, CONFIG_BITS},
    {"EX=0,0", {.kind = QDMP_EX_SAVE_APPL_INFO}, 0},
    {"EX=1,0", {.kind = QDMP_EX_SAVE_MAC}, 0},
    {"EX=2,0", {.kind = QDMP_EX_SAVE_SYSTEM}, 0},
    {"EX=3,0", {.kind = QDMP_EX_SAVE_SOFTWARE}, 0},
    {"EX=4,0", {.kind = QDMP_EX_SAVE_NETWORK}, 0},
    {"EX=5,0", {.kind = QDMP_EX_SAVE_LOCATION}, 0},
    {"EX=?", {.kind = QDMP_EX_TEST}, BIT(QDMP_EX_INFO_TEST)},
    {"EX=0,1", {.kind = QDMP_EX_READ, .ex_type = 0}, BIT(QDMP_EX_INFO_APPL_INFO)},
    {"EX=1,1", {.kind = QDMP_EX_READ, .ex_type = 1}, BIT(QDMP_EX_INFO_MAC)},
    {"EX=2,1", {.kind = QDMP_EX_READ, .ex_type = 2}, BIT(QDMP_EX_INFO_SYSTEM)},
    {"EX=3,1", {.kind = QDMP_EX_READ, .ex_type = 3}, BIT(QDMP_EX_INFO_SOFTWARE)},
    {"EX=4,1", {.kind = QDMP_EX_READ, .ex_type = 4}, BIT(QDMP_EX_INFO_NETWORK)},
    {"EX=5,1", {.kind = QDMP_EX_READ, .ex_type = 5}, BIT(QDMP_EX_INFO_LOCATION)},
    {"EX=0,2", {.kind = QDMP_EX_ERASE, .ex_type = 0}, 0},
    {"EX=5,2", {.kind = QDMP_EX_ERASE, .ex_type = 5}, 0},
};

static qdmp_answer wanted(const answer_row *row, int kind) {
    if (RESULT_BITS & BIT(kind))
        return QDMP_ANSWER_COMPLETE;
    return row->parts & BIT(kind) ? QDMP_ANSWER_PART : QDMP_ANSWER_FOREIGN;
}

Test(answers, every_request_and_response) {
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t k = 0; k < response_kind_count; k++) {
            qdmp_response response = {.kind = (qdmp_response_kind)response_kinds[k].kind};
            qdmp_answer answer = qdmp_response_answers(&rows[i].request, &response);
            cr_expect(answer == wanted(&rows[i], response_kinds[k].kind), "%s and %s: %d", rows[i].name,
                      response_kinds[k].name, (int)answer);
        }
}

Test(answers, the_table_has_every_request) {
    for (size_t k = 0; k < request_kind_count; k++) {
        bool found = false;
        for (size_t i = 0; i < COUNT(rows); i++)
            found = found || (int)rows[i].request.kind == request_kinds[k].kind;
        cr_expect(found, "%s has no row", request_kinds[k].name);
    }
}

Test(answers, a_zeroed_response_is_foreign) {
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_response nothing = {.dm_mode = 0};
        cr_expect(qdmp_response_answers(&rows[i].request, &nothing) == QDMP_ANSWER_FOREIGN, "%s", rows[i].name);
    }
}
