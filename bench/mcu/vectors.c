/* SPDX-License-Identifier: MIT */
/* The rows of tests/vectors on a microcontroller: what each line decodes to, or what is wrong with it and where. */
#include "machine.h"
#include "tables.h"

#include <stdio.h>

enum { PATTERN = 0xA5 };

static bool accepts(const table_vector *v) {
    static char description[DESCRIPTION_MAX];
    message m;
    size_t used = 0;
    return message_read(&v->reading, v->input, v->ends, &m, &used, NULL) == QDMP_OK && used == v->used &&
           !strcmp(message_describe(&m, description), v->expected) && message_inside(&m, v->input);
}

static bool rejects(const table_vector *v) {
    message m;
    size_t used = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    memset(&m, PATTERN, sizeof m);
    qdmp_status status = message_read(&v->reading, v->input, v->ends, &m, &used, &err);
    return status == err.status && !strcmp(qdmp_status_name(status), v->code) &&
           (!strcmp(v->field, "?") || !strcmp(qdmp_field_name(err.field), v->field)) && err.offset == v->offset &&
           used == v->used && filled_with(&m.request, sizeof m.request, PATTERN);
}

static void say_which(const table_vector *v) {
    say("FAIL ");
    say(v->rule);
    say(" ");
    say(v->name);
    say("\n");
}

int main(void) {
    char summary[64];
    unsigned failed = 0;
    for (size_t i = 0; i < table_vector_count; i++) {
        const table_vector *v = &table_vectors[i];
        if (v->expected ? accepts(v) : rejects(v))
            continue;
        say_which(v);
        failed++;
    }
    sprintf(summary, "%u vectors, %u failed\n", (unsigned)table_vector_count, failed);
    say(summary);
    return failed || !table_vector_count;
}
