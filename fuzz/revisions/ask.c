/* SPDX-License-Identifier: MIT */
/*
 * Asks the decoders of one revision. This file is compiled once for each revision, with the headers of that revision,
 * and ASK is then the name of the function. It must therefore compile with old and with new headers, and uses nothing
 * but what every revision has: the strict decode functions and the members of the first messages. It does not read
 * spec.def, because an error in that table would then be in the decoder and in the answer alike.
 */
#include "answer.h"

#include "qdmp/response.h"

#include <string.h>

ask_decoder ASK;

/* ---- Names ---- */

/* The library searches its lists for a name, which takes longer than a decode. */
static const char *name_of_status(qdmp_status status) {
    static const char *names[256];
    if ((unsigned)status >= sizeof names / sizeof *names)
        return "(no status)";
    if (names[status] == NULL)
        names[status] = qdmp_status_name(status);
    return names[status];
}

static const char *name_of_field(qdmp_field field) {
    static const char *names[QDMP_FIELD_COUNT];
    if (field == QDMP_FIELD_NONE)
        return "-";
    if ((unsigned)field >= QDMP_FIELD_COUNT)
        return "(no field)";
    if (names[field] == NULL)
        names[field] = qdmp_field_name(field);
    return names[field];
}

#define KIND(name) [QDMP_##name] = #name

static const char *const request_kinds[] = {
    KIND(SET_ACCESS_MODE),
    KIND(SET_SERVER),
    KIND(SET_CREDENTIALS),
    KIND(QUERY),
    KIND(ERASE),
    KIND(QUERY_STATE),
    KIND(EX_SAVE_APPL_INFO),
    KIND(EX_SAVE_MAC),
    KIND(EX_SAVE_SYSTEM),
    KIND(EX_SAVE_SOFTWARE),
    KIND(EX_SAVE_NETWORK),
    KIND(EX_SAVE_LOCATION),
    KIND(TEST),
    KIND(READ),
    KIND(EX_TEST),
    KIND(EX_READ),
    KIND(EX_ERASE),
};

static const char *const response_kinds[] = {
    KIND(INFO_ACCESS_MODE),  KIND(INFO_SERVER),      KIND(INFO_CREDENTIALS), KIND(INFO_STATE),
    KIND(EX_INFO_APPL_INFO), KIND(EX_INFO_MAC),      KIND(EX_INFO_SYSTEM),   KIND(EX_INFO_SOFTWARE),
    KIND(EX_INFO_NETWORK),   KIND(EX_INFO_LOCATION), KIND(INFO_TEST),        KIND(EX_INFO_TEST),
    KIND(RESULT_OK),         KIND(RESULT_ERROR),     KIND(RESULT_CME_ERROR),
};

#define NAME_OF(kinds, kind) name_of_kind((kinds), sizeof(kinds) / sizeof *(kinds), (unsigned)(kind))

static const char *name_of_kind(const char *const *kinds, size_t count, unsigned kind) {
    return kind < count && kinds[kind] != NULL ? kinds[kind] : "(no kind)";
}

/* ---- Values ---- */

/* An answer that is being filled in. */
struct answering {
    const struct question *question;
    struct answer *answer;
    uint32_t defaulted; /* fields that are marked so and are not in the answer yet */
};

static struct answer_value *add_value(struct answering *to, qdmp_field field, enum answer_value_kind kind) {
    struct answer_value *value = &to->answer->values[to->answer->value_count++];
    value->field = name_of_field(field);
    value->kind = kind;
    value->defaulted = (to->defaulted & QDMP_DEFAULTED(field)) != 0;
    to->defaulted &= ~QDMP_DEFAULTED(field);
    return value;
}

static void add_number(struct answering *to, qdmp_field field, uint32_t number) {
    add_value(to, field, ANSWER_NUMBER)->number = number;
}

static size_t place_of(const struct question *question, qdmp_span text) {
    uintptr_t input = (uintptr_t)question->bytes, begin = (uintptr_t)text.ptr;
    bool inside = begin >= input && begin - input <= question->size && text.len <= question->size - (begin - input);
    return inside ? (size_t)(begin - input) : ANSWER_OUTSIDE;
}

static void add_text(struct answering *to, qdmp_field field, qdmp_span text) {
    struct answer_value *value = add_value(to, field, ANSWER_TEXT);
    value->text = text.ptr;
    value->size = text.len;
    value->place = place_of(to->question, text);
}

static void add_server(struct answering *to, const qdmp_server *server) {
    struct answer_value *address = add_value(to, QDMP_FIELD_SERVER_IP, ANSWER_ADDRESS);
    for (size_t i = 0; i < sizeof server->ip; i++)
        address->number = address->number << 8 | server->ip[i];
    add_number(to, QDMP_FIELD_SERVER_PORT, server->port);
    add_number(to, QDMP_FIELD_UPDATE_PERIOD, server->update_period);
}

static void add_credentials(struct answering *to, const qdmp_credentials *credentials) {
    add_text(to, QDMP_FIELD_APPKEY, credentials->appkey);
    add_text(to, QDMP_FIELD_PASSWORD, credentials->password);
    add_number(to, QDMP_FIELD_TML_TYPE, credentials->tml_type);
    add_text(to, QDMP_FIELD_TML_IMEI, credentials->tml_imei);
}

static void add_system(struct answering *to, const qdmp_system *system) {
    add_text(to, QDMP_FIELD_ROM, system->rom);
    add_text(to, QDMP_FIELD_RAM, system->ram);
    add_text(to, QDMP_FIELD_CPU, system->cpu);
    add_text(to, QDMP_FIELD_OS_SYS_VER, system->os_sys_ver);
}

