/* SPDX-License-Identifier: MIT */
/*
 * The decoders, form by form, on any line of up to LONGEST bytes. A function with the contract of a lexer replaces that
 * lexer: it moves the cursor to any place that the contract allows. lexers.c proves the contracts. The limits are typed
 * by hand from docs/protocol.md.
 */
#include "../../src/decode.c"
#include "../../src/request.c"
#include "../../src/response.c"
#include "../../src/rows.c"
#include "../../src/text.c"

#include "classes.h"
#include "contracts.h"
#include "input.h"

/* The largest number of empty lines and of values in a proof. The loops of the walk have no other bound. */
enum { EMPTY_LINES = 2, VALUES = 8 };

/* The data that all lines of a form share. The input is the line. */
static bool of_ex, has_defaults;
static uint32_t type, act;

/* The results of the lexers: counts, the last number, and the length of the last text. */
static unsigned empty_lines, numbers, values;
static uint32_t last_number;
static size_t last_text;

/* --- in place of the lexers --- */

/* Moves the cursor by any number of bytes: 0 if `stays`, at least 1 otherwise. Returns the number. */
static size_t go_on(qdmp__decoder *d, bool stays) {
    size_t size = nondet_size();
    ASSUME(size <= (size_t)(d->lim - d->cur) && (size == 0) == stays);
    qdmp__go(d, d->cur + size);
    return size;
}

/* The text of a default is not the input. Its values are computed, not arbitrary. */
static bool is_in_default(const qdmp__decoder *d) {
    return has_defaults && d->lim != input + input_len;
}

static uint32_t number_of_default(qdmp__decoder *d) {
    uint32_t number = 0;
    for (; d->c >= '0' && d->c <= '9'; qdmp__step(d))
        number = number * 10 + (uint32_t)(d->c - '0');
    return number;
}

void in_place_of_lex_spaces(qdmp__decoder *d) {
    go_on(d, !is_space(d->c));
    ASSUME(!is_space(d->c));
}

void in_place_of_lex_text(qdmp__decoder *d, const unsigned char *begin) {
    ASSUME(++values <= VALUES);
    qdmp__go(d, begin);
    last_text = go_on(d, !is_text(d->c));
    ASSUME(!is_text(d->c));
}

void in_place_of_lex_bare(qdmp__decoder *d) {
    ASSUME(++values <= VALUES);
    last_text = go_on(d, !is_bare(d->c));
    ASSUME(!is_bare(d->c));
}

const unsigned char *in_place_of_keep_bare(qdmp__decoder *d, const unsigned char *begin, const unsigned char *end,
                                           bool trims) {
    size_t size = (size_t)(end - begin);
    if (trims)
        size = any_size_to(size);
    d->bare = true;
    last_text = size;
    return begin + size;
}

/* The first number of a line is its type. The second number of a QDMPCFGEX request is its act. */
qdmp_status in_place_of_lex_number(qdmp__decoder *d, uint32_t *out) {
    if (is_in_default(d)) {
        *out = number_of_default(d);
        return QDMP_OK;
    }
    numbers++;
    if (numbers == 1 || (numbers == 2 && of_ex && d->asks)) {
        go_on(d, false);
        *out = numbers == 1 ? type : act;
        return QDMP_OK;
    }
    bool found = nondet_bool();
    go_on(d, !found);
    *out = last_number = nondet_u32();
    return !found ? QDMP_MISSING : nondet_bool() ? QDMP_OK : QDMP_RANGE;
}

bool in_place_of_lex_octet(qdmp__decoder *d, uint32_t *out) {
    if (is_in_default(d)) {
        *out = number_of_default(d);
        return true;
    }
    bool found = nondet_bool();
    go_on(d, !found);
    *out = last_number = nondet_u32();
    return found;
}

bool in_place_of_lex_digits(qdmp__decoder *d) {
    bool found = nondet_bool();
    last_text = go_on(d, !found);
    return found;
}

bool in_place_of_lex_empty_line(qdmp__decoder *d) {
    bool found = nondet_bool();
    ASSUME(!found || ++empty_lines <= EMPTY_LINES);
    go_on(d, !found);
    return found;
}

void in_place_of_lex_rest(qdmp__decoder *d) {
    go_on(d, is_eol(d->c));
    ASSUME(is_eol(d->c));
}

void in_place_of_lex_end(qdmp__decoder *d) {
    bool is_here = d->cur < d->lim && (is_eol(d->c) || d->c == ';');
    ASSUME(go_on(d, !is_here) <= 2);
}

