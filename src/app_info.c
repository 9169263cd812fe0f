/* SPDX-License-Identifier: MIT */
#include "qdmp/app_info.h"

#include "qdmp/values.h"
#include "text.h"
#include "writer.h"

/* What a name or package may not hold. */
#define WORD_STOPS QDMP__STOPS('"', '|', ';')

qdmp_app_info qdmp_app_info_open(qdmp_span value) {
    qdmp_app_info list = {value, qdmp_is_null(value) || !value.len ? value.len + 1 : 0};
    return list;
}

qdmp_status qdmp_app_info_next(qdmp_app_info *list, qdmp_app *out, qdmp_error *err) {
    qdmp_span value = list->value;
    if (list->next > value.len)
        return QDMP_END;
    const unsigned char *text = qdmp__bytes(value), *lim = text + value.len, *p = text + list->next, *begin = p;
    qdmp_span words[2];
    uint32_t numbers[2];
    for (unsigned i = 0; i < 4; i++, begin = ++p) {
        bool is_word = i < 2;
        p = is_word ? qdmp__find_stop(begin, lim, WORD_STOPS) : qdmp__scan_number(begin, lim, &numbers[i - 2]);
        if (!p)
            return qdmp__report(err, QDMP_RANGE, QDMP_FIELD_APPL_INFO, (size_t)(begin - text));
        if (is_word)
            words[i] = qdmp__span(begin, p);
        bool ends = p < lim ? *p == (i < 3 ? '|' : ';') : i == 3;
        if (!ends || (!is_word && p == begin))
            return qdmp__report_byte(err, QDMP_FIELD_APPL_INFO, value, (size_t)(p - text));
        if (i == 3)
            break;
    }
    list->next = (size_t)(p - text) + 1;
    out->name = words[0];
    out->package = words[1];
    out->milliseconds = numbers[0];
    out->count = numbers[1];
    return QDMP_OK;
}

/* --- writing --- */

static void put_app(qdmp__writer *writer, const qdmp_app *app) {
    qdmp__put(writer, app->name);
    qdmp__put_char(writer, '|');
    qdmp__put(writer, app->package);
    qdmp__put_char(writer, '|');
    qdmp__put_number(writer, app->milliseconds);
    qdmp__put_char(writer, '|');
    qdmp__put_number(writer, app->count);
}

/* Goes over the list twice: without a place to write it checks and counts, up to a record that is not right; `*at`. */
static qdmp_status pass_list(qdmp__writer *writer, const qdmp_app *apps, size_t count, size_t *at) {
    if (!count)
        qdmp__put_bytes(writer, "NULL", 4);
    for (size_t i = 0; i < count; i++) {
        *at = i;
        if (!writer->ptr && !(qdmp__is_clean(apps[i].name, WORD_STOPS) && qdmp__is_clean(apps[i].package, WORD_STOPS)))
            return QDMP_NOT_REPRESENTABLE;
        qdmp__put_bytes(writer, ";", i > 0);
        put_app(writer, &apps[i]);
        if (writer->size > QDMP_APPL_INFO_MAX)
            return QDMP_LENGTH;
    }
    return QDMP_OK;
}

qdmp_status qdmp_app_info_encode(const qdmp_app *apps, size_t count, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    size_t at;
    qdmp_status status = pass_list(&measure, apps, count, &at);
    if (status == QDMP_OK && size)
        *size = measure.size;
    if (status == QDMP_OK && measure.size > out.cap) {
        status = QDMP_NO_SPACE;
        at = 0;
    }
    return status == QDMP_OK ? pass_list(&writer, apps, count, &at)
                             : qdmp__report(err, status, QDMP_FIELD_APPL_INFO, at);
}
