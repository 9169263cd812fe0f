/* SPDX-License-Identifier: MIT */
#include "compare.h"

#include "qdmp/request.h"
#include "qdmp/response.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- The library's answer in the terms of the oracle ---- */

/* The answer of the library. `touched`: an output changed although the call failed. */
struct answer {
    qdmp_status status;
    qdmp_error error;
    size_t used;
    enum oracle_kind kind;
    struct oracle_value values[ORACLE_VALUES_MAX];
    size_t value_count;
    uint32_t defaulted;
    uint8_t marks[QDMP_DEVIATIONS_MAX];
    int touched;
};

static void add_number(struct answer *answer, qdmp_field field, uint64_t number) {
    answer->values[answer->value_count++] =
        (struct oracle_value){.name = qdmp_field_name(field), .kind = ORACLE_NUMBER, .number = number};
}

static void add_text(struct answer *answer, qdmp_field field, qdmp_span text) {
    answer->values[answer->value_count++] = (struct oracle_value){
        .name = qdmp_field_name(field), .kind = ORACLE_TEXT, .text = text.ptr, .text_size = text.len};
}

static void add_server(struct answer *answer, const qdmp_server *server) {
    struct oracle_value *value = &answer->values[answer->value_count++];
    *value = (struct oracle_value){.name = qdmp_field_name(QDMP_FIELD_SERVER_IP), .kind = ORACLE_OCTETS};
    memcpy(value->octets, server->ip, sizeof value->octets);
    add_number(answer, QDMP_FIELD_SERVER_PORT, server->port);
    add_number(answer, QDMP_FIELD_UPDATE_PERIOD, server->update_period);
}

static void add_credentials(struct answer *answer, const qdmp_credentials *credentials) {
    add_text(answer, QDMP_FIELD_APPKEY, credentials->appkey);
    add_text(answer, QDMP_FIELD_PASSWORD, credentials->password);
    add_number(answer, QDMP_FIELD_TML_TYPE, credentials->tml_type);
    add_text(answer, QDMP_FIELD_TML_IMEI, credentials->tml_imei);
}

static void add_system(struct answer *answer, const qdmp_system *system) {
    add_text(answer, QDMP_FIELD_ROM, system->rom);
    add_text(answer, QDMP_FIELD_RAM, system->ram);
    add_text(answer, QDMP_FIELD_CPU, system->cpu);
    add_text(answer, QDMP_FIELD_OS_SYS_VER, system->os_sys_ver);
}

static void add_software(struct answer *answer, const qdmp_software *software) {
    add_text(answer, QDMP_FIELD_SW_VER, software->sw_ver);
    add_text(answer, QDMP_FIELD_SW_NAME, software->sw_name);
}

static void add_network(struct answer *answer, const qdmp_network *network) {
    add_text(answer, QDMP_FIELD_VOLTE, network->volte);
    add_text(answer, QDMP_FIELD_NET_TYPE, network->net_type);
    add_text(answer, QDMP_FIELD_ACCOUNT, network->account);
    add_text(answer, QDMP_FIELD_PHONE_NUM, network->phone_num);
}

static enum oracle_kind kind_of_request(qdmp_request_kind kind) {
    switch (kind) {
    case QDMP_SET_ACCESS_MODE: return ORACLE_SET_ACCESS_MODE;
    case QDMP_SET_SERVER: return ORACLE_SET_SERVER;
    case QDMP_SET_CREDENTIALS: return ORACLE_SET_CREDENTIALS;
    case QDMP_QUERY: return ORACLE_QUERY;
    case QDMP_ERASE: return ORACLE_ERASE;
    case QDMP_QUERY_STATE: return ORACLE_QUERY_STATE;
    case QDMP_EX_SAVE_APPL_INFO: return ORACLE_EX_SAVE_APPL_INFO;
    case QDMP_EX_SAVE_MAC: return ORACLE_EX_SAVE_MAC;
    case QDMP_EX_SAVE_SYSTEM: return ORACLE_EX_SAVE_SYSTEM;
    case QDMP_EX_SAVE_SOFTWARE: return ORACLE_EX_SAVE_SOFTWARE;
    case QDMP_EX_SAVE_NETWORK: return ORACLE_EX_SAVE_NETWORK;
    case QDMP_EX_SAVE_LOCATION: return ORACLE_EX_SAVE_LOCATION;
    case QDMP_TEST: return ORACLE_TEST;
    case QDMP_READ: return ORACLE_READ;
    case QDMP_EX_TEST: return ORACLE_EX_TEST;
    case QDMP_EX_READ: return ORACLE_EX_READ;
    case QDMP_EX_ERASE: return ORACLE_EX_ERASE;
    }
    return ORACLE_NO_KIND;
}

