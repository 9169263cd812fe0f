/* SPDX-License-Identifier: MIT */
#include "modem_model.h"

#include "check.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Storage ---- */

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    struct modem_storage *storage = (struct modem_storage *)context;
    memcpy(out.ptr, storage->stored, storage->size);
    *size = storage->size;
    return QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    struct modem_storage *storage = (struct modem_storage *)context;
    storage->stores++;
    if (storage->stores == storage->fails_at)
        return QDMP_STORAGE;
    memcpy(storage->stored, image.ptr, image.len);
    storage->size = image.len;
    if (storage->stores != storage->resets_at)
        return QDMP_OK;
    storage->reset(storage->context);
    return QDMP_STORAGE;
}

qdmp_storage modem_storage_calls(struct modem_storage *storage) {
    return (qdmp_storage){load, store, storage};
}

/* ---- Output ---- */

static void append(struct modem_model *model, enum modem_piece_kind kind, const void *bytes, size_t size) {
    struct modem_output *out = &model->output;
    if (model->mute)
        return;
    bool goes_on = kind == PIECE_ECHO && out->count > 0 && out->pieces[out->count - 1].kind == PIECE_ECHO;
    FUZZ_CHECK(out->count < MODEM_PIECES_MAX && out->size + size <= MODEM_BYTES_MAX, "P122",
               "the model's room is full");
    if (!goes_on)
        out->pieces[out->count++] = (struct modem_piece){kind, out->size, 0};
    memcpy(out->bytes + out->size, bytes, size);
    out->pieces[out->count - 1].size += size;
    out->size += size;
}

/* Even a module that sends no more answers reports its events. */
static void tell(struct modem_model *model, enum modem_piece_kind kind) {
    bool mute = model->mute;
    model->mute = false;
    append(model, kind, "", 0);
    model->mute = mute;
}

bool modem_model_is_full(const struct modem_model *model) {
    return model->output.count > MODEM_PIECES_MAX / 2 || model->output.size > MODEM_BYTES_MAX / 2;
}

static void frame(struct modem_model *model, enum modem_piece_kind kind, const char *text, size_t size) {
    static char framed[8192];
    size_t at = 0;
    if (model->now.verbose) {
        framed[at++] = (char)model->in_force[3];
        framed[at++] = (char)model->in_force[4];
    }
    memcpy(framed + at, text, size);
    at += size;
    framed[at++] = (char)model->in_force[3];
    framed[at++] = (char)model->in_force[4];
    append(model, kind, framed, kind == PIECE_RESULT && !model->now.verbose ? at - 1 : at);
}

static void line(struct modem_model *model, const char *text) {
    frame(model, PIECE_LINE, text, strlen(text));
}

/* ---- Settings ---- */

static struct modem_front factory(void) {
    return (struct modem_front){
        true, false, true, {[3] = 13, [4] = 10, [5] = 8, [6] = 2, [7] = 60, [8] = 2, [10] = 15}};
}

static void open_module(struct modem_model *model) {
    qdmp_module_config config = {
        .storage = modem_storage_calls(&model->storage), .appkey_max = MODEM_LINE_MAX, .password_max = MODEM_LINE_MAX};
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        config.rooms[i] = (qdmp_room){model->rooms[i], MODEM_IMAGE_MAX};
    qdmp_module_open(&model->module, &config, NULL);
}

static void start(struct modem_model *model) {
    model->now = model->saved;
    memcpy(model->in_force, model->now.s, sizeof model->in_force);
    model->cmee = model->creg = model->cereg = model->cgreg = model->qsclk = model->psm = 0;
    model->cfun = 1;
    strcpy(model->charset, "\"GSM\"");
    strcpy(model->edrx, "\"0010\"");
    strcpy(model->tau, "\"01000011\"");
    strcpy(model->active, "\"00100001\"");
    modem_model_hang_up(model);
    open_module(model);
}

static void reset_by_storage(void *context) {
    struct modem_model *model = (struct modem_model *)context;
    model->restarts = model->mute = true;
}

void modem_model_open(struct modem_model *model, uint32_t dmstate, unsigned fails_at, unsigned resets_at) {
    memset(model, 0, offsetof(struct modem_model, output));
    model->output.count = model->output.size = 0;
    model->dmstate = dmstate;
    model->storage.fails_at = fails_at;
    model->storage.resets_at = resets_at;
    model->storage.reset = reset_by_storage;
    model->storage.context = model;
    model->saved = factory();
    start(model);
}

