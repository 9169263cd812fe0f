/* SPDX-License-Identifier: MIT */
#include "hard_lines.h"

#include <stdbool.h>
#include <string.h>

/* The longest output of lines_generate: the rest of HARD_LINE_MAX is room for changes. */
enum { GENERATED_MAX = 1024 };

struct line {
    struct lines_rng *rng;
    char *data;
    size_t size;
    int is_response;
};

#define PICK(line, list) ((list)[lines_draw((line)->rng, (uint32_t)(sizeof(list) / sizeof *(list)))])

static bool one_in(struct line *line, uint32_t n) {
    return lines_draw(line->rng, n) == 0;
}

static size_t any_place(struct line *line) {
    return lines_draw(line->rng, (uint32_t)line->size + 1);
}

/* ---- Edits ---- */

static void erase(struct line *line, size_t at, size_t count) {
    memmove(line->data + at, line->data + at + count, line->size - at - count);
    line->size -= count;
}

/* Makes room for `count` bytes at `at`. Returns how many fit. */
static size_t open_gap(struct line *line, size_t at, size_t count) {
    if (count > HARD_LINE_MAX - line->size)
        count = HARD_LINE_MAX - line->size;
    memmove(line->data + at + count, line->data + at, line->size - at);
    line->size += count;
    return count;
}

/* Both return the place after the inserted bytes. */
static size_t insert_run(struct line *line, size_t at, char byte, size_t count) {
    count = open_gap(line, at, count);
    memset(line->data + at, byte, count);
    return at + count;
}

static size_t insert_text(struct line *line, size_t at, const char *text) {
    size_t count = open_gap(line, at, strlen(text));
    memcpy(line->data + at, text, count);
    return at + count;
}

/* ---- Case and spaces ---- */