static void add_software(struct answering *to, const qdmp_software *software) {
    add_text(to, QDMP_FIELD_SW_VER, software->sw_ver);
    add_text(to, QDMP_FIELD_SW_NAME, software->sw_name);
}

static void add_network(struct answering *to, const qdmp_network *network) {
    add_text(to, QDMP_FIELD_VOLTE, network->volte);
    add_text(to, QDMP_FIELD_NET_TYPE, network->net_type);
    add_text(to, QDMP_FIELD_ACCOUNT, network->account);
    add_text(to, QDMP_FIELD_PHONE_NUM, network->phone_num);
}

static void add_request(struct answering *to, const qdmp_request *request) {
    to->answer->kind = NAME_OF(request_kinds, request->kind);
    to->defaulted = request->defaulted;
    switch (request->kind) {
    case QDMP_SET_ACCESS_MODE: add_number(to, QDMP_FIELD_DM_MODE, request->dm_mode); break;
    case QDMP_SET_SERVER: add_server(to, &request->server); break;
    case QDMP_SET_CREDENTIALS: add_credentials(to, &request->credentials); break;
    case QDMP_QUERY: add_number(to, QDMP_FIELD_QUERY_OPT, request->query_opt); break;
    case QDMP_ERASE: add_number(to, QDMP_FIELD_ERASE_OPT, request->erase_opt); break;
    case QDMP_EX_SAVE_APPL_INFO: add_text(to, QDMP_FIELD_APPL_INFO, request->appl_info); break;
    case QDMP_EX_SAVE_MAC: add_text(to, QDMP_FIELD_MAC, request->mac); break;
    case QDMP_EX_SAVE_SYSTEM: add_system(to, &request->system); break;
    case QDMP_EX_SAVE_SOFTWARE: add_software(to, &request->software); break;
    case QDMP_EX_SAVE_NETWORK: add_network(to, &request->network); break;
    case QDMP_EX_SAVE_LOCATION: add_text(to, QDMP_FIELD_LOCATION, request->location); break;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE: add_number(to, QDMP_FIELD_TYPE, request->ex_type); break;
    default: break;
    }
    to->answer->others_defaulted = to->defaulted != 0;
}

static void add_response(struct answering *to, const qdmp_response *response) {
    to->answer->kind = NAME_OF(response_kinds, response->kind);
    switch (response->kind) {
    case QDMP_INFO_ACCESS_MODE: add_number(to, QDMP_FIELD_DM_MODE, response->dm_mode); break;
    case QDMP_INFO_SERVER: add_server(to, &response->server); break;
    case QDMP_INFO_CREDENTIALS: add_credentials(to, &response->credentials); break;
    case QDMP_INFO_STATE: add_number(to, QDMP_FIELD_DMSTATE, response->dmstate); break;
    case QDMP_EX_INFO_APPL_INFO: add_text(to, QDMP_FIELD_APPL_INFO, response->appl_info); break;
    case QDMP_EX_INFO_MAC: add_text(to, QDMP_FIELD_MAC, response->mac); break;
    case QDMP_EX_INFO_SYSTEM: add_system(to, &response->system); break;
    case QDMP_EX_INFO_SOFTWARE: add_software(to, &response->software); break;
    case QDMP_EX_INFO_NETWORK: add_network(to, &response->network); break;
    case QDMP_EX_INFO_LOCATION: add_text(to, QDMP_FIELD_LOCATION, response->location); break;
    case QDMP_RESULT_CME_ERROR: add_text(to, QDMP_FIELD_DETAIL, response->detail); break;
    default: break;
    }
}

/* ---- Calls ---- */

/* Outputs are filled with this before a call, which shows whether the call writes to them. */
enum { FILLER = 0xA5 };

static bool is_filled(const void *memory, size_t size) {
    const unsigned char *bytes = memory;
    unsigned char other = 0;
    for (size_t i = 0; i < size; i++)
        other |= bytes[i] ^ FILLER;
    return other == 0;
}

static void add_error(const qdmp_error *err, struct answer *answer) {
    answer->error_status = name_of_status(err->status);
    answer->error_field = name_of_field(err->field);
    answer->error_offset = err->offset;
}

void ASK(const struct question *question, struct answer *answer) {
    qdmp_span in = {question->bytes, question->size};
    qdmp_ends ends = question->whole_line ? QDMP_WHOLE_LINE : QDMP_MORE_MAY_COME;
    union {
        qdmp_request request;
        qdmp_response response;
    } out;
    qdmp_error err, *to_err = question->without_outputs ? NULL : &err;
    size_t used, *to_used = question->without_outputs ? NULL : &used;
    memset(&out, FILLER, sizeof out);
    memset(&err, FILLER, sizeof err);
    memset(&used, FILLER, sizeof used);
    memset(answer, 0, sizeof *answer);
    answer->error_status = answer->error_field = answer->kind = "";
    qdmp_status status = question->is_response ? qdmp_response_decode(in, ends, &out.response, to_used, to_err)
                                               : qdmp_request_decode(in, ends, &out.request, to_used, to_err);
    answer->status = name_of_status(status);
    answer->used = used;
    answer->touched = status == QDMP_OK ? !is_filled(&err, sizeof err) : !is_filled(&out, sizeof out);
    struct answering to = {question, answer, 0};
    if (status != QDMP_OK)
        add_error(&err, answer);
    else if (question->is_response)
        add_response(&to, &out.response);
    else
        add_request(&to, &out.request);
}
