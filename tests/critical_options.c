/* SPDX-License-Identifier: MIT */
/*
 * Tests every option number that exists in messages of a server. RFC 7252, 5.4.1: an odd number is critical, and a
 * receiver that does not understand it rejects the message. An even number is elective, and the receiver ignores it.
 */
#include "object_stage.h"
#include "session_stage.h"

enum { NUMBERS = 65536, LONGEST = 128 };

/* A message that is being written. The checks of session_server.h would take too long for so many messages. */
typedef struct message {
    char bytes[LONGEST];
    size_t len;
    unsigned last; /* number of the last option */
} message;

static message message_of(unsigned type, unsigned code, unsigned id, qdmp_span token) {
    packet head = packet_of(type, code, id, token);
    message m = {.len = head.len};
    memcpy(m.bytes, head.bytes, head.len);
    return m;
}

/* Appends an option with a short value (RFC 7252, 3.1). */
static void put_option(message *m, unsigned number, const char *value) {
    unsigned delta = number - m->last, nibble = delta < 13 ? delta : delta < 269 ? 13 : 14;
    size_t len = strlen(value);
    m->last = number;
    m->bytes[m->len++] = (char)(unsigned char)(nibble << 4 | len);
    if (nibble == 14)
        m->bytes[m->len++] = (char)(unsigned char)((delta - 269) >> 8);
    if (nibble > 12)
        m->bytes[m->len++] = (char)(unsigned char)(nibble == 14 ? delta - 269 : delta - 13);
    memcpy(m->bytes + m->len, value, len);
    m->len += len;
}

/* A 2.01 or 2.04 that answers the session's request, with a Location-Path, and an option of this number. */
static message answer_with(unsigned type, unsigned code, unsigned number) {
    message m = message_of(type, code, stage.message.id, stage.message.token);
    if (number < 8)
        put_option(&m, number, "");
    put_option(&m, 8, "rd");
    if (number >= 8)
        put_option(&m, number, "");
    return m;
}

/* --- answers ------------------------------------------------------------------------------------------------------ */

/* A critical option leaves the exchange as it is; a confirmable message is answered with a Reset. */
static void expect_rejected(const message *m, unsigned type, unsigned number, uint32_t state) {
    qdmp_coap_message request;
    qdmp_span reset = {NULL, 0};
    uint32_t due = qdmp_session_deadline(&stage.session, stage.now);
    qdmp_session_receipt receipt =
        qdmp_session_receive(&stage.session, stage.now, span_from(m->bytes, m->len), &request);
    CHECK(receipt == QDMP_SESSION_NOTHING, "%u is accepted", number);
    qdmp_status status = qdmp_session_poll(&stage.session, stage.now, 0, &reset, NULL);
    CHECK(status == (type == CON ? QDMP_OK : QDMP_END), "%u: %s", number, qdmp_status_name(status));
    CHECK(type != CON || (reset.len == 4 && reset.ptr[0] == 0x70 && reset.ptr[1] == 0), "%u: no Reset", number);
    CHECK(qdmp_session_dmstate(&stage.session) == state && qdmp_session_deadline(&stage.session, stage.now) == due,
          "%u changes the session", number);
}

static void expect_taken(const message *m, unsigned number, uint32_t state) {
    qdmp_coap_message request;
    qdmp_session_receipt receipt =
        qdmp_session_receive(&stage.session, stage.now, span_from(m->bytes, m->len), &request);
    CHECK(receipt == QDMP_SESSION_ANSWER && qdmp_session_dmstate(&stage.session) == state, "%u is not ignored", number);
}

/* Tests every number in an answer to the request that the session has sent. */
static void expect_every_number(unsigned type, unsigned code, uint32_t success) {
    static struct stage before;
    uint32_t state = qdmp_session_dmstate(&stage.session);
    memcpy(&before, &stage, sizeof before);
    for (unsigned number = 0; number < NUMBERS; number++) {
        message m = answer_with(type, code, number);
        if (number % 2)
            expect_rejected(&m, type, number, state);
        else
            expect_taken(&m, number, success);
        memcpy(&stage, &before, sizeof stage);
    }
}

Test(critical_options, answers_to_a_register) {
    for (unsigned type = CON; type <= ACK; type++) {
        start_registering(300);
        expect_every_number(type, CREATED, QDMP_DMSTATE_REG_SUCCESS);
    }
}

Test(critical_options, answers_to_an_update) {
    start_updating(300);
    expect_every_number(ACK, CHANGED, QDMP_DMSTATE_UPDATE_SUCCESS);
}

/* A reply names its first critical option. */
Test(critical_options, replies) {
    set_up(300, 0);
    for (unsigned number = 0; number < NUMBERS; number++) {
        message m = answer_with(ACK, CREATED, number);
        qdmp_reply reply;
        CHECK(qdmp_reply_decode(span_from(m.bytes, m.len), &reply, NULL) == QDMP_OK &&
                  reply.critical == (number % 2 ? number : 0),
              "%u: %u", number, reply.critical);
    }
}

/* --- requests ----------------------------------------------------------------------------------------------------- */

/*
 * The answer that docs/object.md, section 2, requires for a request for links with one additional option without a
 * value.
 */
static unsigned code_of(unsigned number) {
    switch (number) {
    case 7:                                               /* Uri-Port: port 0 */
    case 23: return CODE(2, 5);                           /* Block2: the first 16 bytes */
    case 11: return CODE(4, 4);                           /* Uri-Path: another path */
    case 35:                                              /* Proxy-Uri */
    case 39: return CODE(5, 5);                           /* Proxy-Scheme */
    default: return number % 2 ? CODE(4, 2) : CODE(2, 5); /* Uri-Host is not empty, and Accept occurs once */
    }
}

/* Makes GET /666/0, which accepts the link format (40), with the option. */
static message request_with(unsigned type, unsigned number) {
    static const struct {
        unsigned number;
        const char *value;
    } options[] = {{11, "666"}, {11, "0"}, {17, "\x28"}};
    message m = message_of(type, GET, 1, span_of(""));
    bool put = false;
    for (size_t i = 0; i < COUNT(options); i++) {
        if (!put && number < options[i].number)
            put_option(&m, number, "");
        put = put || number < options[i].number;
        put_option(&m, options[i].number, options[i].value);
    }
    if (!put)
        put_option(&m, number, "");
    return m;
}

static void expect_code(unsigned type, unsigned number) {
    static char out[QDMP_OBJECT_ROOM(6)];
    message m = request_with(type, number);
    qdmp_coap_message request;
    size_t size = 0;
    CHECK(qdmp_coap_decode(span_from(m.bytes, m.len), &request, NULL) == QDMP_OK, "%u", number);
    qdmp_status status = qdmp_object_answer(&the.object, &request, 2, (qdmp_room){out, sizeof out}, &size, NULL);
    bool silent = type == NON && code_of(number) == CODE(4, 2);
    CHECK(status == (silent ? QDMP_NO_ANSWER : QDMP_OK), "%u: %s", number, qdmp_status_name(status));
    CHECK(silent || (unsigned char)out[1] == code_of(number), "%u: %u", number, (unsigned char)out[1]);
}

Test(critical_options, requests, .init = object_stage_open) {
    for (unsigned number = 0; number < NUMBERS; number++) {
        expect_code(CON, number);
        expect_code(NON, number);
    }
}
