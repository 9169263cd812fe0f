/* SPDX-License-Identifier: MIT */
#include "lines_parts.h"
#include "lines_writer.h"

#include <string.h>

/* ---- Decisions ---- */

void lines_seed(struct lines_rng *rng, uint64_t seed) {
    /* xorshift never leaves 0, and small seeds that differ in few bits begin alike: spread the bits */
    *rng = (struct lines_rng){.state = (seed + 1) * 0x9E3779B97F4A7C15U};
    if (rng->state == 0)
        rng->state = 1;
}

void lines_bytes(struct lines_rng *rng, const uint8_t *bytes, size_t size) {
    lines_seed(rng, 0);
    rng->bytes = bytes;
    rng->left = size;
}

static uint32_t next_word(struct lines_rng *rng) {
    rng->state ^= rng->state << 13;
    rng->state ^= rng->state >> 7;
    rng->state ^= rng->state << 17;
    return (uint32_t)(rng->state >> 32);
}

static uint32_t next_byte(struct lines_rng *rng) {
    rng->left--;
    return *rng->bytes++;
}

uint32_t lines_draw(struct lines_rng *rng, uint32_t limit) {
    if (rng->left == 0)
        return next_word(rng) % limit;
    uint32_t number = next_byte(rng);
    if (limit > 256 && rng->left > 0)
        number = number << 8 | next_byte(rng);
    return number % limit;
}

int lines_one_in(struct lines_rng *rng, uint32_t n) {
    return lines_draw(rng, n) == 0;
}

/* ---- Writing ---- */

static void put_times(struct writer *w, char byte, uint32_t count) {
    while (count-- > 0)
        put(w, byte);
}

/* Whether the next token is unusual. */
static int untidy(struct writer *w) {
    return w->tidy != 0 && lines_one_in(w->rng, w->tidy);
}

static void put_spaces(struct writer *w) {
    if (untidy(w))
        put_times(w, ' ', 1 + lines_draw(w->rng, 3));
}

char lines_other_case(char c) {
    int is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return is_letter ? (char)(c ^ 0x20) : c;
}

static void put_any_case(struct writer *w, const char *text) {
    int mixed = untidy(w);
    for (; *text != '\0'; text++)
        put(w, mixed && lines_one_in(w->rng, 2) ? lines_other_case(*text) : *text);
}

/* ---- Values ---- */

static const char *const odd_numbers[] = {
    "3",
    "4",
    "7",
    "9",
    "10",
    "99",
    "255",
    "256",
    "4294967295",
    "4294967296",
    "4294967297",
    "18446744073709551615",
    "18446744073709551616",
    "18446744073709551617",
    "99999999999999999999999999",
    "-1",
    "+1",
    "-0",
    "0x1",
    "1.0",
    "1e3",
    "1 2",
    "\"1\"",
    "<1>",
    "a",
};

const char *lines_odd_number(struct lines_rng *rng) {
    return LINES_PICK(rng, odd_numbers);
}

static void put_number(struct writer *w, const char *number) {
    put_spaces(w);
    if (untidy(w))
        put_times(w, '0', 1 + lines_draw(w->rng, lines_one_in(w->rng, 4) ? 30 : 2));
    put_text(w, untidy(w) && lines_one_in(w->rng, 4) ? lines_odd_number(w->rng) : number);
    put_spaces(w);
}

static char any_digit(struct writer *w) {
    return (char)('0' + lines_draw(w->rng, 10));
}

/* Bytes that matter to some rule are more frequent than others. */
static char any_text_byte(struct writer *w) {
    static const char special[] = " ,;|*\\:-.'?=+<>~!#\x80\xFF\xC3\xA4";
    uint32_t choice = lines_draw(w->rng, 8);
    if (choice == 0)
        return special[lines_draw(w->rng, sizeof special - 1)];
    if (choice == 1)
        return (char)(0x80 + lines_draw(w->rng, 0x80));
    return (char)('A' + lines_draw(w->rng, 58));
}

/* Lengths near both limits, and of every size between them. */
static uint32_t any_length(struct writer *w, uint32_t limit) {
    switch (lines_draw(w->rng, 6)) {
    case 0: return 0;
    case 1: return limit;
    case 2: return untidy(w) ? limit + 1 + lines_draw(w->rng, 2) : limit - 1;
    case 3: return 1;
    default: return lines_draw(w->rng, limit > 20 ? 20 : limit + 1);
    }
}

