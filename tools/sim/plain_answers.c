/* SPDX-License-Identifier: MIT */
#include "plain_answers.h"
#include "scan.h"

#include <string.h>

/* --- the table --- */

/*
 * A command. A form with the text NULL is an error; a form with "" has no information line. In texts stand
 *
 *     @          the name, a colon and a space
 *     $i $m      IMEI, IMSI
 *     $0 to $2   a parameter that is kept
 *     {on|off}   text that depends on the radio
 *
 * `parameters` is the answer to the test form, and so also what a set accepts (V.250, 5.7.3): for each parameter the
 * numbers, ranges and strings between parentheses. A parameter without parentheses must stay empty. All except the
 * first may be left out.
 */
typedef struct row {
    const char *name;
    const char *parameters;
    const char *execute, *read, *set, *test;
    unsigned first, kept; /* number of the first parameter that is kept, and the number of kept parameters */
    unsigned restart; /* the module restarts if there are so many parameters, and the first is 1; 0: it never does */
} row;

#define MANUFACTURER "Quectel_Ltd"
#define MODEL        "Quectel_BC26"
#define REVISION     "BC26NBR01A07"
#define IDENTITY(command, execute)                                                                                     \
    { command, NULL, execute, NULL, NULL, NULL, 0, 0, 0 }
#define READ_ONLY(command, read)                                                                                       \
    { command, NULL, NULL, read, NULL, NULL, 0, 0, 0 }
#define KEPT(command, parameters, read, first, kept)                                                                   \
    { command, parameters, NULL, read, "", "@", first, kept, 0 }

static const row rows[] = {
    IDENTITY("I", MANUFACTURER "\n" MODEL "\nRevision: " REVISION),
    IDENTITY("+GMI", MANUFACTURER),
    IDENTITY("+GMM", MODEL),
    IDENTITY("+GMR", REVISION),
    IDENTITY("+GSN", "$i"),
    IDENTITY("+CGMI", MANUFACTURER),
    IDENTITY("+CGMM", MODEL),
    IDENTITY("+CGMR", REVISION),
    {"+CGSN", "(1)", "$i", NULL, "@$i", NULL, 0, 0, 0},
    IDENTITY("+CIMI", "$m"),
    KEPT("+CMEE", "(0-2)", "@$0", PLAIN_CMEE, 1),
    READ_ONLY("+CPIN", "@READY"),
    {"+CFUN", "(0,1,4),(1)", NULL, "@$0", "", NULL, PLAIN_CFUN, 1, 2},
    IDENTITY("+CSQ", "@{25,0|99,99}"),
    KEPT("+CREG", "(0-2)", "@$0,{1|0}", PLAIN_CREG, 1),
    KEPT("+CEREG", "(0-5)", "@$0,{1|0}", PLAIN_CEREG, 1),
    KEPT("+CGREG", "(0-2)", "@$0,{1|0}", PLAIN_CGREG, 1),
    READ_ONLY("+CGATT", "@{1|0}"),
    {"+CGPADDR", "(1)", "@1{,\"100.64.0.2\"|}", NULL, "@1{,\"100.64.0.2\"|}", "@", 0, 0, 0},
    KEPT("+CSCS", "(\"GSM\",\"IRA\",\"UCS2\",\"HEX\",\"PCCP437\",\"8859-1\")", "@$0", PLAIN_CSCS, 1),
    READ_ONLY("+IPR", "@115200"),
    KEPT("+QSCLK", "(0-2)", "@$0", PLAIN_QSCLK, 1),
    KEPT("+CEDRXS", "(0-3),(5),(\"0000\"-\"1111\")", "@$1,$2", PLAIN_CEDRXS, 3),
    KEPT("+CPSMS", "(0,1),,,(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")", "@$0,,,$1,$2", PLAIN_CPSMS, 3),
    {"+QRST", "(1)", NULL, NULL, "", NULL, 0, 0, 1},
    {"+FCLASS", "(0)", NULL, NULL, "", NULL, 0, 0, 0}, /* data, as wvdial asks */
};
enum { ROWS = sizeof rows / sizeof *rows, GIVEN_MAX = 3 };

static const uint16_t defaults[PLAIN_VALUES] = {[PLAIN_CFUN] = 1,
                                                [PLAIN_CEDRXS + 1] = 5,
                                                [PLAIN_CEDRXS + 2] = 2,
                                                [PLAIN_CPSMS + 1] = 0x43,
                                                [PLAIN_CPSMS + 2] = 0x21};

void plain_open(plain_module *module, const char *imei, const char *imsi) {
    module->imei = imei;
    module->imsi = imsi;
    memcpy(module->values, defaults, sizeof module->values);
}

bool plain_radio_is_on(const plain_module *module) {
    return module->values[PLAIN_CFUN] == 1;
}

/* --- what a set takes --- */

/* One of the items between the parentheses of a parameter. */
typedef struct item {
    bool is_string, is_range;
    uint16_t least, most; /* numbers */
    qdmp_span text;       /* a string, or the first one of a range */
} item;

