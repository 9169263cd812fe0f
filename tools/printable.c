/* SPDX-License-Identifier: MIT */
#include "printable.h"
#include "utf8.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <string.h>
#include <wchar.h>

static bool knows_widths;

static bool is_utf8_locale(const char *name) {
    return setlocale(LC_CTYPE, name) && !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/* The output is always UTF-8, like JSON. The locale only says how wide its characters are. */
void printable_init(void) {
    knows_widths = is_utf8_locale("") || is_utf8_locale("C.UTF-8");
}

/* Characters that change the direction of a text. A line with one of them would look different from its content. */
static bool turns_text(uint32_t code) {
    return code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static int width_of(uint32_t code) {
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || turns_text(code))
        return -1;
    return code < 0x7f || !knows_widths ? 1 : wcwidth((wchar_t)code);
}

size_t printable_first(qdmp_span text, size_t *columns) {
    uint32_t code;
    size_t size = utf8_first(text, &code);
    int width = size ? width_of(code) : -1;
    if (width < 0)
        return 0;
    *columns = (size_t)width;
    return size;
}