static void put_bytes(struct writer *w, uint32_t length, int with_commas) {
    while (length-- > 0) {
        char byte = any_text_byte(w);
        put(w, byte == ',' && !with_commas ? '.' : byte);
    }
}

static void put_inside(struct writer *w, const char *sample, uint32_t limit, int with_commas) {
    switch (lines_draw(w->rng, 4)) {
    case 0: put_text(w, "NULL"); break;
    case 1: put_text(w, sample); break;
    default: put_bytes(w, any_length(w, limit), with_commas); break;
    }
}

static void put_address(struct writer *w) {
    static const char *const odd[] = {
        "256.1.1.1", "1.1.1.256",   "1.2.3",       "1.2.3.4.5", "01.2.3.4",   "1.2.3.04",
        "1..2.3",    ".1.2.3",      "1.2.3.",      "1.2.3.4.",  "0000.0.0.0", "1.2.3.1000",
        "1.2.3.-4",  "a.b.c.d",     "1. 2.3.4",    "1.2.3.4 5", "1.300.x.4",  "4294967297.1.1.1",
        "1,2,3,4",   "\"1.2.3.4\"", "1.2.3.999.5", "00.0.0.0",  "1.2.3.0256", "localhost",
    };
    static const char *const octets[] = {"0", "1", "9", "10", "99", "100", "199", "200", "249", "250", "255"};
    put_spaces(w);
    if (untidy(w)) {
        put_text(w, LINES_PICK(w->rng, odd));
    } else {
        for (int i = 0; i < 4; i++) {
            put_text(w, i == 0 ? "" : ".");
            put_text(w, LINES_PICK(w->rng, octets));
        }
    }
    put_spaces(w);
}

static void put_imei(struct writer *w) {
    uint32_t length = untidy(w) ? 13 + lines_draw(w->rng, 7) : 15 + lines_draw(w->rng, 3);
    put_spaces(w);
    while (length-- > 0)
        put(w, any_digit(w));
    if (untidy(w))
        put(w, any_text_byte(w));
    put_spaces(w);
}

/* ---- Parameters ---- */

enum shape { END_OF_SHAPES, NUMBERS, ADDRESS, IMEI, TEXT };

/* Writes one of `values`: valid values and values just beyond the limits. For a TEXT the only value is a sample. */
struct param {
    enum shape shape;
    uint32_t limit;
    const char *values[16];
};

static const struct param dm_mode[] = {{NUMBERS, 0, {"0", "1", "1", "0", "2"}}, {END_OF_SHAPES, 0, {0}}};
static const struct param server[] = {
    {ADDRESS, 0, {0}},
    {NUMBERS, 0, {"1", "2", "5683", "420", "65534", "65535", "0", "65536"}},
    {NUMBERS, 0, {"300", "301", "420", "86400", "4294965", "4294966", "299", "4294967"}},
    {END_OF_SHAPES, 0, {0}},
};
static const struct param credentials[] = {
    {TEXT, 30, {"M100000089"}},
    {TEXT, 30, {"95Go****"}},
    {NUMBERS, 0, {"0", "1", "2", "1", "0", "2", "3"}},
    {IMEI, 0, {0}},
    {END_OF_SHAPES, 0, {0}},
};
static const struct param option[] = {
    {NUMBERS, 0, {"0", "1", "2", "0", "1", "4", "2", "3", "5"}},
    {END_OF_SHAPES, 0, {0}},
};
static const struct param state[] = {
    {NUMBERS, 0, {"0", "4", "5", "6", "7", "8", "9", "11", "12", "13", "1", "2", "3", "10", "14", "99"}},
    {END_OF_SHAPES, 0, {0}},
};
static const struct param appl_info[] = {
    {TEXT, 255, {"Douyin|FW1|990650|9123;QQ|FW03|11650|92551"}},
    {END_OF_SHAPES, 0, {0}},
};
static const struct param mac[] = {{TEXT, 19, {"00-01-6C-06-A6-29"}}, {END_OF_SHAPES, 0, {0}}};
static const struct param system_info[] = {
    {TEXT, 19, {"4096KB"}},    {TEXT, 19, {"4096KB"}},  {TEXT, 19, {"MT2625"}},
    {TEXT, 47, {"FREE RTOS"}}, {END_OF_SHAPES, 0, {0}},
};
static const struct param software[] = {
    {TEXT, 47, {"BC26NBR01A07"}},
    {TEXT, 47, {"Quectel"}},
    {END_OF_SHAPES, 0, {0}},
};
static const struct param network[] = {
    {TEXT, 7, {"off"}},          {TEXT, 19, {"NB-IoT"}},  {TEXT, 47, {"XY05553867549"}},
    {TEXT, 19, {"18009699999"}}, {END_OF_SHAPES, 0, {0}},
};
static const struct param location[] = {{TEXT, 255, {"31.8438799075,117.2025477950,OTDOA"}}, {END_OF_SHAPES, 0, {0}}};
static const struct param nothing[] = {{END_OF_SHAPES, 0, {0}}};

