/* SPDX-License-Identifier: MIT */
/* Names and texts of statuses and fields. */
#include "text.h"

#define QDMP__STATUS_CODE(CODE, number, name, text) number,
#define QDMP__STATUS_NAME(CODE, number, name, text) #name "\0"
#define QDMP__STATUS_TEXT(CODE, number, name, text) text "\0"

/* The index of `status` in QDMP_STATUSES; beyond the last row for a number that is no status. */
static unsigned place_of(qdmp_status status) {
    static const uint8_t codes[] = {QDMP_STATUSES(QDMP__STATUS_CODE)};
    unsigned i = 0;
    while (i < sizeof codes && codes[i] != (unsigned)status)
        i++;
    return i;
}

const char *qdmp_status_name(qdmp_status status) {
    return qdmp__item(QDMP_STATUSES(QDMP__STATUS_NAME) "unknown", place_of(status));
}

const char *qdmp_status_text(qdmp_status status) {
    return qdmp__item(QDMP_STATUSES(QDMP__STATUS_TEXT) "unknown status", place_of(status));
}

#define QDMP__FIELD_NAME(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) #name "\0"

const char *qdmp_field_name(qdmp_field field) {
    return qdmp__item("\0type\0act\0detail\0" QDMP_PARAMS(QDMP__FIELD_NAME),
                      (unsigned)field < QDMP_FIELD_COUNT ? field : QDMP_FIELD_COUNT);
}