static void add_request(struct answer *answer, const qdmp_request *request) {
    answer->kind = kind_of_request(request->kind);
    answer->defaulted = request->defaulted;
    switch (request->kind) {
    case QDMP_SET_ACCESS_MODE: add_number(answer, QDMP_FIELD_DM_MODE, request->dm_mode); break;
    case QDMP_SET_SERVER: add_server(answer, &request->server); break;
    case QDMP_SET_CREDENTIALS: add_credentials(answer, &request->credentials); break;
    case QDMP_QUERY: add_number(answer, QDMP_FIELD_QUERY_OPT, request->query_opt); break;
    case QDMP_ERASE: add_number(answer, QDMP_FIELD_ERASE_OPT, request->erase_opt); break;
    case QDMP_EX_SAVE_APPL_INFO: add_text(answer, QDMP_FIELD_APPL_INFO, request->appl_info); break;
    case QDMP_EX_SAVE_MAC: add_text(answer, QDMP_FIELD_MAC, request->mac); break;
    case QDMP_EX_SAVE_SYSTEM: add_system(answer, &request->system); break;
    case QDMP_EX_SAVE_SOFTWARE: add_software(answer, &request->software); break;
    case QDMP_EX_SAVE_NETWORK: add_network(answer, &request->network); break;
    case QDMP_EX_SAVE_LOCATION: add_text(answer, QDMP_FIELD_LOCATION, request->location); break;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE: add_number(answer, QDMP_FIELD_TYPE, request->ex_type); break;
    case QDMP_QUERY_STATE:
    case QDMP_TEST:
    case QDMP_READ:
    case QDMP_EX_TEST: break;
    }
}

static enum oracle_kind kind_of_response(qdmp_response_kind kind) {
    switch (kind) {
    case QDMP_INFO_ACCESS_MODE: return ORACLE_INFO_ACCESS_MODE;
    case QDMP_INFO_SERVER: return ORACLE_INFO_SERVER;
    case QDMP_INFO_CREDENTIALS: return ORACLE_INFO_CREDENTIALS;
    case QDMP_INFO_STATE: return ORACLE_INFO_STATE;
    case QDMP_EX_INFO_APPL_INFO: return ORACLE_EX_INFO_APPL_INFO;
    case QDMP_EX_INFO_MAC: return ORACLE_EX_INFO_MAC;
    case QDMP_EX_INFO_SYSTEM: return ORACLE_EX_INFO_SYSTEM;
    case QDMP_EX_INFO_SOFTWARE: return ORACLE_EX_INFO_SOFTWARE;
    case QDMP_EX_INFO_NETWORK: return ORACLE_EX_INFO_NETWORK;
    case QDMP_EX_INFO_LOCATION: return ORACLE_EX_INFO_LOCATION;
    case QDMP_INFO_TEST: return ORACLE_INFO_TEST;
    case QDMP_EX_INFO_TEST: return ORACLE_EX_INFO_TEST;
    case QDMP_RESULT_OK: return ORACLE_OK;
    case QDMP_RESULT_ERROR: return ORACLE_ERROR;
    case QDMP_RESULT_CME_ERROR: return ORACLE_CME_ERROR;
    }
    return ORACLE_NO_KIND;
}

