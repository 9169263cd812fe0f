/* SPDX-License-Identifier: MIT */
#include "signature.h"
#include "complain.h"

#include <string.h>

static const refused_form utf16 = {"UTF-16 text", "iconv -f UTF-16 -t UTF-8"};
static const refused_form utf16le = {"UTF-16 text", "iconv -f UTF-16LE -t UTF-8"};
static const refused_form utf16be = {"UTF-16 text", "iconv -f UTF-16BE -t UTF-8"};
static const refused_form utf32 = {"UTF-32 text", "iconv -f UTF-32 -t UTF-8"};
static const refused_form gzip = {"gzip data", "gzip -dc"};
static const refused_form zstd = {"zstd data", "zstd -dc"};
static const refused_form xz = {"xz data", "xz -dc"};

typedef struct signature {
    const char *bytes;
    size_t size;
    const refused_form *refused; /* NULL: a mark before text */
} signature;

#define SIGNATURE(bytes, refused)                                                                                      \
    { bytes, sizeof bytes - 1, refused }

/* A longer signature stands before a signature that it begins with. */
static const signature signatures[] = {
    SIGNATURE("\xef\xbb\xbf", NULL), SIGNATURE("\xff\xfe\0\0", &utf32), SIGNATURE("\xff\xfe", &utf16),
    SIGNATURE("\xfe\xff", &utf16),   SIGNATURE("\x1f\x8b", &gzip),      SIGNATURE("\x28\xb5\x2f\xfd", &zstd),
    SIGNATURE("\xfd\x37zXZ\0", &xz),
};
enum { SIGNATURES = sizeof signatures / sizeof *signatures };

/* Whether the shorter of the two begins the longer one. */
static bool agrees(qdmp_span head, const signature *with) {
    return !memcmp(head.ptr, with->bytes, head.len < with->size ? head.len : with->size);
}

/* --- UTF-16 without a mark ---------------------------------------------------------------------------------------- */

static bool is_line_end(char c) {
    return c == '\r' || c == '\n';
}

/* Skips empty lines, two bytes at a time. */
static qdmp_span skip_empty_lines(qdmp_span head) {
    while (head.len >= 2 && (!head.ptr[0] || is_line_end(head.ptr[0])) && (!head.ptr[1] || is_line_end(head.ptr[1]))) {
        head.ptr += 2;
        head.len -= 2;
    }
    return head;
}

/* A single character is not enough, so the text after its line end is examined too. */
static qdmp_span first_line(qdmp_span head) {
    size_t size = 0;
    while (size < head.len && (size < 4 || !is_line_end(head.ptr[size])))
        size++;
    head.len = size;
    return head;
}

static size_t count_nul(qdmp_span text, size_t first) {
    size_t count = 0;
    for (size_t i = first; i < text.len; i += 2)
        count += !text.ptr[i];
    return count;
}

/* At least three of four characters of a log's first line are ASCII, which makes every other byte of them NUL. */
static const refused_form *form_of(qdmp_span line) {
    size_t pairs = line.len / 2, most = pairs - pairs / 4, high = count_nul(line, 0), low = count_nul(line, 1);
    if (pairs >= 2 && low >= most && high <= pairs / 4)
        return &utf16le;
    if (pairs >= 2 && high >= most && low <= pairs / 4)
        return &utf16be;
    return NULL;
}

static bool read_pairs(qdmp_span head, bool whole, const refused_form **refused) {
    head = skip_empty_lines(head);
    qdmp_span line = first_line(head);
    bool begins_plain = head.len >= 2 && head.ptr[0] && head.ptr[1];
    if (!whole && (head.len < 2 || (!begins_plain && line.len == head.len)))
        return false;
    *refused = begins_plain ? NULL : form_of(line);
    return true;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

bool signature_read(qdmp_span head, bool whole, size_t *skip, const refused_form **refused) {
    *skip = 0;
    *refused = NULL;
    for (size_t i = 0; i < SIGNATURES && head.len; i++) {
        if (!agrees(head, &signatures[i]))
            continue;
        if (head.len < signatures[i].size && !whole)
            return false;
        if (head.len < signatures[i].size)
            continue;
        *refused = signatures[i].refused;
        *skip = *refused ? 0 : signatures[i].size;
        return true;
    }
    return read_pairs(head, whole, refused);
}

/* The quotes around `name` that make it one word for a shell. */
static const char *quote_for(const char *name) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-";
    if (strspn(name, plain) == strlen(name))
        return "";
    return strchr(name, '\'') ? "\"" : "'";
}

void signature_refuse(const char *file, const refused_form *refused) {
    const char *quote = quote_for(file);
    if (strcmp(file, "-"))
        complain("%s: %s cannot be read directly; run `%s <%s%s%s`", file, refused->name, refused->command, quote, file,
                 quote);
    else
        complain("standard input: %s cannot be read directly; run `%s`", refused->name, refused->command);
}