void modem_model_hang_up(struct modem_model *model) {
    model->place = MODEL_OUTSIDE;
    model->size = 0;
    model->overlong = false;
}

void modem_model_reset(struct modem_model *model) {
    model->restarts = model->mute = false;
    start(model);
    model->deaf_until = model->clock + 500;
    tell(model, PIECE_RESTARTED);
}

void modem_model_say(struct modem_model *model, const char *text) {
    frame(model, PIECE_URC, text, strlen(text));
}

/* ---- A command, as text: a fault is the number of its CME error, 0 if there is none ---- */

enum { GOOD = 0, UNKNOWN = 4, WRONG = 50 };

/* A command, which is read from its beginning to its end. */
struct text {
    const char *at, *end;
};

static void skip(struct text *in) {
    while (in->at < in->end && *in->at == ' ')
        in->at++;
}

static int capital(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
}

/* The next byte that is not a space; -1 at the end. */
static int here(struct text *in) {
    skip(in);
    return in->at < in->end ? capital((unsigned char)*in->at) : -1;
}

/* Digits as a number; -1 if there are none. */
static long number(struct text *in) {
    long value = -1;
    skip(in);
    while (in->at < in->end && *in->at >= '0' && *in->at <= '9') {
        value = (value < 0 ? 0 : value) * 10 + (*in->at++ - '0');
        value = value > 100000 ? 100000 : value;
    }
    return value;
}

static int basic_number(struct text *in, long most, bool *on) {
    long value = number(in);
    if (value > most)
        return WRONG;
    if (on)
        *on = value > 0;
    return GOOD;
}

static int s_parameter(struct modem_model *model, struct text *in) {
    char digits[8];
    long which = number(in), value;
    if (which < 0)
        return WRONG;
    if (which > 10 || which == 1 || which == 2 || which == 9)
        return UNKNOWN;
    int sign = here(in);
    if (sign != '?' && sign != '=')
        return WRONG;
    in->at++;
    if (sign == '?') {
        (void)snprintf(digits, sizeof digits, "%03u", model->now.s[which] & 255);
        line(model, digits);
        return GOOD;
    }
    value = number(in);
    if (value < 0 || value > (which >= 3 && which <= 5 ? 127 : 255))
        return WRONG;
    model->now.s[which] = (unsigned)value;
    return GOOD;
}

static int profile(struct modem_model *model, int letter, struct text *in) {
    int fault = basic_number(in, 0, NULL);
    if (fault)
        return fault;
    if (letter == 'W')
        model->saved = model->now;
    else
        model->now = letter == 'Z' ? model->saved : factory();
    return GOOD;
}

static int ampersand(struct modem_model *model, struct text *in) {
    int letter = here(in);
    in->at += letter >= 0;
    switch (letter) {
    case 'C': return basic_number(in, 1, NULL);
    case 'D': return basic_number(in, 2, NULL);
    case 'F':
    case 'W': return profile(model, letter, in);
    default: return UNKNOWN;
    }
}

static int information(struct modem_model *model, struct text *in) {
    if (number(in) > 0)
        return WRONG;
    line(model, "Quectel_Ltd");
    line(model, "Quectel_BC26");
    line(model, "Revision: BC26NBR01A07");
    return GOOD;
}

static int basic(struct modem_model *model, struct text *in) {
    int letter = here(in);
    in->at++;
    switch (letter) {
    case 'E': return basic_number(in, 1, &model->now.echo);
    case 'Q': return basic_number(in, 1, &model->now.quiet);
    case 'V': return basic_number(in, 1, &model->now.verbose);
    case 'X': return basic_number(in, 4, NULL);
    case 'L': return basic_number(in, 3, NULL);
    case 'M': return basic_number(in, 2, NULL);
    case 'S': return s_parameter(model, in);
    case 'Z': return profile(model, 'Z', in);
    case 'I': return information(model, in);
    case '&': return ampersand(model, in);
    default: return UNKNOWN;
    }
}

/* ---- An extended command ---- */

enum { ARGUMENTS_MAX = 6 };

