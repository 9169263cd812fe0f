/* SPDX-License-Identifier: MIT */
/* Lines to messages: requests and responses. */
#include "bench.h"
#include "peers/peers.h"

#include <string.h>

/* --- qdmp --- */

static uint64_t pass_qdmp(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        const bench_line *line = corpus->lines[i];
        bench_message message;
        if (line->is_request) {
            if (qdmp_request_decode(line->text, QDMP_WHOLE_LINE, &message.request, NULL, NULL) != QDMP_OK)
                return 0;
            sum += (uint64_t)message.request.kind;
        } else {
            if (qdmp_response_decode(line->text, QDMP_WHOLE_LINE, &message.response, NULL, NULL) != QDMP_OK)
                return 0;
            sum += (uint64_t)message.response.kind;
        }
    }
    return sum;
}

static qdmp_status decode(const bench_line *line, bench_message *message, qdmp_error *err) {
    return line->is_request ? qdmp_request_decode(line->text, QDMP_WHOLE_LINE, &message->request, NULL, err)
                            : qdmp_response_decode(line->text, QDMP_WHOLE_LINE, &message->response, NULL, err);
}

static uint64_t pass_reject_qdmp(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        bench_message message;
        qdmp_error err;
        if (decode(corpus->lines[i], &message, &err) == QDMP_OK)
            return 0;
        sum += (uint64_t)err.status + err.offset;
    }
    return sum;
}

/* The inserted byte stands before the end of the command's name. */
static bool is_in_head(qdmp_span text) {
    return strcspn(text.ptr, "\x01") < strcspn(text.ptr, "=?:");
}

/* The error of a line is at the inserted byte, or the line is not ours because of it. */
static bool check_reject_qdmp(const bench_corpus *corpus) {
    for (size_t i = 0; i < corpus->count; i++) {
        qdmp_span text = corpus->lines[i]->text;
        bench_message message;
        qdmp_error err;
        qdmp_status status = decode(corpus->lines[i], &message, &err);
        if (status == QDMP_OK || (status == QDMP_NOT_OURS ? !is_in_head(text) : text.ptr[err.offset] != '\x01'))
            return false;
    }
    return true;
}

/* --- whether a message and the fields that a peer finds are the same --- */

/* The fields of a peer's line, one after the other; all of them were right so far. */
typedef struct reading {
    const split_line *line;
    unsigned next;
    bool cuts_commas; /* the peer cuts a bare text at its commas */
    bool right;
} reading;

static const split_value *next_value(reading *r) {
    r->right = r->right && r->next < r->line->count;
    return &r->line->values[r->right ? r->next++ : 0];
}

static void expect_number(reading *r, uint32_t number) {
    const split_value *value = next_value(r);
    r->right = r->right && value->number == number;
}

static void expect_text(reading *r, qdmp_span text) {
    const split_value *value = next_value(r);
    r->right = r->right && value->ptr == text.ptr && value->len == text.len;
}

/* The only text of the line, which may contain commas. */
static void expect_whole(reading *r, qdmp_span text) {
    const split_value *value = next_value(r);
    r->right = r->right && value->ptr == text.ptr &&
               (value->len == text.len || (r->cuts_commas && text.ptr[value->len] == ','));
    if (r->cuts_commas)
        r->next = r->line->count;
}

static void expect_server(reading *r, const qdmp_server *server) {
    const split_value *ip = next_value(r);
    const char *p = ip->ptr;
    for (size_t i = 0; r->right && i < 4; i++, p++) {
        unsigned octet = 0;
        for (; *p >= '0' && *p <= '9'; p++)
            octet = octet * 10 + (unsigned)(*p - '0');
        r->right = octet == server->ip[i];
    }
    r->right = r->right && (size_t)(p - ip->ptr) == ip->len + 1;
    expect_number(r, server->port);
    expect_number(r, server->update_period);
}

/* For a response's password qdmp returns the shown part, its peers also the mask. */
static void expect_credentials(reading *r, const qdmp_credentials *c, size_t mask) {
    qdmp_span password = c->password;
    password.len += mask;
    expect_text(r, c->appkey);
    expect_text(r, password);
    expect_number(r, c->tml_type);
    expect_text(r, c->tml_imei);
}

static void expect_system(reading *r, const qdmp_system *s) {
    expect_text(r, s->rom);
    expect_text(r, s->ram);
    expect_text(r, s->cpu);
    expect_text(r, s->os_sys_ver);
}

static void expect_software(reading *r, const qdmp_software *s) {
    expect_text(r, s->sw_ver);
    expect_text(r, s->sw_name);
}

