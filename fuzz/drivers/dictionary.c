/* SPDX-License-Identifier: MIT */
/*
 * dictionary TARGET: prints the words that an engine may want to put into an input of that target. It takes them from
 * the library's table where possible.
 */
#include "qdmp/registration.h"

#include <stdio.h>
#include <string.h>

static void print_bytes(const char *bytes, size_t size) {
    (void)putchar('"');
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 0x20 || c > 0x7E || c == '"' || c == '\\')
            (void)printf("\\x%02X", c);
        else
            (void)putchar(c);
    }
    (void)puts("\"");
}

static void print_word(const char *word) {
    if (*word != '\0')
        print_bytes(word, strlen(word));
}

static void print_number(unsigned long number) {
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%lu", number);
    print_word(digits);
}

/* Both sides of a limit. */
static void print_limits(const qdmp_param *param) {
    if (param->kind != QDMP_KIND_NUMBER && param->kind != QDMP_KIND_ADDRESS)
        return;
    print_number(param->least);
    print_number((unsigned long)param->most);
    print_number((unsigned long)param->most + 1);
    if (param->least > 0)
        print_number(param->least - 1);
}

static void print_table(void) {
    size_t count;
    const qdmp_param *params = qdmp_spec_params(&count);
    for (size_t i = 0; i < count; i++) {
        print_word(params[i].default_text);
        print_limits(&params[i]);
    }
    const qdmp_choice *choices = qdmp_spec_choices(&count);
    for (size_t i = 0; i < count; i++)
        print_number(choices[i].value);
}

