/* SPDX-License-Identifier: MIT */
#include "deviation.h"

#include <stdio.h>
#include <string.h>

static bool has_field(qdmp_deviation deviation) {
    return deviation == QDMP_DEVIATION_UNSET || deviation == QDMP_DEVIATION_BEYOND;
}

const char *deviation_text(uint8_t mark, char text[DEVIATION_TEXT]) {
    const char *field = qdmp_field_name(QDMP_MARK_FIELD(mark));
    snprintf(text, DEVIATION_TEXT, "%s%s%s", qdmp_deviation_name(QDMP_MARK_DEVIATION(mark)), *field ? ":" : "", field);
    return text;
}

static bool is_text_of(const char *text, uint8_t mark) {
    char own[DEVIATION_TEXT];
    return !strcmp(text, deviation_text(mark, own));
}

uint8_t deviation_mark(const char *text, const form_row *form) {
    for (unsigned deviation = 1; deviation < QDMP__DEVIATION_END; deviation++) {
        unsigned first = 0, count = 1;
        if (has_field((qdmp_deviation)deviation)) {
            first = form ? form->first : 0;
            count = form ? form->count : 0;
        }
        for (unsigned field = first; field < first + count; field++) {
            if (is_text_of(text, QDMP_MARK(deviation, field)))
                return QDMP_MARK(deviation, field);
        }
    }
    return 0;
}
