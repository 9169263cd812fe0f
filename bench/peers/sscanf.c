/* SPDX-License-Identifier: MIT */
/*
 * The language with sscanf: one call for the head, one for the parameters that its numbers promise. Texts are not
 * copied: %n says where they begin and end.
 */
#include "peers.h"

#include <stdio.h>
#include <string.h>

#define QUOTED "\"%n%*[^\"]%n\""
#define BARE   "%n%*[^,]%n"
#define REST   "%n%*[^\r\n]%n"

enum { MOST_TEXTS = 4 };

/* The places where texts begin and end, from the byte to which the format was applied. */
typedef struct edges {
    int at[2 * MOST_TEXTS];
} edges;

static void put_number(split_line *out, unsigned number) {
    out->values[out->count++].number = number;
}

static void put_texts(split_line *out, const char *p, const edges *e, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        out->values[out->count].ptr = p + e->at[2 * i];
        out->values[out->count++].len = (size_t)(e->at[2 * i + 1] - e->at[2 * i]);
    }
}

static void scan_texts(const char *p, const char *format, unsigned count, split_line *out) {
    edges e = {{0}};
    int *at = e.at;
    sscanf(p, format, &at[0], &at[1], &at[2], &at[3], &at[4], &at[5], &at[6], &at[7]);
    put_texts(out, p, &e, count);
}

static void scan_server(const char *p, split_line *out) {
    edges e = {{0}};
    unsigned port = 0, period = 0;
    sscanf(p, ",%n%*[0-9.]%n,%u,%u", &e.at[0], &e.at[1], &port, &period);
    put_texts(out, p, &e, 1);
    put_number(out, port);
    put_number(out, period);
}

static void scan_credentials(const char *p, const char *format, split_line *out) {
    edges texts = {{0}}, imei = {{0}};
    unsigned type = 0;
    int *at = texts.at;
    sscanf(p, format, &at[0], &at[1], &at[2], &at[3], &type, &imei.at[0], &imei.at[1]);
    put_texts(out, p, &texts, 2);
    put_number(out, type);
    put_texts(out, p, &imei, 1);
}

static void scan_number(const char *p, split_line *out) {
    unsigned number = 0;
    if (sscanf(p, ",%u", &number) == 1)
        put_number(out, number);
}

static void scan_plain(const char *p, unsigned type, const char *credentials, split_line *out) {
    if (type == 1)
        scan_server(p, out);
    else if (type == 2)
        scan_credentials(p, credentials, out);
    else
        scan_number(p, out);
}

/* The formats by <type>. applInfo, mac and location are the only values of their type. */
static void scan_extended(const char *p, unsigned type, const char *const formats[6], split_line *out) {
    static const unsigned texts[6] = {1, 1, 4, 2, 4, 1};
    if (type < 6)
        scan_texts(p, formats[type], texts[type], out);
}

static void scan_request(const char *line, split_line *out) {
    static const char one[] = "," QUOTED, two[] = "," QUOTED "," QUOTED,
                      four[] = "," QUOTED "," QUOTED "," QUOTED "," QUOTED;
    static const char *const formats[6] = {one, one, four, two, four, one};
    static const char credentials[] = "," QUOTED "," QUOTED ",%u,%n%*[0-9]%n";
    unsigned type, act;
    int used = 0;
    out->form = '=';
    if (sscanf(line, "AT+QDMPCFG=%u%n", &type, &used) == 1) {
        put_number(out, type);
        scan_plain(line + used, type, credentials, out);
    } else if (sscanf(line, "AT+QDMPCFGEX=%u,%u%n", &type, &act, &used) == 2) {
        out->ex = 1;
        put_number(out, type);
        put_number(out, act);
        if (act == 0)
            scan_extended(line + used, type, formats, out);
    } else {
        out->ex = line[strlen("AT+QDMPCFG")] == 'E';
        out->form = strstr(line, "=?") ? 't' : strchr(line, '?') ? '?' : 0;
    }
}

static void scan_info(const char *line, split_line *out) {
    static const char one[] = "," REST, two[] = "," BARE "," BARE, four[] = "," BARE "," BARE "," BARE "," BARE;
    static const char *const formats[6] = {one, one, four, two, four, one};
    unsigned type;
    int used = 0;
    if (sscanf(line, "+QDMPCFG: %u%n", &type, &used) == 1) {
        out->form = ':';
        put_number(out, type);
        scan_plain(line + used, type, ", " BARE ", " BARE ",%u,%n%*[0-9]%n", out);
    } else if (sscanf(line, "+QDMPCFGEX: %u%n", &type, &used) == 1) {
        out->form = ':';
        out->ex = 1;
        put_number(out, type);
        scan_extended(line + used, type, formats, out);
    }
}

void split_with_sscanf(const char *line, size_t len, split_line *out) {
    (void)len;
    out->count = 0;
    out->form = 0;
    out->ex = 0;
    if (line[0] == 'A')
        scan_request(line, out);
    else if (line[0] == '+')
        scan_info(line, out);
    else if (strcmp(line, "OK") == 0)
        out->form = 'o';
    else if (strcmp(line, "ERROR") == 0)
        out->form = 'e';
}