static void add_response(struct answer *answer, const qdmp_response *response) {
    answer->kind = kind_of_response(response->kind);
    memcpy(answer->marks, response->deviations, sizeof answer->marks);
    switch (response->kind) {
    case QDMP_INFO_ACCESS_MODE: add_number(answer, QDMP_FIELD_DM_MODE, response->dm_mode); break;
    case QDMP_INFO_SERVER: add_server(answer, &response->server); break;
    case QDMP_INFO_CREDENTIALS: add_credentials(answer, &response->credentials); break;
    case QDMP_INFO_STATE: add_number(answer, QDMP_FIELD_DMSTATE, response->dmstate); break;
    case QDMP_EX_INFO_APPL_INFO: add_text(answer, QDMP_FIELD_APPL_INFO, response->appl_info); break;
    case QDMP_EX_INFO_MAC: add_text(answer, QDMP_FIELD_MAC, response->mac); break;
    case QDMP_EX_INFO_SYSTEM: add_system(answer, &response->system); break;
    case QDMP_EX_INFO_SOFTWARE: add_software(answer, &response->software); break;
    case QDMP_EX_INFO_NETWORK: add_network(answer, &response->network); break;
    case QDMP_EX_INFO_LOCATION: add_text(answer, QDMP_FIELD_LOCATION, response->location); break;
    case QDMP_RESULT_CME_ERROR: add_text(answer, QDMP_FIELD_DETAIL, response->detail); break;
    case QDMP_INFO_TEST:
    case QDMP_EX_INFO_TEST:
    case QDMP_RESULT_OK:
    case QDMP_RESULT_ERROR: break;
    }
}

/* ---- Calling the library ---- */

/* Outputs are filled with this value first. If a call fails, they must still have it (section 10). */
enum { FILLER = 0xA5 };

static int is_filler(const void *memory, size_t size) {
    const unsigned char *byte = memory;
    for (size_t i = 0; i < size; i++)
        if (byte[i] != FILLER)
            return 0;
    return 1;
}

/* A line, and how it is decoded. */
struct question {
    qdmp_span in;
    qdmp_ends ends;
    const struct oracle_reading *how;
};

static qdmp_command command_of(const struct question *question) {
    return question->how->ex ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG;
}

static qdmp_request_rest rest_of(enum oracle_rest rest) {
    switch (rest) {
    case ORACLE_SET_EATEN: return QDMP_REQUEST_OF_SET;
    case ORACLE_TEST_EATEN: return QDMP_REQUEST_OF_TEST;
    case ORACLE_READ_EATEN: return QDMP_REQUEST_OF_READ;
    default: return QDMP_REQUEST_FROM_SIGN;
    }
}

static qdmp_status decode_request(const struct question *q, qdmp_request *out, struct answer *answer) {
    if (q->how->rest == ORACLE_NOTHING_EATEN)
        return qdmp_request_decode(q->in, q->ends, out, &answer->used, &answer->error);
    return qdmp_request_decode_rest(q->in, q->ends, command_of(q), rest_of(q->how->rest), out, &answer->used,
                                    &answer->error);
}

static qdmp_status decode_response(const struct question *q, qdmp_response *out, struct answer *answer) {
    unsigned rest = q->how->rest == ORACLE_COLON_EATEN ? QDMP_REST_BEHIND_COLON : QDMP_REST_FROM_COLON;
    if (q->how->rest != ORACLE_NOTHING_EATEN)
        return qdmp_response_decode_rest(q->in, q->ends, command_of(q),
                                         q->how->tolerant ? rest | QDMP_REST_TOLERANT : rest, out, &answer->used,
                                         &answer->error);
    return q->how->tolerant ? qdmp_response_decode_tolerant(q->in, q->ends, out, &answer->used, &answer->error)
                            : qdmp_response_decode(q->in, q->ends, out, &answer->used, &answer->error);
}

static void ask_for_request(const struct question *question, struct answer *answer) {
    qdmp_request request;
    memset(&request, FILLER, sizeof request);
    answer->status = decode_request(question, &request, answer);
    if (answer->status == QDMP_OK)
        add_request(answer, &request);
    else
        answer->touched = !is_filler(&request, sizeof request);
}

static void ask_for_response(const struct question *question, struct answer *answer) {
    qdmp_response response;
    memset(&response, FILLER, sizeof response);
    answer->status = decode_response(question, &response, answer);
    if (answer->status == QDMP_OK)
        add_response(answer, &response);
    else
        answer->touched = !is_filler(&response, sizeof response);
}

