/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include "check.h"

#include <string.h>

/* ---- The rules ---- */

#define BIT(n) ((uint32_t)1 << (n))
#define CHOICE(FIELD, good, kept)                                                                                      \
    { .field = QDMP_FIELD_##FIELD, .kind = RULE_CHOICE, .allowed = (good), .reserved = (kept) }
#define TEXT(FIELD, shortest, longest)                                                                                 \
    { .field = QDMP_FIELD_##FIELD, .kind = RULE_TEXT, .least = (shortest), .most = (longest) }

const struct rule rule_cfg_type = CHOICE(TYPE, BIT(0) | BIT(1) | BIT(2) | BIT(4) | BIT(5) | BIT(6), BIT(3));
const struct rule rule_cfg_line_type = CHOICE(TYPE, BIT(0) | BIT(1) | BIT(2) | BIT(6), BIT(3));
const struct rule rule_ex_type = CHOICE(TYPE, BIT(0) | BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5), 0);
const struct rule rule_act = CHOICE(ACT, BIT(0) | BIT(1) | BIT(2), 0);

static const struct rule dm_mode = CHOICE(DM_MODE, BIT(0) | BIT(1), 0);
static const struct rule server_ip = {
    .field = QDMP_FIELD_SERVER_IP, .kind = RULE_ADDRESS, .defaults = true, .octets = {117, 161, 2, 41}};
static const struct rule server_port = {
    .field = QDMP_FIELD_SERVER_PORT, .kind = RULE_NUMBER, .least = 1, .most = 65535, .defaults = true, .number = 5683};
static const struct rule update_period = {.field = QDMP_FIELD_UPDATE_PERIOD,
                                          .kind = RULE_NUMBER,
                                          .least = 300,
                                          .most = 4294966,
                                          .defaults = true,
                                          .number = 86400};
static const struct rule appkey = TEXT(APPKEY, 1, SIZE_MAX);
static const struct rule password = TEXT(PASSWORD, 0, SIZE_MAX);
static const struct rule tml_type = CHOICE(TML_TYPE, BIT(0) | BIT(1) | BIT(2), 0);
static const struct rule tml_imei = {.field = QDMP_FIELD_TML_IMEI, .kind = RULE_IMEI, .least = 15, .most = 17};
static const struct rule query_opt = CHOICE(QUERY_OPT, BIT(0) | BIT(1) | BIT(2), BIT(3));
static const struct rule erase_opt = CHOICE(ERASE_OPT, BIT(0) | BIT(1) | BIT(2) | BIT(4), BIT(3));
static const struct rule dmstate =
    CHOICE(DMSTATE, BIT(0) | BIT(4) | BIT(5) | BIT(6) | BIT(7) | BIT(8) | BIT(9) | BIT(11) | BIT(12) | BIT(13), 0);
static const struct rule appl_info = TEXT(APPL_INFO, 0, 255);
static const struct rule mac = TEXT(MAC, 0, 19);
static const struct rule rom = TEXT(ROM, 0, 19);
static const struct rule ram = TEXT(RAM, 0, 19);
static const struct rule cpu = TEXT(CPU, 0, 19);
static const struct rule os_sys_ver = TEXT(OS_SYS_VER, 0, 47);
static const struct rule sw_ver = TEXT(SW_VER, 0, 47);
static const struct rule sw_name = TEXT(SW_NAME, 0, 47);
static const struct rule volte = TEXT(VOLTE, 0, 7);
static const struct rule net_type = TEXT(NET_TYPE, 0, 19);
static const struct rule account = TEXT(ACCOUNT, 0, 47);
static const struct rule phone_num = TEXT(PHONE_NUM, 0, 19);
static const struct rule location = TEXT(LOCATION, 0, 255);
static const struct rule detail = TEXT(DETAIL, 1, SIZE_MAX);

static const struct shape requests[] = {
    {QDMP_SET_ACCESS_MODE, false, 0, {&dm_mode}},
    {QDMP_SET_SERVER, false, 1, {&server_ip, &server_port, &update_period}},
    {QDMP_SET_CREDENTIALS, false, 2, {&appkey, &password, &tml_type, &tml_imei}},
    {QDMP_QUERY, false, 4, {&query_opt}},
    {QDMP_ERASE, false, 5, {&erase_opt}},
    {QDMP_QUERY_STATE, false, 6, {NULL}},
    {QDMP_EX_SAVE_APPL_INFO, true, 0, {&appl_info}},
    {QDMP_EX_SAVE_MAC, true, 1, {&mac}},
    {QDMP_EX_SAVE_SYSTEM, true, 2, {&rom, &ram, &cpu, &os_sys_ver}},
    {QDMP_EX_SAVE_SOFTWARE, true, 3, {&sw_ver, &sw_name}},
    {QDMP_EX_SAVE_NETWORK, true, 4, {&volte, &net_type, &account, &phone_num}},
    {QDMP_EX_SAVE_LOCATION, true, 5, {&location}},
    {QDMP_TEST, false, -1, {NULL}},
    {QDMP_READ, false, -1, {NULL}},
    {QDMP_EX_TEST, true, -1, {NULL}},
    {QDMP_EX_READ, true, -1, {&rule_ex_type}},
    {QDMP_EX_ERASE, true, -1, {&rule_ex_type}},
};

static const struct shape responses[] = {
    {QDMP_INFO_ACCESS_MODE, false, 0, {&dm_mode}},
    {QDMP_INFO_SERVER, false, 1, {&server_ip, &server_port, &update_period}},
    {QDMP_INFO_CREDENTIALS, false, 2, {&appkey, &password, &tml_type, &tml_imei}},
    {QDMP_INFO_STATE, false, 6, {&dmstate}},
    {QDMP_EX_INFO_APPL_INFO, true, 0, {&appl_info}},
    {QDMP_EX_INFO_MAC, true, 1, {&mac}},
    {QDMP_EX_INFO_SYSTEM, true, 2, {&rom, &ram, &cpu, &os_sys_ver}},
    {QDMP_EX_INFO_SOFTWARE, true, 3, {&sw_ver, &sw_name}},
    {QDMP_EX_INFO_NETWORK, true, 4, {&volte, &net_type, &account, &phone_num}},
    {QDMP_EX_INFO_LOCATION, true, 5, {&location}},
    {QDMP_INFO_TEST, false, -1, {NULL}},
    {QDMP_EX_INFO_TEST, true, -1, {NULL}},
    {QDMP_RESULT_OK, false, -1, {NULL}},
    {QDMP_RESULT_ERROR, false, -1, {NULL}},
    {QDMP_RESULT_CME_ERROR, false, -1, {&detail}},
};

enum { REQUESTS = sizeof requests / sizeof *requests, RESPONSES = sizeof responses / sizeof *responses };

/* ---- Looking up rules ---- */

static const struct shape *find_kind(const struct shape *shapes, size_t count, int kind) {
    for (size_t i = 0; i < count; i++)
        if (shapes[i].kind == kind)
            return &shapes[i];
    return NULL;
}

static const struct shape *find_type(const struct shape *shapes, size_t count, bool ex, uint32_t type) {
    for (size_t i = 0; i < count; i++)
        if (shapes[i].type >= 0 && shapes[i].ex == ex && (uint32_t)shapes[i].type == type)
            return &shapes[i];
    return NULL;
}

const struct shape *rules_request(int kind) {
    return find_kind(requests, REQUESTS, kind);
}

const struct shape *rules_response(int kind) {
    return find_kind(responses, RESPONSES, kind);
}

const struct shape *rules_request_of_type(bool ex, uint32_t type) {
    return find_type(requests, REQUESTS, ex, type);
}

const struct shape *rules_response_of_type(bool ex, uint32_t type) {
    return find_type(responses, RESPONSES, ex, type);
}

size_t rules_texts(const struct shape *shape) {
    size_t texts = 0;
    for (size_t i = 0; i < PARTS_MAX && shape->rules[i] != NULL; i++)
        texts += shape->rules[i]->kind == RULE_TEXT;
    return texts;
}

qdmp_status rules_judge(const struct rule *rule, uint64_t number) {
    if (rule->kind == RULE_NUMBER)
        return number >= rule->least && number <= rule->most ? QDMP_OK : QDMP_RANGE;
    if (number < 32 && (rule->allowed & BIT(number)) != 0)
        return QDMP_OK;
    return number < 32 && (rule->reserved & BIT(number)) != 0 ? QDMP_RESERVED : QDMP_RANGE;
}

qdmp_span rules_shown_part(qdmp_span password_) {
    size_t len = password_.len < 4 ? password_.len : 4;
    while (len > 0 && password_.ptr[len - 1] == '*')
        len--;
    return (qdmp_span){password_.ptr, len};
}

bool rules_is_text_byte(unsigned char byte) {
    return (byte >= 0x20 && byte != 0x7F);
}

/* ---- Structures as parts ---- */

static void add(struct parts *parts, struct part part) {
    part.rule = parts->shape->rules[parts->count];
    parts->list[parts->count++] = part;
}

static void add_number(struct parts *parts, uint32_t number) {
    add(parts, (struct part){.number = number});
}

static void add_text(struct parts *parts, qdmp_span text) {
    add(parts, (struct part){.text = text});
}

static void add_server(struct parts *parts, const qdmp_server *server) {
    struct part address = {.number = 0};
    memcpy(address.octets, server->ip, sizeof address.octets);
    add(parts, address);
    add_number(parts, server->port);
    add_number(parts, server->update_period);
}

static void add_credentials(struct parts *parts, const qdmp_credentials *credentials) {
    add_text(parts, credentials->appkey);
    add_text(parts, credentials->password);
    add_number(parts, credentials->tml_type);
    add_text(parts, credentials->tml_imei);
}

static void add_system(struct parts *parts, const qdmp_system *system) {
    add_text(parts, system->rom);
    add_text(parts, system->ram);
    add_text(parts, system->cpu);
    add_text(parts, system->os_sys_ver);
}

static void add_software(struct parts *parts, const qdmp_software *software) {
    add_text(parts, software->sw_ver);
    add_text(parts, software->sw_name);
}

static void add_network(struct parts *parts, const qdmp_network *network) {
    add_text(parts, network->volte);
    add_text(parts, network->net_type);
    add_text(parts, network->account);
    add_text(parts, network->phone_num);
}

void parts_of_request(const qdmp_request *request, struct parts *parts) {
    parts->kind = (int)request->kind;
    parts->shape = rules_request(parts->kind);
    parts->count = 0;
    parts->defaulted = request->defaulted;
    parts->mark_count = 0;
    switch (request->kind) {
    case QDMP_SET_ACCESS_MODE: add_number(parts, request->dm_mode); break;
    case QDMP_SET_SERVER: add_server(parts, &request->server); break;
    case QDMP_SET_CREDENTIALS: add_credentials(parts, &request->credentials); break;
    case QDMP_QUERY: add_number(parts, request->query_opt); break;
    case QDMP_ERASE: add_number(parts, request->erase_opt); break;
    case QDMP_EX_SAVE_APPL_INFO: add_text(parts, request->appl_info); break;
    case QDMP_EX_SAVE_MAC: add_text(parts, request->mac); break;
    case QDMP_EX_SAVE_SYSTEM: add_system(parts, &request->system); break;
    case QDMP_EX_SAVE_SOFTWARE: add_software(parts, &request->software); break;
    case QDMP_EX_SAVE_NETWORK: add_network(parts, &request->network); break;
    case QDMP_EX_SAVE_LOCATION: add_text(parts, request->location); break;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE: add_number(parts, request->ex_type); break;
    default: break;
    }
}

static void add_marks(struct parts *parts, const uint8_t *marks) {
    parts->mark_count = 0;
    while (parts->mark_count < MARKS_MAX && marks[parts->mark_count] != 0) {
        parts->marks[parts->mark_count] = marks[parts->mark_count];
        parts->mark_count++;
    }
}

void parts_of_response(const qdmp_response *response, struct parts *parts) {
    parts->kind = (int)response->kind;
    parts->shape = rules_response(parts->kind);
    parts->count = 0;
    parts->defaulted = 0;
    add_marks(parts, response->deviations);
    switch (response->kind) {
    case QDMP_INFO_ACCESS_MODE: add_number(parts, response->dm_mode); break;
    case QDMP_INFO_SERVER: add_server(parts, &response->server); break;
    case QDMP_INFO_CREDENTIALS: add_credentials(parts, &response->credentials); break;
    case QDMP_INFO_STATE: add_number(parts, response->dmstate); break;
    case QDMP_EX_INFO_APPL_INFO: add_text(parts, response->appl_info); break;
    case QDMP_EX_INFO_MAC: add_text(parts, response->mac); break;
    case QDMP_EX_INFO_SYSTEM: add_system(parts, &response->system); break;
    case QDMP_EX_INFO_SOFTWARE: add_software(parts, &response->software); break;
    case QDMP_EX_INFO_NETWORK: add_network(parts, &response->network); break;
    case QDMP_EX_INFO_LOCATION: add_text(parts, response->location); break;
    case QDMP_RESULT_CME_ERROR: add_text(parts, response->detail); break;
    default: break;
    }
}

static bool same_part(const struct part *a, const struct part *b) {
    switch (a->rule->kind) {
    case RULE_NUMBER:
    case RULE_CHOICE: return a->number == b->number;
    case RULE_ADDRESS: return memcmp(a->octets, b->octets, sizeof a->octets) == 0;
    case RULE_IMEI:
    case RULE_TEXT: break;
    }
    return fuzz_same_text(a->text, b->text);
}

bool parts_same(const struct parts *a, const struct parts *b) {
    if (a->kind != b->kind || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_part(&a->list[i], &b->list[i]))
            return false;
    return true;
}

bool parts_same_marks(const struct parts *a, const struct parts *b) {
    return a->mark_count == b->mark_count && memcmp(a->marks, b->marks, a->mark_count) == 0;
}

bool parts_unset(const struct parts *parts, qdmp_field field) {
    for (size_t i = 0; i < parts->mark_count; i++)
        if (QDMP_MARK_DEVIATION(parts->marks[i]) == QDMP_DEVIATION_UNSET &&
            (field == QDMP_FIELD_NONE || QDMP_MARK_FIELD(parts->marks[i]) == field))
            return true;
    return false;
}
