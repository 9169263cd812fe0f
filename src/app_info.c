/* SPDX-License-Identifier: MIT */
#include "qdmp/app_info.h"

#include "qdmp/values.h"
#include "text.h"
#include "writer.h"

/* Where the parts of a record end, its last apart; the next part begins one byte behind. */
typedef struct app_places {
    const unsigned char *name;
    const unsigned char *package;
    const unsigned char *milliseconds;
} app_places;

#include "generated/app_info_grammar.h"

qdmp_app_info qdmp_app_info_open(qdmp_span value) {
    qdmp_app_info list = {value, qdmp_is_null(value) || !value.len ? value.len + 1 : 0};
    return list;
}

/* Converts the digits between `begin` and `end`. */
static qdmp_status convert(const qdmp_app_info *list, const unsigned char *begin, const unsigned char *end,
                           uint32_t *out, qdmp_error *err) {
    qdmp__number number = qdmp__scan_number(begin, end);
    *out = number.value;
    if (number.fits)
        return QDMP_OK;
    return qdmp__report(err, QDMP_RANGE, QDMP_FIELD_APPL_INFO, (size_t)(begin - qdmp__bytes(list->value)));
}

qdmp_status qdmp_app_info_next(qdmp_app_info *list, qdmp_app *out, qdmp_error *err) {
    if (list->next > list->value.len)
        return QDMP_END;
    const unsigned char *begin = qdmp__bytes(list->value) + list->next,
                        *lim = qdmp__bytes(list->value) + list->value.len;
    app_places places;
    bool matches;
    const unsigned char *end = app_match(begin, lim, &places, &matches);
    if (!matches || (end < lim && *end != ';'))
        return qdmp__report_byte(err, QDMP_FIELD_APPL_INFO, list->value, end);
    qdmp_app app = {qdmp__span(begin, places.name), qdmp__span(places.name + 1, places.package), 0, 0};
    qdmp_status status = convert(list, places.package + 1, places.milliseconds, &app.milliseconds, err);
    if (status == QDMP_OK)
        status = convert(list, places.milliseconds + 1, end, &app.count, err);
    if (status != QDMP_OK)
        return status;
    *out = app;
    list->next = (size_t)(end - qdmp__bytes(list->value)) + 1;
    return QDMP_OK;
}

/* --- writing
 * ---------------------------------------------------------------------------------------------------------- */

static bool is_word(qdmp_span word) {
    for (const unsigned char *p = qdmp__bytes(word), *end = p + word.len; p < end; p++) {
        if (!qdmp__is_text(*p) || *p == '"' || *p == '|' || *p == ';')
            return false;
    }
    return true;
}

static void write_app(qdmp__writer *writer, const qdmp_app *app) {
    qdmp__put_span(writer, app->name);
    qdmp__put_char(writer, '|');
    qdmp__put_span(writer, app->package);
    qdmp__put_char(writer, '|');
    qdmp__put_number(writer, app->milliseconds);
    qdmp__put_char(writer, '|');
    qdmp__put_number(writer, app->count);
}

static void write_list(qdmp__writer *writer, const qdmp_app *apps, size_t count) {
    if (!count)
        qdmp__put_text(writer, "NULL");
    for (size_t i = 0; i < count; i++) {
        if (i)
            qdmp__put_char(writer, ';');
        write_app(writer, &apps[i]);
    }
}

/* Finds the first record that cannot be written, or with which the list is too long. */
static qdmp_status check_list(const qdmp_app *apps, size_t count, qdmp_error *err) {
    for (size_t i = 0; i < count; i++) {
        if (!is_word(apps[i].name) || !is_word(apps[i].package))
            return qdmp__report(err, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPL_INFO, i);
        qdmp__writer measure = {NULL, 0};
        write_list(&measure, apps, i + 1);
        if (measure.size > QDMP_APPL_INFO_MAX)
            return qdmp__report(err, QDMP_LENGTH, QDMP_FIELD_APPL_INFO, i);
    }
    return QDMP_OK;
}

qdmp_status qdmp_app_info_encode(const qdmp_app *apps, size_t count, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp_status status = check_list(apps, count, err);
    if (status != QDMP_OK)
        return status;
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    write_list(&measure, apps, count);
    if (size)
        *size = measure.size;
    if (measure.size > out.cap)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_APPL_INFO, 0);
    write_list(&writer, apps, count);
    return QDMP_OK;
}