static void ask_library(const char *data, size_t size, const struct oracle_reading *how, struct answer *answer) {
    struct question question = {{data, size}, how->whole_line ? QDMP_WHOLE_LINE : QDMP_MORE_MAY_COME, how};
    memset(answer, 0, sizeof *answer);
    answer->used = SIZE_MAX;
    if (how->is_response)
        ask_for_response(&question, answer);
    else
        ask_for_request(&question, answer);
}

static enum oracle_verdict verdict_of(qdmp_status status) {
    switch (status) {
    case QDMP_OK: return ORACLE_ACCEPTED;
    case QDMP_TRUNCATED: return ORACLE_TRUNCATED;
    case QDMP_NOT_OURS: return ORACLE_NOT_OURS;
    case QDMP_FORM: return ORACLE_FORM;
    case QDMP_SYNTAX: return ORACLE_SYNTAX;
    case QDMP_UNTERMINATED: return ORACLE_UNTERMINATED;
    case QDMP_BAD_CHAR: return ORACLE_BAD_CHAR;
    case QDMP_QUOTING: return ORACLE_QUOTING;
    case QDMP_MISSING: return ORACLE_MISSING;
    case QDMP_TOO_MANY: return ORACLE_TOO_MANY;
    case QDMP_AMBIGUOUS: return ORACLE_AMBIGUOUS;
    case QDMP_LENGTH: return ORACLE_LENGTH;
    case QDMP_RANGE: return ORACLE_RANGE;
    case QDMP_RESERVED: return ORACLE_RESERVED;
    default: return ORACLE_CONFUSED; /* a status that no decoder may return */
    }
}

/* ---- Describing a difference ---- */

#define SAY(buffer, ...) (void)snprintf((buffer), sizeof(buffer), __VA_ARGS__)

static void describe_value(char text[COMPARE_TEXT_MAX], const struct oracle_value *value) {
    switch (value->kind) {
    case ORACLE_NUMBER: (void)snprintf(text, COMPARE_TEXT_MAX, "%s=%" PRIu64, value->name, value->number); break;
    case ORACLE_OCTETS:
        (void)snprintf(text, COMPARE_TEXT_MAX, "%s=%u.%u.%u.%u", value->name, value->octets[0], value->octets[1],
                       value->octets[2], value->octets[3]);
        break;
    case ORACLE_TEXT:
        (void)snprintf(text, COMPARE_TEXT_MAX, "%s=[%.*s] (%zu bytes)", value->name, (int)value->text_size,
                       value->text_size == 0 ? "" : value->text, value->text_size);
        break;
    }
}

static int same_value(const struct oracle_value *a, const struct oracle_value *b) {
    if (a->kind != b->kind || strcmp(a->name, b->name) != 0)
        return 0;
    switch (a->kind) {
    case ORACLE_NUMBER: return a->number == b->number;
    case ORACLE_OCTETS: return memcmp(a->octets, b->octets, sizeof a->octets) == 0;
    case ORACLE_TEXT: break;
    }
    /* the same place in the input, not only equal bytes; an empty text may point anywhere */
    return a->text_size == b->text_size && (a->text_size == 0 || a->text == b->text);
}

static int compare_values(const struct answer *answer, const struct oracle_result *result, struct disagreement *out) {
    if (answer->value_count != result->value_count) {
        SAY(out->what, "number of values");
        SAY(out->library, "%zu values", answer->value_count);
        SAY(out->oracle, "%zu values", result->value_count);
        return 1;
    }
    for (size_t i = 0; i < answer->value_count; i++) {
        if (same_value(&answer->values[i], &result->values[i]))
            continue;
        SAY(out->what, "value of %s", result->values[i].name);
        describe_value(out->library, &answer->values[i]);
        describe_value(out->oracle, &result->values[i]);
        return 1;
    }
    return 0;
}

static int compare_defaults(const struct answer *answer, const struct oracle_result *result, struct disagreement *out) {
    uint32_t expected = 0;
    for (size_t i = 0; i < result->defaulted_count; i++)
        for (int field = QDMP_FIELD_NONE + 1; field < QDMP_FIELD_COUNT; field++)
            if (strcmp(qdmp_field_name((qdmp_field)field), result->defaulted[i]) == 0)
                expected |= QDMP_DEFAULTED(field);
    if (answer->defaulted == expected)
        return 0;
    SAY(out->what, "defaults");
    SAY(out->library, "defaulted 0x%08" PRIX32, answer->defaulted);
    SAY(out->oracle, "defaulted 0x%08" PRIX32, expected);
    return 1;
}

