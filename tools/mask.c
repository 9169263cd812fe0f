/* SPDX-License-Identifier: MIT */
#include "mask.h"
#include "complain.h"
#include "fields.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

qdmp_span mask_password(qdmp_span password, char room[MASKED_PASSWORD]) {
    size_t shown = password.len < QDMP_PASSWORD_SHOWN ? password.len : QDMP_PASSWORD_SHOWN;
    if (shown)
        memcpy(room, password.ptr, shown);
    memcpy(room + shown, QDMP_PASSWORD_MASK, sizeof QDMP_PASSWORD_MASK - 1);
    qdmp_span masked = {room, shown + sizeof QDMP_PASSWORD_MASK - 1};
    return masked;
}

/* Where `name` stands in `line` from `at` on, in any case; the line's length if nowhere. */
static size_t find_name(qdmp_span line, const char *name) {
    size_t size = strlen(name);
    for (size_t i = 0; i + size <= line.len; i++) {
        if (!strncasecmp(line.ptr + i, name, size))
            return i;
    }
    return line.len;
}

bool mask_applies(qdmp_span line) {
    return find_name(line, command_name(false)) < line.len;
}

/*
 * The first byte that may belong to a value: behind the first command's name, or behind a `=` before it, which may follow
 * a name that a fault has made unknown.
 */
static size_t values_begin(qdmp_span line) {
    const char *name = command_name(false), *longer = command_name(true);
    size_t begin = find_name(line, name);
    const char *sign = begin ? memchr(line.ptr, '=', begin) : NULL;
    if (sign)
        return (size_t)(sign - line.ptr) + 1;
    bool ex = line.len - begin >= strlen(longer) && !strncasecmp(line.ptr + begin, longer, strlen(longer));
    return begin + strlen(ex ? longer : name);
}

qdmp_span mask_line(qdmp_span line) {
    static char *masked;
    static size_t room;
    if (line.len > room) {
        room = line.len;
        masked = need(realloc(masked, room));
    }
    for (size_t i = 0, shown = values_begin(line); i < line.len; i++)
        masked[i] = i < shown || (line.ptr[i] && strchr(",\";=?:+ ", line.ptr[i])) ? line.ptr[i] : '*';
    qdmp_span result = {masked, line.len};
    return result;
}