enum qdmp__name in_place_of_lex_name(qdmp__decoder *d) {
    go_on(d, false);
    return of_ex ? QDMP__NAME_EX : QDMP__NAME_CFG;
}

enum qdmp__sign in_place_of_lex_sign(qdmp__decoder *d) {
    go_on(d, false);
    return QDMP__SIGN_SET;
}

enum qdmp__start in_place_of_lex_start(qdmp__decoder *d) {
    go_on(d, false);
    return of_ex ? QDMP__START_EX : QDMP__START_CFG;
}

/* A line with values does not have the text of a test line. */
bool in_place_of_lex_test(qdmp__decoder *d) {
    (void)d;
    return false;
}

void in_place_of_lex_noise(qdmp__decoder *d) {
    go_on(d, nondet_bool());
}

/* --- the form of the line --- */

/* The forms of QDMPCFG stand before those of QDMPCFGEX, each in the order of the types. */
static uint32_t kind_of_constants(bool ex, uint32_t constant) {
    return constant + (ex ? (uint32_t)QDMP_EX_SAVE_APPL_INFO : (uint32_t)QDMP_SET_ACCESS_MODE);
}

/*
 * In place of qdmp__kind_of. The form follows from the data that all texts of a form share. The prover computes it from
 * these constants, and then knows the rows of the form.
 */
uint32_t in_place_of_qdmp__kind_of(bool ex, uint32_t type_of_line) {
    PROVE(ex == of_ex && type_of_line == type, "the command and the type of the line");
    return kind_of_constants(of_ex, type);
}

void proof_qdmp__kind_of(void) {
    bool ex = nondet_bool();
    uint32_t any_type = nondet_u32();
    PROVE(qdmp__kind_of(ex, any_type) == kind_of_constants(ex, any_type), "the form of a type");
    WITNESS(qdmp__kind_of(ex, any_type) == QDMP_EX_SAVE_LOCATION && any_type == 5, "the last form");
}

/* --- the properties --- */

/* A number that no decoder writes. */
enum { UNTOUCHED = 0x5A5A };

static qdmp_status status;
static qdmp_error fault;
static size_t used;
static qdmp_request request;
static qdmp_response response;

/* Makes a line that ends where its object ends. The object always has the same size: then the prover is faster. */
static void open_line(bool ex, uint32_t type_of_line) {
    of_ex = ex;
    type = type_of_line;
    input_len = any_size_to(LONGEST);
    input = any_bytes(LONGEST) + (LONGEST - input_len);
}

static void prove_counts(void) {
    PROVE(used <= input_len, "consumes no more than there is");
    PROVE(status != QDMP_TRUNCATED || used == 0, "consumes nothing of a line that is cut");
    PROVE(status == QDMP_OK || fault.offset <= input_len, "the fault lies in the line");
    PROVE(status == QDMP_OK || fault.status == status, "the fault is told");
}

/* Decodes a request that has a type and its parameters. */
static void decode_request_of(bool ex, uint32_t type_of_line, qdmp_request_kind kind) {
    open_line(ex, type_of_line);
    qdmp_span in = {(const char *)input, input_len};
    request.kind = (qdmp_request_kind)UNTOUCHED;
    request.server.port = UNTOUCHED;
    if (nondet_bool()) /* with a constant the prover omits code that cannot be reached */
        status = qdmp_request_decode(in, QDMP_WHOLE_LINE, &request, &used, &fault);
    else
        status = qdmp_request_decode(in, QDMP_MORE_MAY_COME, &request, &used, &fault);
    prove_counts();
    PROVE(status == QDMP_OK || ((int)request.kind == UNTOUCHED && request.server.port == UNTOUCHED),
          "nothing is written on failure");
    PROVE(status != QDMP_OK || request.kind == kind, "the kind is that of the type");
    WITNESS(status == QDMP_OK, "a request is taken");
    WITNESS(status == QDMP_OK && used == LONGEST, "the longest is taken");
    WITNESS(status == QDMP_TRUNCATED, "a line is cut");
    WITNESS(status == QDMP_TOO_MANY, "a line has too many parameters");
}

