/* SPDX-License-Identifier: MIT */
#include "qdmp/app_info.h"

#include "qdmp/values.h"
#include "text.h"
#include "writer.h"

/* What a name or package may not hold. */
static const char word_stops[] = "\"|;";

qdmp_app_info qdmp_app_info_open(qdmp_span value) {
    qdmp_app_info list = {value, qdmp_is_null(value) || !value.len ? value.len + 1 : 0};
    return list;
}

/* Reads part `i` of a record into `app`; returns the offset behind it, or of a number that does not fit. */
static size_t read_part(unsigned i, qdmp_span value, size_t begin, qdmp_app *app, bool *fits) {
    const unsigned char *text = qdmp__bytes(value), *p = text + begin;
    size_t end = begin;
    if (i < 2) {
        end = qdmp__find_stop(value, begin, word_stops);
        *(i ? &app->package : &app->name) = qdmp__span(p, text + end);
    } else {
        p = qdmp__scan_number(p, text + value.len, i == 2 ? &app->milliseconds : &app->count);
        *fits = p != NULL;
        end = p ? (size_t)(p - text) : begin;
    }
    return end;
}

qdmp_status qdmp_app_info_next(qdmp_app_info *list, qdmp_app *out, qdmp_error *err) {
    qdmp_span value = list->value;
    size_t next = list->next;
    if (next > value.len)
        return QDMP_END;
    qdmp_app app;
    for (unsigned i = 0; i < 4; i++) {
        size_t begin = next;
        bool fits = true;
        next = read_part(i, value, begin, &app, &fits);
        if (!fits)
            return qdmp__report(err, QDMP_RANGE, QDMP_FIELD_APPL_INFO, next);
        char separator = i < 3 ? '|' : ';';
        bool ends = next < value.len ? value.ptr[next] == separator : i == 3;
        if (!ends || (i >= 2 && next == begin))
            return qdmp__report_byte(err, QDMP_FIELD_APPL_INFO, value, next);
        next++;
    }
    *out = app;
    list->next = next;
    return QDMP_OK;
}

/* --- writing --- */

static bool is_word(qdmp_span word) {
    return qdmp__find_stop(word, 0, word_stops) == word.len;
}

static void write_app(qdmp__writer *writer, const qdmp_app *app) {
    qdmp__put(writer, app->name);
    qdmp__put_char(writer, '|');
    qdmp__put(writer, app->package);
    qdmp__put_char(writer, '|');
    qdmp__put_number(writer, app->milliseconds);
    qdmp__put_char(writer, '|');
    qdmp__put_number(writer, app->count);
}

/* Writes the list; stops at the first record that cannot be written, or with which the list is too long. */
static qdmp_status write_list(qdmp__writer *writer, const qdmp_app *apps, size_t count, qdmp_error *err) {
    if (!count)
        qdmp__put_text(writer, "NULL");
    for (size_t i = 0; i < count; i++) {
        if (i)
            qdmp__put_char(writer, ';');
        if (!is_word(apps[i].name) || !is_word(apps[i].package))
            return qdmp__report(err, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPL_INFO, i);
        write_app(writer, &apps[i]);
        if (writer->size > QDMP_APPL_INFO_MAX)
            return qdmp__report(err, QDMP_LENGTH, QDMP_FIELD_APPL_INFO, i);
    }
    return QDMP_OK;
}

qdmp_status qdmp_app_info_encode(const qdmp_app *apps, size_t count, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    qdmp_status status = write_list(&measure, apps, count, err);
    if (status != QDMP_OK)
        return status;
    if (size)
        *size = measure.size;
    if (measure.size > out.cap)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_APPL_INFO, 0);
    return write_list(&writer, apps, count, err);
}
