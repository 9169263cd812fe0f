/* SPDX-License-Identifier: MIT */
#include "draw.h"
#include "printable.h"

#include <stdint.h>

/* The number of columns of a long line that are kept free after the caret. */
enum { BEHIND_CARET = 40 };

#define ELLIPSIS "…"

/* One character, or a byte that is shown as \xNN. */
typedef struct cell {
    size_t bytes;
    size_t columns;
    bool plain;
} cell;

static cell first_cell(qdmp_span text) {
    cell found = {1, 4, false};
    size_t columns, size = printable_first(text, &columns);
    if (size) {
        found.bytes = size;
        found.columns = columns;
        found.plain = true;
    }
    return found;
}

static void print_cell(output *out, qdmp_span text, cell shown) {
    if (shown.plain)
        output_put(out, text.ptr, shown.bytes);
    else
        output_format(out, "\\x%02x", (unsigned char)text.ptr[0]);
}

static qdmp_span behind(qdmp_span text, size_t bytes) {
    qdmp_span rest = {text.ptr + bytes, text.len - bytes};
    return rest;
}

/*
 * The column of the character that contains the byte at `offset`. Stops at a column beyond `limit`, if that comes
 * first.
 */
static size_t column_of(qdmp_span text, size_t offset, size_t limit) {
    size_t column = 0;
    while (text.len && column <= limit) {
        cell next = first_cell(text);
        if (offset < next.bytes)
            break;
        offset -= next.bytes;
        column += next.columns;
        text = behind(text, next.bytes);
    }
    return column;
}

static bool fits(qdmp_span text, size_t columns) {
    return column_of(text, text.len, columns) <= columns;
}

void draw_text(output *out, qdmp_span text, size_t columns) {
    bool cut = columns < SIZE_MAX && !fits(text, columns);
    size_t column = 0;
    while (text.len) {
        cell next = first_cell(text);
        column += next.columns;
        if (cut && column >= columns) {
            output_text(out, ELLIPSIS);
            return;
        }
        print_cell(out, text, next);
        text = behind(text, next.bytes);
    }
}

/* Drops the text before column `from`. `*column` becomes the column of the first remaining character. */
static qdmp_span drop_columns(qdmp_span text, size_t from, size_t *column) {
    for (*column = 0; text.len && *column < from;) {
        cell next = first_cell(text);
        *column += next.columns;
        text = behind(text, next.bytes);
    }
    return text;
}

void draw_fault(output *out, qdmp_span line, size_t offset, const char *message) {
    size_t caret = column_of(line, offset, SIZE_MAX);
    if (caret > DRAW_COLUMNS - BEHIND_CARET && !fits(line, DRAW_COLUMNS)) {
        size_t column;
        line = drop_columns(line, caret - (DRAW_COLUMNS - BEHIND_CARET), &column);
        caret -= column - 1;
        output_text(out, ELLIPSIS);
        draw_text(out, line, DRAW_COLUMNS - 1);
    } else {
        draw_text(out, line, DRAW_COLUMNS);
    }
    output_char(out, '\n');
    output_fill(out, ' ', caret);
    output_format(out, "^ %s\n", message);
}
