/* SPDX-License-Identifier: MIT */
#include "modem.h"

#include <stdio.h>
#include <string.h>

enum {
    TEXT_MAX = QDMP_CREDENTIALS_RESPONSE_MAX(MODEM_APPKEY_MAX), /* the longest line without its frame */
    CME_ERROR_MAX = sizeof "+CME ERROR: operation not supported"
};

_Static_assert((size_t)TEXT_MAX >= QDMP_RESPONSE_LINE_MAX && (size_t)TEXT_MAX >= MODEM_URC_MAX &&
                   (size_t)TEXT_MAX >= PLAIN_ANSWER_MAX,
               "any line fits");

/* --- output --- */

static qdmp_span span_of(const char *text) {
    return (qdmp_span){text, strlen(text)};
}

static void hand_over(modem *at, modem_answer kind, qdmp_span bytes) {
    if (!at->mute && bytes.len > 0)
        at->config.owner.answer(at->config.owner.context, kind, bytes);
}

static void hand_over_line(modem *at, modem_answer kind, qdmp_span text) {
    char framed[TEXT_MAX + V250_FRAME_MAX];
    hand_over(at, kind, (qdmp_span){framed, v250_frame_line(&at->front, text, framed)});
}

static void hand_over_result(modem *at, qdmp_span text, const char *number) {
    char framed[TEXT_MAX + V250_FRAME_MAX];
    if (!at->front.current.values[V250_QUIET])
        hand_over(at, MODEM_RESULT, (qdmp_span){framed, v250_frame_result(&at->front, text, number, framed)});
}

/* The lines of a plain answer, LF between them. */
static void hand_over_lines(modem *at, qdmp_span lines) {
    while (lines.len > 0) {
        const char *end = memchr(lines.ptr, '\n', lines.len);
        size_t len = end ? (size_t)(end - lines.ptr) : lines.len;
        hand_over_line(at, MODEM_LINE, (qdmp_span){lines.ptr, len});
        len += end ? 1 : 0;
        lines.ptr += len;
        lines.len -= len;
    }
}

static void hand_over_information(modem *at, const qdmp_response *info) {
    char text[TEXT_MAX];
    qdmp_room room = {text, sizeof text};
    size_t size;
    if (qdmp_response_encode(info, QDMP_RESPONSE_TEXT_ALONE, room, &size, NULL) == QDMP_OK)
        hand_over_line(at, MODEM_LINE, (qdmp_span){text, size});
}

/* With V0, `+CME ERROR:` has no numeric form: 3GPP TS 27.007, annex B. */
static void hand_over_cme_error(modem *at, qdmp_status status) {
    char text[CME_ERROR_MAX];
    if (at->plain.values[PLAIN_CMEE] == 1)
        (void)snprintf(text, sizeof text, "+CME ERROR: %d", (int)qdmp_cme_number(status));
    else
        (void)snprintf(text, sizeof text, "+CME ERROR: %s", qdmp_cme_text(status));
    hand_over_result(at, span_of(text), NULL);
}

/* The final result code (V.250, 6.2.6). An overlong line contains no command that could answer more than ERROR. */
static void hand_over_status(modem *at, qdmp_status status) {
    if (status == QDMP_END)
        hand_over_result(at, span_of("OK"), "0");
    else if (at->plain.values[PLAIN_CMEE] == 0 || at->front.overlong)
        hand_over_result(at, span_of("ERROR"), "4");
    else
        hand_over_cme_error(at, status);
}

static void tell(modem *at, modem_event event) {
    at->config.owner.event(at->config.owner.context, event);
}

/* --- power-up and restart --- */

static qdmp_status open_module(modem *at) {
    qdmp_module_config config = {
        .storage = at->config.storage, .appkey_max = MODEM_APPKEY_MAX, .password_max = MODEM_PASSWORD_MAX};
    for (unsigned i = 0; i < QDMP_MODULE_IMAGES; i++)
        config.rooms[i] = (qdmp_room){at->rooms[i], sizeof at->rooms[i]};
    at->fault = (qdmp_error){QDMP_OK, QDMP_FIELD_NONE, 0};
    at->opened = qdmp_module_open(&at->module, &config, &at->fault);
    return at->opened;
}

qdmp_status modem_open(modem *at, const modem_config *config, qdmp_error *err) {
    memset(at, 0, sizeof *at);
    at->config = *config;
    v250_open(&at->front);
    plain_open(&at->plain, config->imei, config->imsi);
    (void)open_module(at);
    return modem_opened(at, err);
}

qdmp_status modem_opened(const modem *at, qdmp_error *err) {
    if (err)
        *err = at->fault;
    return at->opened;
}