static void expect_network(reading *r, const qdmp_network *n) {
    expect_text(r, n->volte);
    expect_text(r, n->net_type);
    expect_text(r, n->account);
    expect_text(r, n->phone_num);
}

static void expect_head(reading *r, char form, bool ex, uint32_t type) {
    r->right = r->line->form == form && r->line->ex == ex;
    expect_number(r, type);
}

static void expect_save(reading *r, uint32_t type) {
    expect_head(r, '=', true, type);
    expect_number(r, 0);
}

static void expect_request(reading *r, const qdmp_request *q) {
    switch (q->kind) {
    case QDMP_SET_ACCESS_MODE:
        expect_head(r, '=', false, 0);
        expect_number(r, q->dm_mode);
        break;
    case QDMP_SET_SERVER:
        expect_head(r, '=', false, 1);
        expect_server(r, &q->server);
        break;
    case QDMP_SET_CREDENTIALS:
        expect_head(r, '=', false, 2);
        expect_credentials(r, &q->credentials, 0);
        break;
    case QDMP_QUERY:
        expect_head(r, '=', false, 4);
        expect_number(r, q->query_opt);
        break;
    case QDMP_ERASE:
        expect_head(r, '=', false, 5);
        expect_number(r, q->erase_opt);
        break;
    case QDMP_QUERY_STATE: expect_head(r, '=', false, 6); break;
    case QDMP_EX_SAVE_APPL_INFO:
        expect_save(r, 0);
        expect_text(r, q->appl_info);
        break;
    case QDMP_EX_SAVE_MAC:
        expect_save(r, 1);
        expect_text(r, q->mac);
        break;
    case QDMP_EX_SAVE_SYSTEM:
        expect_save(r, 2);
        expect_system(r, &q->system);
        break;
    case QDMP_EX_SAVE_SOFTWARE:
        expect_save(r, 3);
        expect_software(r, &q->software);
        break;
    case QDMP_EX_SAVE_NETWORK:
        expect_save(r, 4);
        expect_network(r, &q->network);
        break;
    case QDMP_EX_SAVE_LOCATION:
        expect_save(r, 5);
        expect_text(r, q->location);
        break;
    case QDMP_TEST:
    case QDMP_EX_TEST: r->right = r->line->form == 't' && r->line->ex == (q->kind == QDMP_EX_TEST); break;
    case QDMP_READ: r->right = r->line->form == '?' && !r->line->ex; break;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE:
        expect_head(r, '=', true, q->ex_type);
        expect_number(r, q->kind == QDMP_EX_READ ? QDMP_ACT_READ : QDMP_ACT_ERASE);
        break;
    }
}

static void expect_response(reading *r, const qdmp_response *a) {
    switch (a->kind) {
    case QDMP_INFO_ACCESS_MODE:
        expect_head(r, ':', false, 0);
        expect_number(r, a->dm_mode);
        break;
    case QDMP_INFO_SERVER:
        expect_head(r, ':', false, 1);
        expect_server(r, &a->server);
        break;
    case QDMP_INFO_CREDENTIALS:
        expect_head(r, ':', false, 2);
        expect_credentials(r, &a->credentials, strlen(QDMP_PASSWORD_MASK));
        break;
    case QDMP_INFO_STATE:
        expect_head(r, ':', false, 6);
        expect_number(r, a->dmstate);
        break;
    case QDMP_EX_INFO_APPL_INFO:
        expect_head(r, ':', true, 0);
        expect_whole(r, a->appl_info);
        break;
    case QDMP_EX_INFO_MAC:
        expect_head(r, ':', true, 1);
        expect_whole(r, a->mac);
        break;
    case QDMP_EX_INFO_SYSTEM:
        expect_head(r, ':', true, 2);
        expect_system(r, &a->system);
        break;
    case QDMP_EX_INFO_SOFTWARE:
        expect_head(r, ':', true, 3);
        expect_software(r, &a->software);
        break;
    case QDMP_EX_INFO_NETWORK:
        expect_head(r, ':', true, 4);
        expect_network(r, &a->network);
        break;
    case QDMP_EX_INFO_LOCATION:
        expect_head(r, ':', true, 5);
        expect_whole(r, a->location);
        break;
    case QDMP_RESULT_OK: r->right = r->line->form == 'o'; break;
    case QDMP_RESULT_ERROR: r->right = r->line->form == 'e'; break;
    default: /* no corpus has it */ r->right = false;
    }
}

static bool agree(const bench_line *line, const split_line *split, bool cuts_commas) {
    reading r = {split, 0, cuts_commas, true};
    if (line->is_request)
        expect_request(&r, &line->message.request);
    else
        expect_response(&r, &line->message.response);
    return r.right && r.next == split->count;
}

