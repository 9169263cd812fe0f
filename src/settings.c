/* SPDX-License-Identifier: MIT */
/* All settings that the commands save: their defaults, and the effect of a request on them. */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "stored.h"

#include "text.h"

#define QDMP__STORED_ROW(KIND, tag, member)                                                                            \
    {(uint16_t)offsetof(qdmp_settings, member), sizeof(((qdmp_settings *)0)->member), QDMP__FORM_##KIND, tag},

const qdmp__stored qdmp__stored_forms[QDMP__STORED] = {QDMP_STORED(QDMP__STORED_ROW)};

/* --- defaults --- */

static bool is_extended(const qdmp__stored *row) {
    return row->kind >= QDMP__FIRST_EX;
}

/* Adds the content of `text`, a number or the four dotted octets of an address, to zeros. */
static void add_number(const unsigned char *text, uint32_t *number) {
    for (; *text; text++)
        *number = *number * 10 + (uint32_t)(*text - '0');
}

static void add_address(const unsigned char *text, uint8_t *octets) {
    for (; *text; text++) {
        if (*text == '.')
            octets++;
        else
            *octets = (uint8_t)(*octets * 10 + (*text - '0'));
    }
}

/* Sets a value of zeros to its default: that of the guide; `NULL` for an extended one; other values stay (R23). */
static void reset_value(const qdmp__param *param, bool extended, void *member) {
    static const qdmp_span null = QDMP_LITERAL(QDMP_NULL_TEXT);
    if (param->kind == QDMP_KIND_ADDRESS)
        add_address(qdmp__default_of(param), (uint8_t *)member);
    else if (param->kind == QDMP_KIND_NUMBER)
        add_number(qdmp__default_of(param), (uint32_t *)member);
    else if (extended)
        *(qdmp_span *)member = null;
}

static void reset(qdmp_settings *settings, const qdmp__stored *row) {
    const qdmp__form *form = &qdmp__forms[row->kind];
    char *body = (char *)qdmp__stored_member(settings, row);
    memset(body, 0, row->size);
    for (unsigned i = 0; i < form->count; i++) {
        const qdmp__param *param = qdmp__param_of((qdmp_field)(form->first + i));
        reset_value(param, is_extended(row), body + param->offset);
    }
    settings->set &= ~QDMP_WAS_SET(row->kind);
}

void qdmp_settings_defaults(qdmp_settings *settings) {
    settings->set = 0;
    for (unsigned i = 0; i < QDMP__STORED; i++)
        reset(settings, &qdmp__stored_forms[i]);
}

/* --- requests --- */

QDMP__STATIC_ASSERT((int)QDMP_ERASE_OPT_ACCESS_MODE == (int)QDMP_CFG_TYPE_ACCESS_MODE &&
                        (int)QDMP_ERASE_OPT_SERVER == (int)QDMP_CFG_TYPE_SERVER &&
                        (int)QDMP_ERASE_OPT_CREDENTIALS == (int)QDMP_CFG_TYPE_CREDENTIALS,
                    "an eraseOpt that names one form is its <type>");

static bool is_erased(const qdmp__stored *row, const qdmp_request *request) {
    if (request->kind == QDMP_EX_ERASE)
        return row->kind == qdmp__kind_of(true, request->ex_type);
    if (request->erase_opt == QDMP_ERASE_OPT_ALL)
        return !is_extended(row);
    return row->kind == qdmp__kind_of(false, request->erase_opt);
}

static qdmp_status erase(qdmp_settings *settings, const qdmp_request *request, qdmp_error *err) {
    bool ex = request->kind == QDMP_EX_ERASE;
    qdmp_field field = ex ? QDMP_FIELD_TYPE : QDMP_FIELD_ERASE_OPT;
    const qdmp__param *param = ex ? &qdmp__prefixes[QDMP__PREFIX_EX] : qdmp__param_of(field);
    qdmp_status status = qdmp__judge_number(param, QDMP_KIND_CHOICE, ex ? request->ex_type : request->erase_opt);
    if (status != QDMP_OK)
        return qdmp__report(err, status, field, 0);
    for (unsigned i = 0; i < QDMP__STORED; i++) {
        if (is_erased(&qdmp__stored_forms[i], request))
            reset(settings, &qdmp__stored_forms[i]);
    }
    return QDMP_OK;
}

qdmp_status qdmp_settings_apply(qdmp_settings *settings, const qdmp_request *request, qdmp_error *err) {
    if (request->kind == QDMP_ERASE || request->kind == QDMP_EX_ERASE)
        return erase(settings, request, err);
    for (unsigned i = 0; i < QDMP__STORED; i++) {
        const qdmp__stored *row = &qdmp__stored_forms[i];
        if (row->kind != (unsigned)request->kind)
            continue;
        memcpy(qdmp__stored_member(settings, row), (const char *)request + offsetof(qdmp_request, server), row->size);
        settings->set |= QDMP_WAS_SET(row->kind);
        return QDMP_OK;
    }
    return qdmp__report(err, QDMP_FORM, QDMP_FIELD_NONE, 0);
}
#endif