static void restart(modem *at) {
    at->restart_wanted = false;
    at->mute = false;
    v250_restart(&at->front);
    plain_open(&at->plain, at->config.imei, at->config.imsi);
    (void)open_module(at);
    at->deaf_until = at->now + MODEM_RESTART_MS;
    tell(at, MODEM_RESTARTED);
}

void modem_reset(modem *at, uint64_t now) {
    at->now = now;
    at->mute = at->busy;
    at->restart_wanted = at->busy;
    if (!at->busy)
        restart(at);
}

/* --- a command line --- */

/* Executes a basic or plain command at the front of `text`. */
static qdmp_status execute_plain(modem *at, qdmp_span text, size_t *used) {
    plain_executed done;
    bool was_on = modem_radio_is_on(at);
    qdmp_status status = plain_execute(&at->plain, text, &done);
    if (status != QDMP_OK)
        return status;
    *used = done.used;
    at->restart_wanted |= done.restarts;
    hand_over_lines(at, (qdmp_span){done.answer, done.answer_size});
    if (modem_radio_is_on(at) != was_on)
        tell(at, was_on ? MODEM_RADIO_OFF : MODEM_RADIO_ON);
    return QDMP_OK;
}

static qdmp_status execute_foreign(modem *at, qdmp_span text, size_t *used) {
    v250_executed done;
    *used = 0;
    if (text.len == 0)
        return QDMP_OK;
    qdmp_status status = v250_execute(&at->front, text, &done);
    if (status == QDMP_NOT_OURS)
        return execute_plain(at, text, used);
    *used = done.used;
    hand_over_lines(at, (qdmp_span){done.answer, done.answer_size});
    return status;
}

static uint32_t dmstate_of(const modem *at) {
    return at->config.owner.dmstate(at->config.owner.context);
}

/*
 * Executes the commands of a line, up to a command that fails or restarts the module. Returns QDMP_END if none failed.
 */
static qdmp_status execute_body(modem *at, qdmp_span body) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_command_line_open(&line, body);
    while (!at->restart_wanted) {
        size_t used;
        qdmp_status status = qdmp_command_line_next(&line, &at->module, dmstate_of(at), &info, NULL);
        if (status == QDMP_OK) {
            hand_over_information(at, &info);
            continue;
        }
        if (status == QDMP_NOT_OURS)
            status = execute_foreign(at, line.foreign, &used);
        if (status != QDMP_OK)
            return status;
        qdmp_command_line_resume(&line, used);
    }
    return QDMP_END;
}

static void execute_line(modem *at) {
    qdmp_status status = QDMP_LENGTH;
    tell(at, MODEM_COMMAND_LINE);
    if (!at->front.overlong)
        status = execute_body(at, v250_body(&at->front));
    v250_end_line(&at->front);
    hand_over_status(at, status);
}

/* --- input --- */

static void echo(modem *at, qdmp_span bytes) {
    if (at->front.current.values[V250_ECHO])
        hand_over(at, MODEM_ECHO, bytes);
}

/* Takes bytes up to the end of a line, and echoes them. Bytes between two dropped bytes are echoed at once. */
static size_t take_bytes(modem *at, qdmp_span bytes, bool *complete) {
    size_t taken = 0, begin = 0;
    while (taken < bytes.len && !*complete) {
        v250_event event = v250_take(&at->front, (unsigned char)bytes.ptr[taken]);
        *complete = event == V250_COMPLETE;
        if (event == V250_DROPPED) {
            echo(at, (qdmp_span){bytes.ptr + begin, taken - begin});
            begin = taken + 1;
        }
        taken++;
    }
    echo(at, (qdmp_span){bytes.ptr + begin, taken - begin});
    return taken;
}

size_t modem_receive(modem *at, uint64_t now, qdmp_span bytes) {
    bool complete = false;
    at->now = now;
    if (now < at->deaf_until)
        return bytes.len;
    at->busy = true;
    size_t taken = take_bytes(at, bytes, &complete);
    if (complete && !at->restart_wanted)
        execute_line(at);
    at->busy = false;
    if (at->restart_wanted)
        restart(at);
    return taken;
}

void modem_hang_up(modem *at) {
    v250_hang_up(&at->front);
}

/* --- what the owner asks --- */

bool modem_say(modem *at, const char *text) {
    qdmp_span span = span_of(text);
    if (span.len > MODEM_URC_MAX)
        return false;
    hand_over_line(at, MODEM_URC, span);
    return true;
}

bool modem_radio_is_on(const modem *at) {
    return plain_radio_is_on(&at->plain);
}

const qdmp_module *modem_module(const modem *at) {
    return &at->module;
}