/* --- qdmp against a peer --- */

/* The line is decoded anew. The peer is one that cuts no text at its commas. */
static bool check_qdmp(const bench_corpus *corpus) {
    for (size_t i = 0; i < corpus->count; i++) {
        bench_line line = {.text = corpus->lines[i]->text, .is_request = corpus->lines[i]->is_request};
        qdmp_status status = decode(&line, &line.message, NULL);
        split_line split;
        split_with_sscanf(line.text.ptr, line.text.len, &split);
        if (status != QDMP_OK || !agree(&line, &split, false))
            return false;
    }
    return pass_qdmp(corpus) != 0;
}

/* The encoder's output for `message`; 0 for a failure. */
static size_t write_canonical(bool is_request, const bench_message *message, qdmp_room out) {
    size_t size = 0;
    qdmp_status status = is_request
                             ? qdmp_request_encode(&message->request, QDMP_REQUEST_CANONICAL, out, &size, NULL)
                             : qdmp_response_encode(&message->response, QDMP_RESPONSE_CANONICAL, out, &size, NULL);
    return status == QDMP_OK ? size : 0;
}

/* A line that is not canonical has the same message as the guide's line from which it was made. */
static bool check_otherwise(const bench_corpus *corpus) {
    for (size_t i = 0; i < corpus->count; i++) {
        const bench_line *line = corpus->lines[i];
        char expected[512], found[512];
        bench_message message;
        qdmp_status status = decode(line, &message, NULL);
        size_t size = write_canonical(line->is_request, &line->message, (qdmp_room){expected, sizeof expected});
        if (status != QDMP_OK || !size ||
            write_canonical(line->is_request, &message, (qdmp_room){found, sizeof found}) != size ||
            memcmp(found, expected, size) != 0)
            return false;
    }
    return pass_qdmp(corpus) != 0;
}

/* --- the peers --- */

static bool check_peer(const bench_corpus *corpus, peer_split *peer, bool cuts_commas) {
    for (size_t i = 0; i < corpus->count; i++) {
        split_line split;
        peer(corpus->lines[i]->text.ptr, corpus->lines[i]->text.len, &split);
        if (!agree(corpus->lines[i], &split, cuts_commas))
            return false;
    }
    return true;
}

/* A pass for each, so that its calls are direct. */
#define PEER(name, split_with, cuts_commas)                                                                            \
    static uint64_t pass_##name(const bench_corpus *corpus) {                                                          \
        uint64_t sum = 0;                                                                                              \
        for (size_t i = 0; i < corpus->count; i++) {                                                                   \
            split_line line;                                                                                           \
            split_with(corpus->lines[i]->text.ptr, corpus->lines[i]->text.len, &line);                                 \
            sum += (uint64_t)line.form + line.count;                                                                   \
        }                                                                                                              \
        return sum;                                                                                                    \
    }                                                                                                                  \
    static bool check_##name(const bench_corpus *corpus) {                                                             \
        return check_peer(corpus, split_with, cuts_commas);                                                            \
    }

PEER(splitter, split, true)
PEER(sscanf, split_with_sscanf, false)
PEER(strtok, split_with_strtok, false)
PEER(pcre2, split_with_pcre2, false)

static bool open_pcre2(const bench_corpus *corpus) {
    return peer_pcre2_open() && check_pcre2(corpus);
}

static bool open_reject_pcre2(const bench_corpus *corpus) {
    return peer_pcre2_open() && pass_pcre2(corpus) == 0;
}

static const bench_case cases[] = {
    {"decode", "qdmp", BENCH_OVER_RIGHT, pass_qdmp, check_qdmp},
    {"decode", "splitter", BENCH_OVER_RIGHT, pass_splitter, check_splitter},
    {"decode", "sscanf", BENCH_OVER_RIGHT, pass_sscanf, check_sscanf},
    {"decode", "strtok", BENCH_OVER_RIGHT, pass_strtok, check_strtok},
    {"decode", "pcre2", BENCH_OVER_RIGHT, pass_pcre2, open_pcre2},
    {"decode", "qdmp", BENCH_OVER(OTHERWISE), pass_qdmp, check_otherwise},
    {"decode", "qdmp", BENCH_OVER_REJECTS, pass_reject_qdmp, check_reject_qdmp},
    {"decode", "pcre2", BENCH_OVER_REJECTS, pass_pcre2, open_reject_pcre2},
};

const bench_table bench_decode = BENCH_TABLE(cases);
