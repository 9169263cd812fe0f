/* SPDX-License-Identifier: MIT */
#include "stage.h"

struct stage stage;

static void note(const char *text) {
    cr_assert(strlen(stage.pieces) + strlen(text) < sizeof stage.pieces);
    strcat(stage.pieces, text);
}

/* --- the owner --- */

static void take_answer(void *context, modem_answer kind, qdmp_span bytes) {
    static const char *const letters[] = {
        [MODEM_ECHO] = "E", [MODEM_LINE] = "L", [MODEM_RESULT] = "R", [MODEM_URC] = "U"};
    cr_assert(context == &stage && bytes.len > 0 && stage.size + bytes.len <= OUTPUT_MAX);
    memcpy(stage.output + stage.size, bytes.ptr, bytes.len);
    stage.size += bytes.len;
    note(letters[kind]);
}

static void take_event(void *context, modem_event event) {
    static const char *const names[] = {[MODEM_COMMAND_LINE] = "<line>",
                                        [MODEM_RESTARTED] = "<restarted>",
                                        [MODEM_RADIO_OFF] = "<off>",
                                        [MODEM_RADIO_ON] = "<on>"};
    cr_assert(context == &stage);
    note(names[event]);
    if (stage.resets && event == stage.resets_on) {
        stage.resets = false;
        modem_reset(&stage.modem, stage.now);
    }
}

static uint32_t get_dmstate(void *context) {
    cr_assert(context == &stage);
    return stage.dmstate;
}

/* --- the storage --- */

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    cr_assert(context == &stage && stage.stored_size <= out.cap);
    memcpy(out.ptr, stage.stored, stage.stored_size);
    *size = stage.stored_size;
    return QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    cr_assert(context == &stage && image.len <= STORED_MAX);
    if (stage.store_fails)
        return QDMP_STORAGE;
    memcpy(stage.stored, image.ptr, image.len);
    stage.stored_size = image.len;
    if (++stage.stores != stage.resets_at)
        return QDMP_OK;
    modem_reset(&stage.modem, stage.now);
    return QDMP_STORAGE;
}

/* --- functions of the tests --- */

void power_cycle(void) {
    modem_config config = {.owner = {&stage, take_answer, take_event, get_dmstate},
                           .storage = {load, store, &stage},
                           .imei = "490154203237518",
                           .imsi = "460001357924680"};
    cr_assert(modem_open(&stage.modem, &config, NULL) == QDMP_OK);
}

void set_up_echoing(void) {
    memset(&stage, 0, sizeof stage);
    power_cycle();
}

void set_up(void) {
    set_up_echoing();
    receive(span_of("ATE0\r"));
}

void receive(qdmp_span bytes) {
    while (bytes.len > 0) {
        size_t size = stage.piece && stage.piece < bytes.len ? stage.piece : bytes.len;
        size_t used = modem_receive(&stage.modem, stage.now, span_from(bytes.ptr, size));
        cr_assert(used > 0 && used <= size);
        bytes.ptr += used;
        bytes.len -= used;
    }
}

void expect(const char *bytes, size_t size, const char *expected, size_t expected_size, int line) {
    stage.size = 0;
    receive(span_from(bytes, size));
    cr_expect(span_equal(span_from(stage.output, stage.size), span_from(expected, expected_size)),
              "line %d: %s: %s, not %s", line, shown(span_from(bytes, size)),
              shown(span_from(stage.output, stage.size)), shown(span_from(expected, expected_size)));
}

void expect_pieces(const char *bytes, const char *expected) {
    stage.pieces[0] = '\0';
    receive(span_of(bytes));
    cr_expect_str_eq(stage.pieces, expected, "%s: %s", shown(span_of(bytes)), stage.pieces);
}

void expect_ok(const char *bytes) {
    static const char ok[] = "\r\nOK\r\n";
    expect(bytes, strlen(bytes), ok, sizeof ok - 1, 0);
}