static void list_library_marks(char text[COMPARE_TEXT_MAX], const uint8_t *marks) {
    size_t size = 0;
    text[0] = '\0';
    for (size_t i = 0; i < QDMP_DEVIATIONS_MAX && marks[i] != 0; i++)
        size += (size_t)snprintf(text + size, COMPARE_TEXT_MAX - size, "%s:%s ",
                                 qdmp_deviation_name(QDMP_MARK_DEVIATION(marks[i])),
                                 qdmp_field_name(QDMP_MARK_FIELD(marks[i])));
}

static void list_oracle_marks(char text[COMPARE_TEXT_MAX], const struct oracle_result *result) {
    size_t size = 0;
    text[0] = '\0';
    for (size_t i = 0; i < result->mark_count; i++)
        size += (size_t)snprintf(text + size, COMPARE_TEXT_MAX - size, "%s:%s ", result->marks[i].deviation,
                                 result->marks[i].field);
}

static int same_marks(const struct answer *answer, const struct oracle_result *result) {
    size_t count = 0;
    for (; count < QDMP_DEVIATIONS_MAX && answer->marks[count] != 0; count++) {
        uint8_t mark = answer->marks[count];
        if (count == result->mark_count ||
            strcmp(qdmp_deviation_name(QDMP_MARK_DEVIATION(mark)), result->marks[count].deviation) != 0 ||
            strcmp(qdmp_field_name(QDMP_MARK_FIELD(mark)), result->marks[count].field) != 0)
            return 0;
    }
    for (size_t i = count; i < QDMP_DEVIATIONS_MAX; i++)
        if (answer->marks[i] != 0)
            return 0;
    return count == result->mark_count;
}

static int compare_marks(const struct answer *answer, const struct oracle_result *result, struct disagreement *out) {
    if (same_marks(answer, result))
        return 0;
    SAY(out->what, "deviations");
    list_library_marks(out->library, answer->marks);
    list_oracle_marks(out->oracle, result);
    return 1;
}

static int compare_accepted(const struct answer *answer, const struct oracle_result *result, struct disagreement *out) {
    if (answer->kind != result->kind) {
        SAY(out->what, "kind");
        SAY(out->library, "kind %d", (int)answer->kind);
        SAY(out->oracle, "kind %d", (int)result->kind);
        return 1;
    }
    return compare_values(answer, result, out) || compare_defaults(answer, result, out) ||
           compare_marks(answer, result, out);
}

static int fault_is_listed(const struct answer *answer, const struct oracle_result *result) {
    const char *field = qdmp_field_name(answer->error.field);
    for (size_t i = 0; i < result->fault_count; i++) {
        const struct oracle_fault *fault = &result->faults[i];
        if (fault->verdict == verdict_of(answer->status) && fault->offset == answer->error.offset &&
            strcmp(fault->field, field) == 0)
            return 1;
    }
    return 0;
}

static void list_faults(char text[COMPARE_TEXT_MAX], const struct oracle_result *result) {
    size_t size = 0;
    text[0] = '\0';
    for (size_t i = 0; i < result->fault_count && size < COMPARE_TEXT_MAX - 64; i++) {
        const struct oracle_fault *fault = &result->faults[i];
        size += (size_t)snprintf(text + size, COMPARE_TEXT_MAX - size, "%s%s(%s)@%zu", i == 0 ? "" : " or ",
                                 oracle_verdict_name(fault->verdict), fault->field, fault->offset);
    }
}

static int compare_faults(const struct answer *answer, const struct oracle_result *result, struct disagreement *out) {
    const char *field = qdmp_field_name(answer->error.field);
    if (answer->error.status != answer->status) {
        SAY(out->what, "status in the error");
        SAY(out->library, "%s", qdmp_status_name(answer->error.status));
        SAY(out->oracle, "%s", qdmp_status_name(answer->status));
        return 1;
    }
    if (fault_is_listed(answer, result))
        return 0;
    SAY(out->what, "fault: library %s(%s), oracle %s(%s)", qdmp_status_name(answer->status), field,
        oracle_verdict_name(result->verdict), result->faults[0].field);
    SAY(out->library, "%s(%s)@%zu", qdmp_status_name(answer->status), field, answer->error.offset);
    list_faults(out->oracle, result);
    return 1;
}