static bool is_letter(char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static void change_case(struct line *line) {
    bool mixed = one_in(line, 2);
    for (size_t i = 0; i < line->size; i++)
        if (is_letter(line->data[i]))
            line->data[i] = mixed && one_in(line, 2) ? (char)(line->data[i] ^ 0x20) : (char)(line->data[i] | 0x20);
}

static void add_spaces(struct line *line) {
    uint32_t rarity = 1 + lines_draw(line->rng, 4);
    for (size_t i = 0; i < line->size; i++) {
        if (memchr("+=?:,;\"\r\n", line->data[i], 9) == NULL || !one_in(line, rarity))
            continue;
        i = insert_run(line, i, ' ', lines_draw(line->rng, 3));
        if (i < line->size)
            i = insert_run(line, i + 1, ' ', lines_draw(line->rng, 3)) - 1;
    }
}

/* ---- Numbers ---- */

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static size_t insert_digits(struct line *line, size_t at, size_t count) {
    while (count-- > 0)
        at = insert_run(line, at, (char)('0' + lines_draw(line->rng, 10)), 1);
    return at;
}

static size_t insert_number(struct line *line, size_t at) {
    static const char *const around_32_bits[] = {"4294967290",  "4294967294",  "4294967295",  "4294967296",
                                                 "4294967297",  "4294967300",  "4294967304",  "4294967305",
                                                 "42949672949", "42949672950", "42949672960", "429496729"};
    static const char *const near_a_limit[] = {
        "0",   "1",   "2",     "3",     "4",       "5",       "6",         "7",         "9",   "10",
        "13",  "14",  "31",    "32",    "33",      "64",      "99",        "100",       "255", "256",
        "299", "300", "65535", "65536", "4294966", "4294967", "999999999", "1000000000"};
    if (one_in(line, 4))
        at = insert_run(line, at, '0', one_in(line, 4) ? lines_draw(line->rng, 300) : 1 + lines_draw(line->rng, 12));
    switch (lines_draw(line->rng, 8)) {
    case 0: return insert_digits(line, at, 8 + lines_draw(line->rng, 4));
    case 1: return insert_digits(line, at, lines_draw(line->rng, one_in(line, 8) ? 300 : 24));
    case 2:
    case 3: return insert_text(line, at, PICK(line, near_a_limit));
    default: return insert_text(line, at, PICK(line, around_32_bits));
    }
}

/* Replaces a number, or inserts one where there is none behind the place drawn. A wrong byte may follow. */
static void change_number(struct line *line) {
    static const char *const wrong[] = {"x", ".", "-", "\"", ";", ",", "?", "=", "\x7F", "\x80", "1", "\t", "+", "\r"};
    size_t at = any_place(line), end;
    while (at < line->size && !is_digit(line->data[at]))
        at++;
    for (end = at; end < line->size && is_digit(line->data[end]);)
        end++;
    erase(line, at, end - at);
    at = insert_number(line, at);
    if (!one_in(line, 3))
        return;
    at = insert_run(line, at, ' ', one_in(line, 2) ? 0 : lines_draw(line->rng, 3));
    (void)insert_text(line, at, PICK(line, wrong));
}

/* ---- Lines ---- */

static void drop_end(struct line *line) {
    while (line->size > 0 && memchr("\r\n;", line->data[line->size - 1], 3) != NULL)
        line->size--;
}

/* Puts another line behind, as one more command of the same line or as a line of its own. */
static void add_line(struct line *line) {
    static const char *const between[] = {";", ";", ";", "; ", " ;", ";;", "\r", "\r\n", "\n", "\r\n\r\n", "", ","};
    char other[GENERATED_MAX];
    size_t size = lines_generate_as(line->rng, other, sizeof other, line->is_response);
    size_t skip = size > 2 && memcmp(other, "AT", 2) == 0 && !one_in(line, 4) ? 2 : 0;
    drop_end(line);
    (void)insert_text(line, line->size, PICK(line, between));
    size_t at = line->size, count = open_gap(line, at, size - skip);
    memcpy(line->data + at, other + skip, count);
}

/* Repeats a byte. Long runs stress vectors of 16 bytes and limits of 255. */
static void stretch(struct line *line) {
    static const size_t counts[] = {1, 2, 7, 8, 14, 15, 16, 17, 31, 32, 33, 200, 254, 255, 256, 300};
    if (line->size == 0)
        return;
    size_t at = lines_draw(line->rng, (uint32_t)line->size);
    (void)insert_run(line, at, line->data[at], PICK(line, counts));
}

/* Puts bytes that some rule names, in any order, behind the beginning of a sound line. */
static void make_noise(struct line *line) {
    static const char *const requests[] = {"AT+QDMPCFG",
                                           "AT+QDMPCFG=",
                                           "+QDMPCFG=1,",
                                           "AT+QDMPCFG=2,",
                                           "AT+QDMPCFG=2,\"a\",\"b\",",
                                           "AT+QDMPCFGEX=2,0,",
                                           "+QDMPCFGEX=1,0,",
                                           "AT+QDMPCFGEX=4,0,\"a\",",
                                           "AT+QDMPCFGEX",
                                           "AT+QDMPCFG=1,1.2.3.4,"};
    static const char *const responses[] = {"+QDMPCFG",          "+QDMPCFG:",      "+QDMPCFG: 1,", "+QDMPCFG: 2,",
                                            "+QDMPCFG: 2,a,b*,", "+QDMPCFGEX: 1,", "+CME ERROR:",  "+QDMPCFGEX: 2,a,",
                                            "+QDMPCFGEX: 5",     "+QDMPCFG: <",    "+QDMPCFG: 6,", "+QDMPCFGEX: 3,"};
    static const char bytes[] = "\"\"\"\",,,,  *;.0123abE?=<>:\r\n\x7F\x80\x1F";
    line->size = 0;
    (void)insert_text(line, 0, line->is_response ? PICK(line, responses) : PICK(line, requests));
    for (uint32_t count = lines_draw(line->rng, 32); count > 0; count--)
        line->data[line->size++] = bytes[lines_draw(line->rng, sizeof bytes - 1)];
    if (one_in(line, 2))
        (void)insert_text(line, line->size, "\r");
}

static void change(struct line *line) {
    switch (lines_draw(line->rng, 10)) {
    case 0: change_case(line); break;
    case 1: add_spaces(line); break;
    case 2: drop_end(line); break;
    case 3: add_line(line); break;
    case 4: stretch(line); break;
    case 5: make_noise(line); break;
    default: change_number(line); break;
    }
}

size_t hard_line(struct lines_rng *rng, char out[HARD_LINE_MAX], int *is_response) {
    struct line line = {.rng = rng, .data = out};
    line.size = lines_generate(rng, out, GENERATED_MAX, &line.is_response);
    *is_response = one_in(&line, 32) ? !line.is_response : line.is_response;
    if (one_in(&line, 2))
        return line.size;
    do
        change(&line);
    while (one_in(&line, 2));
    return line.size;
}