/* The parameters of a set, without the spaces around them. */
struct arguments {
    char texts[ARGUMENTS_MAX][MODEM_LINE_MAX];
    unsigned count;
    bool wrong; /* more parameters than any command has */
};

static void split(struct text in, struct arguments *out) {
    bool quoted = false;
    size_t size = 0;
    out->count = 1;
    out->wrong = false;
    for (unsigned i = 0; i < ARGUMENTS_MAX; i++)
        out->texts[i][0] = '\0';
    for (; in.at < in.end; in.at++) {
        quoted = quoted != (*in.at == '"');
        if (!quoted && *in.at == ',') {
            out->wrong = out->wrong || out->count == ARGUMENTS_MAX;
            out->count += !out->wrong;
            size = 0;
        } else if (*in.at != ' ' || size > 0) {
            out->texts[out->count - 1][size++] = *in.at;
            out->texts[out->count - 1][size] = '\0';
        }
    }
    for (unsigned i = 0; i < out->count; i++) {
        char *text = out->texts[i];
        while (*text && text[strlen(text) - 1] == ' ')
            text[strlen(text) - 1] = '\0';
    }
}

/* A number that is one of these digits, with or without zeros before it. */
static bool digit_of(const char *text, const char *digits, unsigned *value) {
    while (*text == '0' && text[1])
        text++;
    if (!*text || text[1] || !strchr(digits, *text))
        return false;
    *value = (unsigned)(*text - '0');
    return true;
}

/* A quoted text of `count` binary digits. An empty parameter leaves `*kept` unchanged. */
static bool bits_of(const char *text, size_t count, char *kept) {
    if (!*text)
        return true;
    if (strlen(text) != count + 2 || text[0] != '"' || text[count + 1] != '"' || strspn(text + 1, "01") != count)
        return false;
    strcpy(kept, text);
    return true;
}

static int set_number(const struct arguments *given, const char *digits, unsigned *kept) {
    unsigned value;
    if (given->count != 1 || !digit_of(given->texts[0], digits, &value))
        return WRONG;
    *kept = value;
    return GOOD;
}

static int set_charset(struct modem_model *model, const struct arguments *given) {
    static const char *const names[] = {"\"GSM\"", "\"IRA\"", "\"UCS2\"", "\"HEX\"", "\"PCCP437\"", "\"8859-1\""};
    for (size_t i = 0; given->count == 1 && i < 6; i++) {
        if (strcmp(given->texts[0], names[i]) == 0) {
            strcpy(model->charset, names[i]);
            return GOOD;
        }
    }
    return WRONG;
}

static int set_edrx(struct modem_model *model, const struct arguments *given) {
    unsigned unused;
    if (given->count > 3 || !digit_of(given->texts[0], "0123", &unused) ||
        (given->texts[1][0] && !digit_of(given->texts[1], "5", &unused)) || !bits_of(given->texts[2], 4, model->edrx))
        return WRONG;
    return GOOD;
}

static int set_psm(struct modem_model *model, const struct arguments *given) {
    unsigned mode;
    char tau[16], active[16];
    strcpy(tau, model->tau);
    strcpy(active, model->active);
    if (given->count > 5 || !digit_of(given->texts[0], "01", &mode) || given->texts[1][0] || given->texts[2][0] ||
        !bits_of(given->texts[3], 8, tau) || !bits_of(given->texts[4], 8, active))
        return WRONG;
    model->psm = mode;
    strcpy(model->tau, tau);
    strcpy(model->active, active);
    return GOOD;
}

static int set_cfun(struct modem_model *model, const struct arguments *given) {
    unsigned value, reset = 0, before = model->cfun;
    if (given->count > 2 || !digit_of(given->texts[0], "014", &value))
        return WRONG;
    if (given->count == 2 && given->texts[1][0] && !digit_of(given->texts[1], "1", &reset))
        return WRONG;
    if (reset) {
        model->restarts = value == 1;
        return value == 1 ? GOOD : WRONG;
    }
    model->cfun = value;
    if ((value == 1) != (before == 1))
        tell(model, value == 1 ? PIECE_RADIO_ON : PIECE_RADIO_OFF);
    return GOOD;
}

static int set_to_one(const struct arguments *given) {
    unsigned unused;
    return set_number(given, "1", &unused);
}

