/* SPDX-License-Identifier: MIT */
/*
 * Prints the limits of what the library accepts, found by trying: for each number and text the least and the greatest,
 * for each choice its values. It knows the places of the parameters from the guide, and no limit.
 */
#include "qdmp/qdmp.h"

#include <stdio.h>
#include <string.h>

/* A line with a hole for the value under trial: a number, a choice, or a text of some length. */
struct place {
    const char *name;
    enum { NUMBER, CHOICE, TEXT } kind;
    unsigned inside; /* of a number: one that every spec here accepts */
    int is_request;
    const char *before;
    const char *after;
};

static const struct place places[] = {
    {"dmMode", CHOICE, 0, 1, "AT+QDMPCFG=0,", ""},
    {"serverIp", NUMBER, 100, 1, "AT+QDMPCFG=1,1.1.", ".1"},
    {"serverPort", NUMBER, 400, 1, "AT+QDMPCFG=1,1.2.3.4,", ",400"},
    {"updatePeriod", NUMBER, 400, 1, "AT+QDMPCFG=1,1.2.3.4,9,", ""},
    {"appkey", TEXT, 0, 1, "AT+QDMPCFG=2,\"", "\",\"pw\",1,1234567890123456"},
    {"password", TEXT, 0, 1, "AT+QDMPCFG=2,\"key\",\"", "\",1,1234567890123456"},
    {"tmlType", CHOICE, 0, 1, "AT+QDMPCFG=2,\"key\",\"pw\",", ",1234567890123456"},
    {"tmlIMEI", TEXT, 0, 1, "AT+QDMPCFG=2,\"key\",\"pw\",1,", ""},
    {"queryOpt", CHOICE, 0, 1, "AT+QDMPCFG=4,", ""},
    {"eraseOpt", CHOICE, 0, 1, "AT+QDMPCFG=5,", ""},
    {"dmstate", CHOICE, 0, 0, "+QDMPCFG: 6,", ""},
    {"applInfo", TEXT, 0, 1, "AT+QDMPCFGEX=0,0,\"", "\""},
    {"mac", TEXT, 0, 1, "AT+QDMPCFGEX=1,0,\"", "\""},
    {"rom", TEXT, 0, 1, "AT+QDMPCFGEX=2,0,\"", "\",\"aa\",\"aa\",\"aa\""},
    {"ram", TEXT, 0, 1, "AT+QDMPCFGEX=2,0,\"aa\",\"", "\",\"aa\",\"aa\""},
    {"cpu", TEXT, 0, 1, "AT+QDMPCFGEX=2,0,\"aa\",\"aa\",\"", "\",\"aa\""},
    {"osSysVer", TEXT, 0, 1, "AT+QDMPCFGEX=2,0,\"aa\",\"aa\",\"aa\",\"", "\""},
    {"swVer", TEXT, 0, 1, "AT+QDMPCFGEX=3,0,\"", "\",\"aa\""},
    {"swName", TEXT, 0, 1, "AT+QDMPCFGEX=3,0,\"aa\",\"", "\""},
    {"volte", TEXT, 0, 1, "AT+QDMPCFGEX=4,0,\"", "\",\"aa\",\"aa\",\"aa\""},
    {"netType", TEXT, 0, 1, "AT+QDMPCFGEX=4,0,\"aa\",\"", "\",\"aa\",\"aa\""},
    {"account", TEXT, 0, 1, "AT+QDMPCFGEX=4,0,\"aa\",\"aa\",\"", "\",\"aa\""},
    {"phoneNum", TEXT, 0, 1, "AT+QDMPCFGEX=4,0,\"aa\",\"aa\",\"aa\",\"", "\""},
    {"location", TEXT, 0, 1, "AT+QDMPCFGEX=5,0,\"", "\""},
};

enum { LONGEST = 400 };

static int accepts(const struct place *place, const char *value) {
    char line[LONGEST + 200];
    int len = snprintf(line, sizeof line, "%s%s%s", place->before, value, place->after);
    qdmp_span in = {line, (size_t)len};
    qdmp_request request;
    qdmp_response response;
    return (place->is_request ? qdmp_request_decode(in, QDMP_WHOLE_LINE, &request, NULL, NULL)
                              : qdmp_response_decode(in, QDMP_WHOLE_LINE, &response, NULL, NULL)) == QDMP_OK;
}

static int accepts_number(const struct place *place, unsigned long number) {
    char value[32];
    snprintf(value, sizeof value, "%lu", number);
    return accepts(place, value);
}

static int accepts_length(const struct place *place, unsigned length) {
    char value[LONGEST + 1];
    memset(value, '1', length);
    value[length] = '\0';
    return accepts(place, value);
}

/* The accepted numbers are one run. Its ends are found by bisection. */
static void observe_number(const struct place *place) {
    unsigned long low = 0, high = place->inside;
    while (low < high) {
        unsigned long middle = (low + high) / 2;
        if (accepts_number(place, middle))
            high = middle;
        else
            low = middle + 1;
    }
    printf("%s least %lu\n", place->name, low);
    low = place->inside;
    high = 4294967295UL;
    while (low < high) {
        unsigned long middle = (low + high + 1) / 2;
        if (accepts_number(place, middle))
            low = middle;
        else
            high = middle - 1;
    }
    printf("%s most %lu\n", place->name, low);
}

static void observe_length(const struct place *place) {
    unsigned least = 0, most;
    while (least < LONGEST && !accepts_length(place, least))
        least++;
    for (most = LONGEST; most > least && !accepts_length(place, most); most--)
        ;
    printf("%s least %u\n%s most %u\n", place->name, least, place->name, most);
}

static void observe_choice(const struct place *place) {
    printf("%s values", place->name);
    for (unsigned long number = 0; number < 100; number++) {
        if (accepts_number(place, number))
            printf(" %lu", number);
    }
    printf("\n");
}

int main(void) {
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (places[i].kind == NUMBER)
            observe_number(&places[i]);
        else if (places[i].kind == CHOICE)
            observe_choice(&places[i]);
        else
            observe_length(&places[i]);
    }
    return 0;
}