static bool next_item(scanner *parameters, item *out) {
    if (scan_take(parameters, ')'))
        return false;
    if (!scan_take(parameters, '('))
        (void)scan_take(parameters, ',');
    qdmp_span last;
    out->is_string = scan_string(parameters, &out->text);
    if (!out->is_string) {
        (void)scan_number(parameters, &out->least);
        out->most = out->least;
    }
    out->is_range = scan_take(parameters, '-');
    if (out->is_range && !scan_string(parameters, &last))
        (void)scan_number(parameters, &out->most);
    return true;
}

static bool read_bits(qdmp_span text, uint16_t *value) {
    *value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '0' && text.ptr[i] != '1')
            return false;
        *value = (uint16_t)(*value << 1 | (text.ptr[i] - '0'));
    }
    return true;
}

/* The text that a host wrote for a parameter. */
typedef struct argument {
    bool is_string;
    uint16_t number;
    qdmp_span text;
} argument;

/* Whether the item, the `index`-th, accepts the argument, which is stored as `*value`. */
static bool item_takes(const item *one, uint16_t index, const argument *given, uint16_t *value) {
    if (one->is_string != given->is_string)
        return false;
    if (!one->is_string) {
        *value = given->number;
        return given->number >= one->least && given->number <= one->most;
    }
    if (one->text.len != given->text.len)
        return false;
    if (one->is_range)
        return read_bits(given->text, value);
    *value = index;
    return memcmp(one->text.ptr, given->text.ptr, given->text.len) == 0;
}

static bool parameter_takes(scanner *parameters, const argument *given, uint16_t *value) {
    item one;
    bool taken = false;
    for (uint16_t index = 0; next_item(parameters, &one); index++) {
        uint16_t kept;
        if (!taken && item_takes(&one, index, given, &kept)) {
            *value = kept;
            taken = true;
        }
    }
    return taken;
}

/* Skips a parameter. Returns whether a value may be given for it. */
static bool skip_parameter(scanner *parameters) {
    item one;
    if (scan_peek(parameters) != '(')
        return false;
    while (next_item(parameters, &one))
        continue;
    return true;
}

static bool is_left_out(scanner *in) {
    return scan_is_over(in) || scan_peek(in) == ',';
}

/* Takes one parameter. If it is left out, `*value` does not change. */
static qdmp_status take_parameter(scanner *in, scanner *parameters, uint16_t *value) {
    argument given = {scan_peek(in) == '"', 0, {NULL, 0}};
    if (is_left_out(in)) {
        (void)skip_parameter(parameters);
        return QDMP_OK;
    }
    if (given.is_string ? !scan_string(in, &given.text) : !scan_number(in, &given.number))
        return QDMP_SYNTAX;
    if (scan_peek(parameters) != '(' || !parameter_takes(parameters, &given, value))
        return QDMP_RANGE;
    return is_left_out(in) ? QDMP_OK : QDMP_SYNTAX;
}

/* The parameters of a set. Those that must stay empty have no value. */
typedef struct arguments {
    uint16_t values[GIVEN_MAX];
    unsigned count; /* up to the last that is there */
} arguments;

static qdmp_status take_parameters(scanner *in, const char *text, arguments *out) {
    scanner parameters = scan_open((qdmp_span){text, strlen(text)});
    unsigned given = 0, number = 1;
    if (is_left_out(in))
        return QDMP_MISSING;
    do {
        bool may_be_given = scan_peek(&parameters) == '(';
        uint16_t unused = 0;
        if (!is_left_out(in))
            out->count = number;
        qdmp_status status = take_parameter(in, &parameters, may_be_given ? &out->values[given] : &unused);
        if (status != QDMP_OK)
            return status;
        given += may_be_given;
        number++;
        if (!scan_take(in, ','))
            return QDMP_OK;
    } while (scan_take(&parameters, ','));
    return QDMP_TOO_MANY;
}

/* --- writing answers --- */

static void add(plain_executed *out, qdmp_span text) {
    size_t room = sizeof out->answer - out->answer_size, size = text.len < room ? text.len : room;
    memcpy(out->answer + out->answer_size, text.ptr, size);
    out->answer_size += size;
}

static void add_text(plain_executed *out, const char *text) {
    add(out, (qdmp_span){text, strlen(text)});
}

static void add_identity(plain_executed *out, const char *digits) {
    size_t len = strlen(digits);
    add(out, (qdmp_span){digits, len < PLAIN_IDENTITY_MAX ? len : PLAIN_IDENTITY_MAX});
}

