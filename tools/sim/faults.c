/* SPDX-License-Identifier: MIT */
#include "faults.h"
#include "number.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef struct fault_row {
    const char *name;
    const char *value; /* the name of its value; empty: it has none */
    size_t place;      /* in `faults` */
    uint32_t least, most;
    const char *help;
} fault_row;

#define FAULT_ROW(member, name, value, least, most, help) {name, value, offsetof(faults, member), least, most, help},
static const fault_row rows[] = {FAULTS(FAULT_ROW)};
enum { ROWS = sizeof rows / sizeof *rows };

static const fault_row *find(const char *spec, size_t length) {
    for (size_t i = 0; i < ROWS; i++) {
        if (strlen(rows[i].name) == length && !strncmp(rows[i].name, spec, length))
            return &rows[i];
    }
    return NULL;
}

bool faults_read(faults *to, const char *spec) {
    size_t length = strcspn(spec, "=");
    const fault_row *row = find(spec, length);
    uint32_t value = 1;
    if (!row || (*row->value != 0) != (spec[length] == '='))
        return false;
    if (*row->value && (!number_read(spec + length + 1, row->most, &value) || value < row->least))
        return false;
    memcpy((char *)to + row->place, &value, sizeof value);
    return true;
}

void faults_list(output *out) {
    for (size_t i = 0; i < ROWS; i++) {
        char left[32];
        snprintf(left, sizeof left, "%s%s%s", rows[i].name, *rows[i].value ? "=" : "", rows[i].value);
        output_format(out, "  %-16s %s\n", left, rows[i].help);
    }
}