struct form {
    const char *type;
    const struct param *params;
};

static const struct form cfg_requests[] = {
    {"0", dm_mode}, {"1", server}, {"1", server}, {"2", credentials}, {"2", credentials},
    {"3", option},  {"4", option}, {"5", option}, {"6", nothing},     {"7", nothing},
};

static const struct form cfg_responses[] = {
    {"0", dm_mode}, {"1", server}, {"1", server},  {"2", credentials}, {"2", credentials},
    {"6", state},   {"6", state},  {"3", dm_mode}, {"5", option},
};

static const struct form ex_forms[] = {
    {"0", appl_info}, {"1", mac}, {"2", system_info}, {"3", software}, {"4", network}, {"5", location}, {"6", mac},
};

static void put_one_of(struct writer *w, const struct param *param) {
    uint32_t count = 0;
    while (count < 16 && param->values[count] != NULL)
        count++;
    put_number(w, param->values[lines_draw(w->rng, count)]);
}

static uint32_t count_params(const struct param *params) {
    uint32_t count = 0;
    while (params[count].shape != END_OF_SHAPES)
        count++;
    return count;
}

static void put_quoted(struct writer *w, const struct param *param) {
    put(w, '"');
    put_inside(w, param->values[0], param->limit, 1);
    put(w, '"');
}

static void put_request_text(struct writer *w, const struct param *param) {
    put_spaces(w);
    if (untidy(w) && lines_one_in(w->rng, 3))
        put_inside(w, param->values[0], param->limit, 0);
    else
        put_quoted(w, param);
    put_spaces(w);
}

static void put_response_text(struct writer *w, const struct param *param, int alone) {
    put_spaces(w);
    if (lines_one_in(w->rng, 5))
        put_quoted(w, param);
    else
        put_inside(w, param->values[0], param->limit, alone || untidy(w));
    put_spaces(w);
}

static void put_param(struct writer *w, const struct param *param, int is_response, int alone) {
    switch (param->shape) {
    case NUMBERS: put_one_of(w, param); break;
    case ADDRESS: put_address(w); break;
    case IMEI: put_imei(w); break;
    case TEXT:
        if (is_response)
            put_response_text(w, param, alone);
        else
            put_request_text(w, param);
        break;
    case END_OF_SHAPES: break;
    }
}

static void put_params(struct writer *w, const struct param *params, int is_response) {
    uint32_t count = count_params(params);
    uint32_t stop = untidy(w) ? lines_draw(w->rng, count + 1) : count;
    for (uint32_t i = 0; i < stop; i++) {
        put(w, ',');
        if (!untidy(w))
            put_param(w, &params[i], is_response, count == 1);
        else
            put_spaces(w);
    }
    if (untidy(w) && lines_one_in(w->rng, 2)) {
        put(w, ',');
        put_text(w, lines_one_in(w->rng, 2) ? "" : "1");
    }
}

/* ---- Commands and answers ---- */

static void put_blanks(struct writer *w) {
    static const char *const blanks[] = {"\r\n", "\n", "\r", "\r\n\r\n", "  \r\n", " \r", "\n\r", " \n ", "\r\n  \r\n"};
    if (untidy(w))
        put_text(w, LINES_PICK(w->rng, blanks));
}

static void put_line_end(struct writer *w) {
    static const char *const ends[] = {"\r", "\r", "\r\n", "\r\n", "\n", "", "\n\r", "\r\r", "\r\nOK\r\n", " \r", " "};
    put_text(w, LINES_PICK(w->rng, ends));
}