static void print_requests(void) {
    static const char *const words[] = {"AT",   "+QDMPCFG", "+QDMPCFGEX", "=?", "?",    "=",
                                        ",",    ";",        "\r",         "\n", "\r\n", "\"",
                                        "\"\"", ",,",       "\",\"",      " ",  "\\",   "863703030822519",
                                        ",0,",  ",1",       ",2",         "at", "NULL"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_word(words[i]);
    print_table();
}

#define TEST_ANSWER(ID, name, test) print_word(name ": " test);

static void print_responses(void) {
    static const char *const words[] = {
        "+QDMPCFG: ", "+QDMPCFGEX: ", "+CME ERROR: ", "OK", "ERROR", "\r\n", ",", "\"", "****", "*", "NULL", " ", "\r",
        "\n"};
    static const char *const tolerated[] = {
        "> ",     "\x11", "\xFF", "OK ",   "\" ", " \"",        ",\"\",",
        "\"  \"", ",,,",  "<",    "(0-6)", ":<",  "4294967295", "863703030822519123"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_word(words[i]);
    for (size_t i = 0; i < sizeof tolerated / sizeof *tolerated; i++)
        print_word(tolerated[i]);
    print_bytes("\0", 1);
    QDMP_COMMANDS(TEST_ANSWER)
    print_table();
}

static void print_values(void) {
    static const char *const words[] = {
        "|",  ";",          ":",          "-",     ".",       ",", "+", "NULL", "00-01-6C-06-A6-29",
        "||", "4294967295", "4294967296", "OTDOA", "-1.5,+2,"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_word(words[i]);
}

static void print_coap(void) {
    static const struct {
        const char *bytes;
        size_t size;
    } words[] = {{"\x44\x02", 2},     {"\x64\x41", 2}, {"\xFF", 1},    {"\xD0\x00", 2}, {"\x0D\x00", 2},
                 {"\xE0\xFE\xF2", 3}, {"\x82rd", 3},   {"\xB2rd", 3},  {"\x11\x28", 2}, {"\x60\x00", 2},
                 {"\x70\x00", 2},     {"</1/0>", 6},   {";rt=\"", 5},  {"\",<", 3},     {";ct=11543", 9},
                 {"\\\"", 2},         {"*=", 2},       {"\x3D\x0D", 2}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_bytes(words[i].bytes, words[i].size);
}

/* The first byte of an input says how the rest is used. */
static void print_image(void) {
    static const struct {
        const char *bytes;
        size_t size;
    } words[] = {{"\x00QDMP\x01\x00", 7},
                 {"QDMP\x01\x00\x0C\x00\x4B\x83\x36\xD3", 12},
                 {"\x01\x01\x00\x01", 4},
                 {"\x02\x0A\x00", 3},
                 {"\x33\x16\x80\x51\x01\x00", 6},
                 {"\x03\x16\x00\x01\x00", 5},
                 {"\x0F\x38\x36\x33\x37\x30\x33\x30\x33\x30\x38\x32\x32\x35\x31\x39", 16},
                 {"\xFF\xFF", 2},
                 {"\xFF\x01", 2},
                 {"\xFF\xFF\xFF\xFF", 4},
                 {"\x00\x00\x00\x00", 4}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_bytes(words[i].bytes, words[i].size);
    for (unsigned tag = 16; tag <= 21; tag++) {
        const char head[] = {(char)tag, '\x05', '\0', '\x04', 'N', 'U', 'L', 'L'};
        print_bytes(head, sizeof head);
    }
}

/* Paths, options and their values in a request to object 666; the first byte says what is made of the rest. */
static void print_object(void) {
    static const struct {
        const char *bytes;
        size_t size;
    } words[] = {{"\x40\x01\x7D\x34", 4},
                 {"\x50\x01", 2},
                 {"\x41\x01", 2},
                 {"\xB3\x36\x36\x36", 4},
                 {"\x01\x30", 2},
                 {"\x04\x36\x36\x30\x32", 5},
                 {"\x04\x36\x36\x31\x34", 5},
                 {"\x62\x2D\x16", 3},
                 {"\x61\x28", 2},
                 {"\x62\x00\x28", 3},
                 {"\xC1\x06", 2},
                 {"\x61\x06", 2},
                 {"\xC1\x00", 2},
                 {"\xC1\x07", 2},
                 {"\xC2\x01\x60", 3},
                 {"\x31\x61", 2},
                 {"\x60", 1},
                 {"\xD1\x0B\x61", 3},
                 {"\xD0\x0F", 2},
                 {"\x10\xA3\x36\x36\x36", 5},
                 {"\x50\x63\x36\x36\x36", 5},
                 {"\x41\x61", 2},
                 {"\xD0\x03", 2},
                 {"\x72\x16\x33\x43", 4}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_bytes(words[i].bytes, words[i].size);
}

/* What a script of the flash adapter may hold of a record: lengths, and sequences on both sides of a wrap. */
static void print_storage(void) {
    static const char words[][5] = {"\xFF\xFF\xFF\xFF", "\xFF\xFF\xFF\x7F", "\0\0\0\x80",
                                    "\0\0\0\0",         "\1\0\0\0",         "\xF4\1\0\0"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_bytes(words[i], 4);
}

/* Commands of the simulated module, and the steps of its target. */
static void print_modem(void) {
    static const char *const words[] = {
        "AT",    "A/",       "ATE0",     "V0",      "Q1",       "S3=30",    "S4=64",     "S5=35",
        "S0?",   "&W",       "&F",       "Z",       "I",        "&C1",      "+GSN",      "+CGSN=1",
        "+CIMI", "+CMEE=1",  "+CMEE=2",  "+CMEE?",  "+CPIN?",   "+CFUN=0",  "+CFUN=1,1", "+CFUN?",
        "+CSQ",  "+CREG=1",  "+CEREG=?", "+CGREG?", "+CGATT?",  "+CGPADDR", "+CSCS=",    "\"UCS2\"",
        "+IPR?", "+QSCLK=1", "+CEDRXS=", "+CPSMS=", "\"1101\"", "+QRST=1",  "+FCLASS=0", "+NONE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        print_word(words[i]);
    print_bytes("\xF5 \xFF", 3);
    print_bytes("\xF6\x7D", 2);
    print_requests();
}

/* Steps of a module's life: NUL ends one, `!` begins an event (support/module_script.h). */
static void print_module(void) {
    static const char *const events[] = {"!c32,32", "!c8,0,8", "!r",   "!l",  "!d",         "!t",   "!o", "!n", "!x",
                                         "!e",      "!F",      "!v2",  "!u4", "!u0",        "!a",   "!s", "!b", "!k0,0",
                                         "!K1,2",   "!z0",     "!>AT", "!q",  ",0,\"a,b\"", "+CSQ", ";;"};
    print_bytes("\0", 1);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        print_word(events[i]);
    print_requests();
}

int main(int argc, char **argv) {
    const char *target = argc > 1 ? argv[1] : "";
    if (strstr(target, "request") == target)
        print_requests();
    else if (strstr(target, "response") == target)
        print_responses();
    else if (strcmp(target, "values") == 0)
        print_values();
    else if (strstr(target, "coap") == target)
        print_coap();
    else if (strcmp(target, "image") == 0)
        print_image();
    else if (strcmp(target, "modem") == 0)
        print_modem();
    else if (strcmp(target, "module") == 0)
        print_module();
    else if (strcmp(target, "object") == 0)
        print_object();
    else if (strstr(target, "storage") == target)
        print_storage();
    else /* the others read no words, but phrases that their texts may hold */
        print_word("@#@");
    return 0;
}