#define FORMAT(...) (void)snprintf(out, size, __VA_ARGS__)

/* The answer of a command without parameters; NULL if there is no such form. */
static const char *fixed_answer(const char *command) {
    static const char *const rows[][2] = {
        {"+GMI", "Quectel_Ltd"},
        {"+CGMI", "Quectel_Ltd"},
        {"+GMM", "Quectel_BC26"},
        {"+CGMM", "Quectel_BC26"},
        {"+GMR", "BC26NBR01A07"},
        {"+CGMR", "BC26NBR01A07"},
        {"+GSN", "490154203237518"},
        {"+CGSN", "490154203237518"},
        {"+CIMI", "460001357924680"},
        {"+CMEE=?", "+CMEE: (0-2)"},
        {"+CPIN?", "+CPIN: READY"},
        {"+CREG=?", "+CREG: (0-2)"},
        {"+CEREG=?", "+CEREG: (0-5)"},
        {"+CGREG=?", "+CGREG: (0-2)"},
        {"+CGPADDR=?", "+CGPADDR: (1)"},
        {"+CSCS=?", "+CSCS: (\"GSM\",\"IRA\",\"UCS2\",\"HEX\",\"PCCP437\",\"8859-1\")"},
        {"+IPR?", "+IPR: 115200"},
        {"+QSCLK=?", "+QSCLK: (0-2)"},
        {"+CEDRXS=?", "+CEDRXS: (0-3),(5),(\"0000\"-\"1111\")"},
        {"+CPSMS=?", "+CPSMS: (0,1),,,(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(command, rows[i][0]) == 0)
            return rows[i][1];
    }
    return NULL;
}

/* The same for answers from kept settings, and from the state of the network. */
static bool kept_answer(const struct modem_model *model, const char *command, char *out, size_t size) {
    unsigned on = model->cfun == 1;
    if (strcmp(command, "+CMEE?") == 0)
        FORMAT("+CMEE: %u", model->cmee);
    else if (strcmp(command, "+CFUN?") == 0)
        FORMAT("+CFUN: %u", model->cfun);
    else if (strcmp(command, "+CSQ") == 0)
        FORMAT("+CSQ: %s", on ? "25,0" : "99,99");
    else if (strcmp(command, "+CREG?") == 0)
        FORMAT("+CREG: %u,%u", model->creg, on);
    else if (strcmp(command, "+CEREG?") == 0)
        FORMAT("+CEREG: %u,%u", model->cereg, on);
    else if (strcmp(command, "+CGREG?") == 0)
        FORMAT("+CGREG: %u,%u", model->cgreg, on);
    else if (strcmp(command, "+CGATT?") == 0)
        FORMAT("+CGATT: %u", on);
    else if (strcmp(command, "+CGPADDR") == 0)
        FORMAT("+CGPADDR: 1%s", on ? ",\"100.64.0.2\"" : "");
    else if (strcmp(command, "+CSCS?") == 0)
        FORMAT("+CSCS: %s", model->charset);
    else if (strcmp(command, "+QSCLK?") == 0)
        FORMAT("+QSCLK: %u", model->qsclk);
    else if (strcmp(command, "+CEDRXS?") == 0)
        FORMAT("+CEDRXS: 5,%s", model->edrx);
    else if (strcmp(command, "+CPSMS?") == 0)
        FORMAT("+CPSMS: %u,,,%s,%s", model->psm, model->tau, model->active);
    else
        return false;
    return true;
}

static int answer(struct modem_model *model, const char *command) {
    char text[200];
    const char *fixed = fixed_answer(command);
    if (!fixed && !kept_answer(model, command, text, sizeof text))
        return UNKNOWN;
    line(model, fixed ? fixed : text);
    return GOOD;
}

static int set(struct modem_model *model, const char *name, const struct arguments *given) {
    int fault;
    if (strcmp(name, "+CMEE") == 0)
        return set_number(given, "012", &model->cmee);
    if (strcmp(name, "+CFUN") == 0)
        return set_cfun(model, given);
    if (strcmp(name, "+CREG") == 0)
        return set_number(given, "012", &model->creg);
    if (strcmp(name, "+CEREG") == 0)
        return set_number(given, "012345", &model->cereg);
    if (strcmp(name, "+CGREG") == 0)
        return set_number(given, "012", &model->cgreg);
    if (strcmp(name, "+CSCS") == 0)
        return set_charset(model, given);
    if (strcmp(name, "+QSCLK") == 0)
        return set_number(given, "012", &model->qsclk);
    if (strcmp(name, "+CEDRXS") == 0)
        return set_edrx(model, given);
    if (strcmp(name, "+CPSMS") == 0)
        return set_psm(model, given);
    if (strcmp(name, "+FCLASS") == 0) {
        unsigned unused;
        return set_number(given, "0", &unused);
    }
    fault = set_to_one(given);
    if (fault)
        return fault;
    if (strcmp(name, "+QRST") == 0)
        model->restarts = true;
    else if (strcmp(name, "+CGSN") == 0)
        line(model, "+CGSN: 490154203237518");
    else
        return answer(model, "+CGPADDR");
    return GOOD;
}

/* The forms of each command: x execute, r read, s set, t test. */
static const char *forms_of(const char *name) {
    static const char *const rows[][2] = {
        {"+GMI", "x"},     {"+GMM", "x"},      {"+GMR", "x"},       {"+GSN", "x"},    {"+CGMI", "x"},
        {"+CGMM", "x"},    {"+CGMR", "x"},     {"+CGSN", "xs"},     {"+CIMI", "x"},   {"+CMEE", "rst"},
        {"+CPIN", "r"},    {"+CFUN", "rs"},    {"+CSQ", "x"},       {"+CREG", "rst"}, {"+CEREG", "rst"},
        {"+CGREG", "rst"}, {"+CGATT", "r"},    {"+CGPADDR", "xst"}, {"+CSCS", "rst"}, {"+IPR", "r"},
        {"+QSCLK", "rst"}, {"+CEDRXS", "rst"}, {"+CPSMS", "rst"},   {"+QRST", "s"},   {"+FCLASS", "s"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(name, rows[i][0]) == 0)
            return rows[i][1];
    }
    return NULL;
}

/* Executes a form other than a set. */
static int ask(struct modem_model *model, const char *name, const char *sign, char form, struct text in) {
    char command[16];
    if (here(&in) >= 0)
        return WRONG;
    if (!strchr(forms_of(name), form))
        return UNKNOWN;
    (void)snprintf(command, sizeof command, "%s%s", name, sign);
    return answer(model, command);
}

static int extended(struct modem_model *model, struct text *whole) {
    struct text in = *whole;
    static struct arguments given;
    char name[10];
    size_t size = 0;
    whole->at = whole->end;
    for (; in.at < in.end && !strchr(" =?", *in.at); in.at++) {
        if (*in.at == '\0' || size + 1 == sizeof name)
            return UNKNOWN;
        name[size++] = (char)capital(*in.at);
    }
    name[size] = '\0';
    if (!forms_of(name))
        return UNKNOWN;
    int sign = here(&in);
    in.at += sign == '?' || sign == '=';
    if (sign == '?')
        return ask(model, name, "?", 'r', in);
    if (sign != '=')
        return ask(model, name, "", 'x', in);
    if (here(&in) == '?') {
        in.at++;
        return ask(model, name, "=?", 't', in);
    }
    if (!strchr(forms_of(name), 's'))
        return UNKNOWN;
    split(in, &given);
    return given.wrong ? WRONG : set(model, name, &given);
}

/* ---- A command line ---- */

/* Executes a command of the library, on the model's own module. Returns false if it is not such a command. */
static bool ours(struct modem_model *model, struct text *in, int *fault) {
    qdmp_span span = {in->at, (size_t)(in->end - in->at)};
    qdmp_request request;
    qdmp_module_lines lines;
    qdmp_response info;
    qdmp_status status = qdmp_request_decode(span, QDMP_WHOLE_LINE, &request, NULL, NULL);
    if (status == QDMP_NOT_OURS)
        return false;
    in->at = in->end;
    if (status == QDMP_OK)
        status = qdmp_module_execute(&model->module, &request, model->dmstate, &lines, NULL);
    *fault = status == QDMP_OK ? GOOD : (int)qdmp_cme_number(status);
    while (status == QDMP_OK && qdmp_module_lines_next(&model->module, &lines, &info) == QDMP_OK) {
        static char text[8000];
        size_t size = 0;
        qdmp_room room = {text, sizeof text};
        qdmp_response_encode(&info, QDMP_RESPONSE_TEXT_ALONE, room, &size, NULL);
        frame(model, PIECE_LINE, text, size);
    }
    return true;
}

/* Executes the text between two `;`: one command, or basic commands before one. */
static int between(struct modem_model *model, struct text in) {
    int fault = GOOD;
    while (fault == GOOD && !model->restarts && here(&in) >= 0) {
        if (ours(model, &in, &fault))
            continue;
        fault = here(&in) == '+' ? extended(model, &in) : basic(model, &in);
    }
    return fault;
}

/* The first `;` outside of quotes, or the end. */
static const char *find_semicolon(const char *at, const char *end) {
    bool quoted = false;
    for (; at < end && (quoted || *at != ';'); at++)
        quoted = quoted != (*at == '"');
    return at;
}

static int execute(struct modem_model *model) {
    struct text in = {model->body, model->body + model->size};
    int fault = GOOD;
    while (fault == GOOD && !model->restarts && here(&in) >= 0) {
        struct text one = {in.at, find_semicolon(in.at, in.end)};
        if (here(&one) < 0)
            return WRONG;
        in.at = one.end < in.end ? one.end + 1 : in.end;
        fault = between(model, one);
    }
    return fault;
}

static const char *text_of(int fault) {
    return fault == 3    ? "operation not allowed"
           : fault == 4  ? "operation not supported"
           : fault == 23 ? "memory failure"
                         : "incorrect parameters";
}

static void result(struct modem_model *model, int fault) {
    char text[60];
    if (fault && model->cmee == 1 && !model->overlong)
        (void)snprintf(text, sizeof text, "+CME ERROR: %d", fault);
    else if (fault && model->cmee == 2 && !model->overlong)
        (void)snprintf(text, sizeof text, "+CME ERROR: %s", text_of(fault));
    else
        strcpy(text, model->now.verbose ? (fault ? "ERROR" : "OK") : (fault ? "4" : "0"));
    if (!model->now.quiet)
        frame(model, PIECE_RESULT, text, strlen(text));
}

static void complete(struct modem_model *model) {
    tell(model, PIECE_COMMAND_LINE);
    int fault = model->overlong ? WRONG : execute(model);
    memcpy(model->in_force, model->now.s, sizeof model->in_force);
    result(model, fault);
    if (model->restarts)
        modem_model_reset(model);
}

/* ---- A byte ---- */

static void echo(struct modem_model *model, unsigned char byte) {
    if (model->now.echo)
        append(model, PIECE_ECHO, &byte, 1);
}

static bool is_nothing(const struct modem_model *model, unsigned char byte) {
    return (byte < 32 || byte == 127) && byte != model->in_force[3] && byte != model->in_force[5];
}

static bool outside(struct modem_model *model, unsigned char byte) {
    bool behind_a = model->place == MODEL_BEHIND_A;
    if (is_nothing(model, byte))
        return false;
    model->place = MODEL_OUTSIDE;
    if (byte == 'A' || byte == 'a') {
        model->place = MODEL_BEHIND_A;
    } else if (behind_a && (byte == 'T' || byte == 't')) {
        modem_model_hang_up(model);
        model->place = MODEL_INSIDE;
    } else if (!behind_a || byte != '/') {
        return false;
    }
    echo(model, byte);
    return byte == '/';
}

static bool inside(struct modem_model *model, unsigned char byte) {
    if (byte == model->in_force[3]) {
        model->place = MODEL_OUTSIDE;
        echo(model, byte);
        return true;
    }
    if (is_nothing(model, byte))
        return false;
    if (byte == model->in_force[5]) {
        if (model->overlong || model->size == 0)
            return false;
        model->size--;
    } else if (model->size + 2 == MODEM_LINE_MAX) {
        model->overlong = true;
    } else {
        model->body[model->size++] = (char)byte;
    }
    echo(model, byte);
    return false;
}

bool modem_model_take(struct modem_model *model, unsigned char byte) {
    if (model->clock < model->deaf_until)
        return false;
    bool ends = model->place == MODEL_INSIDE ? inside(model, byte) : outside(model, byte);
    if (ends)
        complete(model);
    return ends;
}