static void add_number(plain_executed *out, uint16_t number) {
    char digits[5];
    size_t begin = sizeof digits;
    do {
        digits[--begin] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    add(out, (qdmp_span){digits + begin, sizeof digits - begin});
}

static void add_bits(plain_executed *out, uint16_t value, size_t count) {
    for (size_t left = count; left > 0; left--)
        add_text(out, value >> (left - 1) & 1 ? "1" : "0");
}

/* Writes a parameter as a set takes it; `parameters` stands at the parameter. */
static void add_value(plain_executed *out, scanner parameters, uint16_t value) {
    item one;
    bool found = next_item(&parameters, &one);
    for (uint16_t i = 0; found && one.is_string && !one.is_range && i < value; i++)
        found = next_item(&parameters, &one);
    if (!one.is_string) {
        add_number(out, value);
        return;
    }
    add_text(out, "\"");
    if (one.is_range)
        add_bits(out, value, one.text.len);
    else
        add(out, one.text);
    add_text(out, "\"");
}

/* Writes the `index`-th of the parameters that are kept. */
static void add_kept(plain_executed *out, const row *about, const plain_module *module, unsigned index) {
    scanner parameters = scan_open((qdmp_span){about->parameters, strlen(about->parameters)});
    for (unsigned left = index; left > 0 || scan_peek(&parameters) != '(';) {
        left -= skip_parameter(&parameters);
        (void)scan_take(&parameters, ',');
    }
    add_value(out, parameters, module->values[about->first + index]);
}

static void add_variable(plain_executed *out, const row *about, const plain_module *module, char letter) {
    if (letter == 'i')
        add_identity(out, module->imei);
    else if (letter == 'm')
        add_identity(out, module->imsi);
    else
        add_kept(out, about, module, (unsigned)(letter - '0'));
}

static void add_head(plain_executed *out, const row *about) {
    add_text(out, about->name);
    add_text(out, ": ");
}

/* Writes a text of the table. */
static void add_answer(plain_executed *out, const row *about, const plain_module *module, const char *text) {
    bool written = true; /* false: in the branch that is not taken */
    for (; *text; text++) {
        if (*text == '{')
            written = plain_radio_is_on(module);
        else if (*text == '|')
            written = !plain_radio_is_on(module);
        else if (*text == '}')
            written = true;
        else if (!written)
            continue;
        else if (*text == '$')
            add_variable(out, about, module, *++text);
        else if (*text == '@')
            add_head(out, about);
        else
            add(out, (qdmp_span){text, 1});
    }
}

/* --- executing --- */

static bool same_name(qdmp_span name, const char *text) {
    size_t i = 0;
    while (i < name.len && text[i] && scan_capital(name.ptr[i]) == text[i])
        i++;
    return i == name.len && !text[i];
}

static const row *find_row(qdmp_span name) {
    for (size_t i = 0; i < ROWS; i++) {
        if (same_name(name, rows[i].name))
            return &rows[i];
    }
    return NULL;
}

/* Takes the name: of a basic command one letter, of an extended one `+` and all up to its sign (V.250, 5.4.1). */
static qdmp_span take_name(scanner *in) {
    bool is_extended = scan_peek(in) == '+';
    size_t begin = in->at, end = begin + 1;
    if (is_extended) {
        while (end < in->text.len && !memchr(" =?", in->text.ptr[end], 3))
            end++;
    }
    in->at = end < in->text.len ? end : in->text.len;
    return (qdmp_span){in->text.ptr + begin, in->at - begin};
}

static qdmp_status answer(const row *about, const plain_module *module, const char *text, plain_executed *out) {
    if (!text)
        return QDMP_FORM;
    add_answer(out, about, module, text);
    return QDMP_OK;
}

static qdmp_status execute_set(plain_module *module, const row *about, scanner *in, plain_executed *out) {
    arguments given = {{0}, 0};
    uint16_t *kept = &module->values[about->first];
    size_t size = about->kept * sizeof *kept;
    if (!about->set)
        return QDMP_FORM;
    memcpy(given.values, kept, size);
    qdmp_status status = take_parameters(in, about->parameters, &given);
    if (status != QDMP_OK)
        return status;
    out->restarts = about->restart && given.count >= about->restart;
    if (out->restarts)
        return given.values[0] == 1 ? QDMP_OK : QDMP_RANGE;
    memcpy(kept, given.values, size);
    return answer(about, module, about->set, out);
}

/* Executes the text after the name. */
static qdmp_status execute_form(plain_module *module, const row *about, scanner *in, plain_executed *out) {
    bool reads = scan_take(in, '?'), sets = !reads && scan_take(in, '='), tests = sets && scan_take(in, '?');
    if (sets && !tests)
        return execute_set(module, about, in, out);
    if (!scan_is_over(in))
        return QDMP_SYNTAX;
    if (!tests)
        return answer(about, module, reads ? about->read : about->execute, out);
    qdmp_status status = answer(about, module, about->test, out);
    if (status == QDMP_OK)
        add_text(out, about->parameters);
    return status;
}

/* A basic command may have the number 0, and another command may follow it. */
static qdmp_status execute_basic(const plain_module *module, const row *about, scanner *in, plain_executed *out) {
    uint16_t number = 0;
    (void)scan_number(in, &number);
    return number == 0 ? answer(about, module, about->execute, out) : QDMP_RANGE;
}

qdmp_status plain_execute(plain_module *module, qdmp_span text, plain_executed *out) {
    scanner in = scan_open(text);
    const row *about = find_row(take_name(&in));
    qdmp_status status = QDMP_NOT_OURS;
    out->restarts = false;
    out->answer_size = 0;
    if (about)
        status = *about->name == '+' ? execute_form(module, about, &in, out) : execute_basic(module, about, &in, out);
    out->used = in.at;
    return status;
}