static void put_cfg_set(struct writer *w) {
    const struct form *form = &LINES_PICK(w->rng, cfg_requests);
    put_number(w, form->type);
    put_params(w, form->params, 0);
}

static void put_ex_set(struct writer *w) {
    static const char *const acts[] = {"0", "0", "0", "1", "2", "3"};
    const struct form *form = &LINES_PICK(w->rng, ex_forms);
    const char *act = LINES_PICK(w->rng, acts);
    put_number(w, form->type);
    put(w, ',');
    put_number(w, act);
    put_params(w, act[0] == '0' ? form->params : nothing, 0);
}

static void put_command(struct writer *w, int first) {
    int ex = lines_one_in(w->rng, 2);
    put_spaces(w);
    if (first ? !untidy(w) : untidy(w))
        put_any_case(w, "AT");
    put_spaces(w);
    put_any_case(w, ex ? "+QDMPCFGEX" : "+QDMPCFG");
    put_spaces(w);
    switch (lines_draw(w->rng, 16)) {
    case 0: put_text(w, "=?"); break;
    case 1: put_text(w, "?"); break;
    case 2:
        put_text(w, untidy(w) ? "" : "=");
        put_spaces(w);
        put_text(w, untidy(w) ? "" : "?");
        break;
    default:
        put(w, '=');
        if (ex)
            put_ex_set(w);
        else
            put_cfg_set(w);
        break;
    }
    put_spaces(w);
}

static void put_request_line(struct writer *w) {
    put_blanks(w);
    put_command(w, 1);
    while (lines_one_in(w->rng, 5)) {
        put(w, ';');
        if (!untidy(w))
            put_command(w, 0);
    }
    put_line_end(w);
}

static void put_information(struct writer *w) {
    int ex = lines_one_in(w->rng, 2);
    const struct form *form = ex ? &LINES_PICK(w->rng, ex_forms) : &LINES_PICK(w->rng, cfg_responses);
    put_text(w, ex ? "+QDMPCFGEX:" : "+QDMPCFG:");
    put_text(w, untidy(w) ? "" : " ");
    put_number(w, form->type);
    put_params(w, form->params, 1);
}

static void put_other_answer(struct writer *w) {
    static const char *const answers[] = {
        "OK",
        "ERROR",
        "+CME ERROR: 50",
        "+CME ERROR:50",
        "+CME ERROR:   incorrect \"parameters\" ",
        "+CME ERROR: ",
        "+CME ERROR:",
        "+CMS ERROR: 1",
        "+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]",
        "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]",
        "+QDMPCFG:  <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]",
        "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]] ",
        "+QDMPCFG:",
        "+QDMPCFGEX: ",
        "+qdmpcfg: 0,1",
        "+QDMPCFGE: 0,1",
        "ok",
        "OK ",
        "RING",
    };
    put_text(w, LINES_PICK(w->rng, answers));
}

static void put_response_line(struct writer *w) {
    put_text(w, lines_one_in(w->rng, 2) ? "\r\n" : "");
    put_blanks(w);
    if (lines_one_in(w->rng, 8))
        put_other_answer(w);
    else
        put_information(w);
    put_line_end(w);
}

size_t lines_write(struct lines_rng *rng, char *out, size_t cap, int is_response) {
    /* Most lines are unusual in few places, so they pass the first checks. Some are clean, some have many faults. */
    static const uint32_t tidiness[] = {0, 0, 40, 20, 20, 10, 5};
    struct writer w = {.rng = rng, .out = out, .cap = cap};
    w.tidy = LINES_PICK(rng, tidiness);
    if (is_response)
        put_response_line(&w);
    else
        put_request_line(&w);
    return w.size;
}

size_t lines_generate_as(struct lines_rng *rng, char *out, size_t cap, int is_response) {
    size_t size = lines_write(rng, out, cap, is_response);
    if (is_response && lines_one_in(rng, 3))
        do
            size = lines_deviate(rng, out, size, cap);
        while (lines_one_in(rng, 2));
    if (lines_one_in(rng, 2))
        return size;
    do
        size = lines_mutate(rng, out, size, cap, lines_one_in(rng, 8) ? !is_response : is_response);
    while (lines_one_in(rng, 3));
    return size;
}

size_t lines_generate(struct lines_rng *rng, char *out, size_t cap, int *is_response) {
    *is_response = lines_one_in(rng, 2);
    return lines_generate_as(rng, out, cap, *is_response);
}