static int compare_verdicts(const struct answer *answer, const struct oracle_result *result, struct disagreement *out) {
    int library_accepts = answer->status == QDMP_OK;
    int oracle_accepts = result->verdict == ORACLE_ACCEPTED;
    if (library_accepts == oracle_accepts)
        return 0;
    SAY(out->what, "verdict: library %s(%s), oracle %s(%s)", qdmp_status_name(answer->status),
        qdmp_field_name(answer->error.field), oracle_verdict_name(result->verdict),
        oracle_accepts ? "" : result->faults[0].field);
    SAY(out->library, "%s(%s)@%zu", qdmp_status_name(answer->status), qdmp_field_name(answer->error.field),
        answer->error.offset);
    if (oracle_accepts)
        SAY(out->oracle, "accepted, kind %d", (int)result->kind);
    else
        list_faults(out->oracle, result);
    return 1;
}

static int compare_rest(const struct answer *answer, const struct oracle_result *result, struct disagreement *out) {
    if (answer->touched) {
        SAY(out->what, "output touched though the call failed");
        SAY(out->library, "%s", qdmp_status_name(answer->status));
        SAY(out->oracle, "%s", oracle_verdict_name(result->verdict));
        return 1;
    }
    if (answer->used == result->used)
        return 0;
    SAY(out->what, "bytes consumed, verdict %s", oracle_verdict_name(result->verdict));
    SAY(out->library, "%zu bytes", answer->used);
    SAY(out->oracle, "%zu bytes", result->used);
    return 1;
}

static int compare_line(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how,
                        size_t *used, int *accepted, struct disagreement *out) {
    struct answer answer;
    struct oracle_result result;
    ask_library(data, size, how, &answer);
    oracle_read(oracle, data, size, how, &result);
    *accepted += result.verdict == ORACLE_ACCEPTED;
    *used = answer.status == QDMP_OK && answer.used <= size ? answer.used : 0;
    if (compare_verdicts(&answer, &result, out))
        return 1;
    if (answer.status == QDMP_OK ? compare_accepted(&answer, &result, out) : compare_faults(&answer, &result, out))
        return 1;
    return compare_rest(&answer, &result, out);
}

int compare_all(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how, int *accepted,
                struct disagreement *out) {
    size_t at = 0;
    *accepted = 0;
    size_t used = 0;
    struct oracle_reading next = *how;
    do {
        if (compare_line(oracle, data + at, size - at, &next, &used, accepted, out))
            return 1;
        next.rest = ORACLE_NOTHING_EATEN; /* the following text has its name */
        at += used;
    } while (used > 0 && at < size);
    return 0;
}

/* The rest of a request after its sign, which is at `at`; the place after it in `*end`. */
static enum oracle_rest behind_sign(const char *data, size_t size, size_t at, size_t *end) {
    while (at < size && data[at] == ' ')
        at++;
    *end = at + 1;
    if (at == size || (data[at] != '=' && data[at] != '?'))
        return ORACLE_NOTHING_EATEN;
    if (data[at] == '?')
        return ORACLE_READ_EATEN;
    for (at++; at < size && data[at] == ' ';)
        at++;
    if (at == size || data[at] != '?')
        return ORACLE_SET_EATEN;
    *end = at + 1;
    return ORACLE_TEST_EATEN;
}

int compare_behind_name(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how,
                        struct disagreement *out) {
    int accepted;
    struct oracle_reading rest = *how;
    size_t end, name = oracle_name(oracle, data, size, how, &rest.ex);
    if (name == 0)
        return 0;
    rest.rest = ORACLE_NAME_EATEN;
    if (compare_all(oracle, data + name, size - name, &rest, &accepted, out))
        return 1;
    end = name + 1;
    rest.rest = how->is_response ? ORACLE_COLON_EATEN : behind_sign(data, size, name, &end);
    return rest.rest != ORACLE_NOTHING_EATEN && compare_all(oracle, data + end, size - end, &rest, &accepted, out);
}