static void decode_response_of(bool ex, uint32_t type_of_line, qdmp_response_kind kind, unsigned how) {
    open_line(ex, type_of_line);
    qdmp_span in = {(const char *)input, input_len};
    response.kind = (qdmp_response_kind)UNTOUCHED;
    response.server.port = UNTOUCHED;
    if (nondet_bool())
        status = qdmp_response_decode(in, (qdmp_ends)(QDMP_WHOLE_LINE | how), &response, &used, &fault);
    else
        status = qdmp_response_decode(in, (qdmp_ends)(QDMP_MORE_MAY_COME | how), &response, &used, &fault);
    prove_counts();
    PROVE(status == QDMP_OK || ((int)response.kind == UNTOUCHED && response.server.port == UNTOUCHED),
          "nothing is written on failure");
    PROVE(status != QDMP_OK || response.kind == kind, "the kind is that of the type");
    WITNESS(status == QDMP_OK, "a response is taken");
    WITNESS(status == QDMP_OK && used == LONGEST, "the longest is taken");
    WITNESS(status == QDMP_TRUNCATED, "a line is cut");
}

/* The properties of a text of a decoded message. */
#define PROVE_TEXT(text, least, most)                                                                                  \
    PROVE(status != QDMP_OK || is_inside(text), #text " lies in the line");                                            \
    PROVE(status != QDMP_OK || ((text).len >= (least) && (text).len <= (most)), #text " keeps its limits");            \
    WITNESS(status == QDMP_OK && (text).len == (most), "the longest " #text);                                          \
    WITNESS(status == QDMP_OK && (text).len == (least), "the shortest " #text)

/* QDMP_LENGTH is returned only if the length of the text is outside its limits. */
#define PROVE_LENGTH_OF(FIELD, least, most)                                                                            \
    PROVE(status != QDMP_LENGTH || fault.field != QDMP_FIELD_##FIELD || last_text < (least) || last_text > (most),     \
          #FIELD " of a length in its limits is no fault");                                                            \
    WITNESS(status == QDMP_LENGTH && fault.field == QDMP_FIELD_##FIELD && last_text == (most) + 1,                     \
            #FIELD " one byte too long")

#define PROVE_NUMBER(number, FIELD, is_valid)                                                                          \
    PROVE(status != QDMP_OK || is_valid(number), #number " keeps its limits");                                         \
    WITNESS(status == QDMP_RANGE && fault.field == QDMP_FIELD_##FIELD, #FIELD " out of range")

/* For a line with one text, which has only the limit `most`. */
#define PROVE_ONE_TEXT(name, FIELD, number_of_type, KIND, member, most)                                                \
    void proof_request_##name(void) {                                                                                  \
        decode_request_of(true, number_of_type, QDMP_EX_SAVE_##KIND);                                                  \
        PROVE_TEXT(request.member, 0, most);                                                                           \
        PROVE_LENGTH_OF(FIELD, 0, most);                                                                               \
    }                                                                                                                  \
    void proof_response_##name(void) {                                                                                 \
        decode_response_of(true, number_of_type, QDMP_EX_INFO_##KIND, 0);                                              \
        PROVE_TEXT(response.member, 0, most);                                                                          \
        PROVE_LENGTH_OF(FIELD, 0, most);                                                                               \
    }

PROVE_ONE_TEXT(appl_info, APPL_INFO, 0, APPL_INFO, appl_info, 255)
PROVE_ONE_TEXT(mac, MAC, 1, MAC, mac, 19)
PROVE_ONE_TEXT(location, LOCATION, 5, LOCATION, location, 255)

#define PROVE_SYSTEM(message)                                                                                          \
    PROVE_TEXT(message.system.rom, 0, 19);                                                                             \
    PROVE_TEXT(message.system.ram, 0, 19);                                                                             \
    PROVE_TEXT(message.system.cpu, 0, 19);                                                                             \
    PROVE_TEXT(message.system.os_sys_ver, 0, 47);                                                                      \
    PROVE_LENGTH_OF(ROM, 0, 19);                                                                                       \
    PROVE_LENGTH_OF(RAM, 0, 19);                                                                                       \
    PROVE_LENGTH_OF(CPU, 0, 19);                                                                                       \
    PROVE_LENGTH_OF(OS_SYS_VER, 0, 47)

void proof_request_system(void) {
    decode_request_of(true, 2, QDMP_EX_SAVE_SYSTEM);
    PROVE_SYSTEM(request);
}

void proof_response_system(void) {
    decode_response_of(true, 2, QDMP_EX_INFO_SYSTEM, 0);
    PROVE_SYSTEM(response);
}

#define PROVE_SOFTWARE(message)                                                                                        \
    PROVE_TEXT(message.software.sw_ver, 0, 47);                                                                        \
    PROVE_TEXT(message.software.sw_name, 0, 47);                                                                       \
    PROVE_LENGTH_OF(SW_VER, 0, 47);                                                                                    \
    PROVE_LENGTH_OF(SW_NAME, 0, 47)

void proof_request_software(void) {
    decode_request_of(true, 3, QDMP_EX_SAVE_SOFTWARE);
    PROVE_SOFTWARE(request);
}

void proof_response_software(void) {
    decode_response_of(true, 3, QDMP_EX_INFO_SOFTWARE, 0);
    PROVE_SOFTWARE(response);
}

#define PROVE_NETWORK(message)                                                                                         \
    PROVE_TEXT(message.network.volte, 0, 7);                                                                           \
    PROVE_TEXT(message.network.net_type, 0, 19);                                                                       \
    PROVE_TEXT(message.network.account, 0, 47);                                                                        \
    PROVE_TEXT(message.network.phone_num, 0, 19);                                                                      \
    PROVE_LENGTH_OF(VOLTE, 0, 7);                                                                                      \
    PROVE_LENGTH_OF(NET_TYPE, 0, 19);                                                                                  \
    PROVE_LENGTH_OF(ACCOUNT, 0, 47);                                                                                   \
    PROVE_LENGTH_OF(PHONE_NUM, 0, 19)

void proof_request_network(void) {
    decode_request_of(true, 4, QDMP_EX_SAVE_NETWORK);
    PROVE_NETWORK(request);
}

void proof_response_network(void) {
    decode_response_of(true, 4, QDMP_EX_INFO_NETWORK, 0);
    PROVE_NETWORK(response);
}

static bool is_mode(uint32_t number) {
    return number <= 1;
}

void proof_request_access_mode(void) {
    decode_request_of(false, 0, QDMP_SET_ACCESS_MODE);
    PROVE_NUMBER(request.dm_mode, DM_MODE, is_mode);
}

void proof_response_access_mode(void) {
    decode_response_of(false, 0, QDMP_INFO_ACCESS_MODE, 0);
    PROVE_NUMBER(response.dm_mode, DM_MODE, is_mode);
}

static bool is_port(uint32_t number) {
    return number >= 1 && number <= 65535;
}

static bool is_period(uint32_t number) {
    return number >= 300 && number <= 4294966;
}

#define PROVE_SERVER(message)                                                                                          \
    PROVE_NUMBER(message.server.port, SERVER_PORT, is_port);                                                           \
    PROVE_NUMBER(message.server.update_period, UPDATE_PERIOD, is_period);                                              \
    WITNESS(status == QDMP_RANGE && fault.field == QDMP_FIELD_SERVER_IP && last_number == 256, "octet 256")

void proof_request_server(void) {
    has_defaults = true;
    decode_request_of(false, 1, QDMP_SET_SERVER);
    PROVE_SERVER(request);
    bool is_default = request.defaulted & QDMP_DEFAULTED(QDMP_FIELD_SERVER_PORT);
    PROVE(status != QDMP_OK || !is_default || request.server.port == 5683, "the default of the port");
    WITNESS(status == QDMP_OK && is_default, "a port is left out");
}

void proof_response_server(void) {
    decode_response_of(false, 1, QDMP_INFO_SERVER, 0);
    PROVE_SERVER(response);
}

static bool is_terminal(uint32_t number) {
    return number <= 2;
}

void proof_request_credentials(void) {
    decode_request_of(false, 2, QDMP_SET_CREDENTIALS);
    PROVE(status != QDMP_OK || (is_inside(request.credentials.appkey) && request.credentials.appkey.len >= 1),
          "the appkey lies in the line");
    PROVE(status != QDMP_OK || is_inside(request.credentials.password), "the password lies in the line");
    WITNESS(status == QDMP_OK && request.credentials.appkey.len == 8, "an appkey of 8 bytes");
    WITNESS(status == QDMP_OK && request.credentials.password.len == 8, "a password of 8 bytes");
    PROVE_TEXT(request.credentials.tml_imei, 15, 17);
    PROVE_LENGTH_OF(TML_IMEI, 15, 17);
    PROVE_NUMBER(request.credentials.tml_type, TML_TYPE, is_terminal);
}

void proof_response_credentials(void) {
    decode_response_of(false, 2, QDMP_INFO_CREDENTIALS, 0);
    PROVE_TEXT(response.credentials.password, 0, 4);
    PROVE_TEXT(response.credentials.tml_imei, 15, 17);
    PROVE_LENGTH_OF(TML_IMEI, 15, 17);
    PROVE_NUMBER(response.credentials.tml_type, TML_TYPE, is_terminal);
    PROVE(status != QDMP_OK || (is_inside(response.credentials.appkey) && response.credentials.appkey.len >= 1),
          "the appkey lies in the line");
}
