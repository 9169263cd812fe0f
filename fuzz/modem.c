/* SPDX-License-Identifier: MIT */
/*
 * A simulated module and its host: bytes in pieces, pauses, hang-ups, resets, unsolicited lines, stores that fail. A
 * model of it says what must be handed over: P120-P126.
 *
 * Input: which store fails or resets the module, the dmstate, what the sizes of the pieces are made from, and a script.
 * A byte of the script is received as it is, but for those of enum step.
 */
#include "support/bytes.h"
#include "support/check.h"
#include "support/modem_model.h"

#include "modem.h"

#include <stdlib.h>

enum { SCRIPT_MAX = 1 << 14, PIECE_MAX = 40 };

/* Bytes of the input that are no bytes of the host. */
enum step {
    STEP_REPEAT = 0xF5, /* a byte many times: the byte, and how often by sixteen */
    STEP_PAUSE,         /* by four milliseconds */
    STEP_HANG_UP,
    STEP_RESET,
    STEP_SAY
};

/* The script with its repetitions written out: bytes of the host, and steps with 0x100 and their pause above them. */
struct script {
    uint32_t steps[SCRIPT_MAX];
    size_t count;
};

static void add_step(struct script *script, uint32_t step) {
    if (script->count < SCRIPT_MAX)
        script->steps[script->count++] = step;
}

static void read_script(struct bytes *bytes, struct script *script) {
    script->count = 0;
    while (bytes->left > 0) {
        uint32_t byte = bytes_u8(bytes), count;
        if (byte < STEP_REPEAT || byte > STEP_SAY) {
            add_step(script, byte);
        } else if (byte == STEP_REPEAT) {
            byte = bytes_u8(bytes);
            for (count = 16 * (1 + bytes_u8(bytes)); count > 0; count--)
                add_step(script, byte);
        } else {
            add_step(script, 0x100 | byte | (byte == STEP_PAUSE ? bytes_u8(bytes) << 16 : 0));
        }
    }
}

static uint32_t pause_of(uint32_t step) {
    return step >> 16 << 2;
}

/* ---- The model ---- */

static void model_step(struct modem_model *model, uint32_t step) {
    if (step < 0x100)
        (void)modem_model_take(model, (unsigned char)step);
    else if ((step & 0xFF) == STEP_HANG_UP)
        modem_model_hang_up(model);
    else if ((step & 0xFF) == STEP_RESET)
        modem_model_reset(model);
    else if ((step & 0xFF) == STEP_SAY)
        modem_model_say(model, "+CSCON: 1");
    model->clock += pause_of(step);
}

/* Runs the script on the model, which ends where so much is answered that it is enough. */
static void run_model(struct modem_model *model, struct script *script) {
    size_t at = 0;
    while (at < script->count && !modem_model_is_full(model))
        model_step(model, script->steps[at++]);
    script->count = at;
}

/* ---- The module ---- */

/* A run of the module, compared with the output of the model. */
struct run {
    modem *modem;
    const struct modem_output *expected;
    size_t piece, echoed; /* the piece at hand, and the bytes of it that are echoed */
    const char *broken;   /* the property that breaks where pieces differ: NULL: of their own */
    uint32_t dmstate;
    unsigned lines; /* completed since modem_receive was called */
    uint64_t clock;
    struct modem_storage storage;
};

static const char *property_of(const struct run *run, enum modem_piece_kind kind) {
    if (run->broken)
        return run->broken;
    switch (kind) {
    case PIECE_ECHO: return "P121";
    case PIECE_LINE: return "P122";
    case PIECE_RESULT: return "P123";
    case PIECE_URC: return "P124";
    default: return "P125";
    }
}

/* The next piece of expected output. A piece of another kind is a surplus piece of that kind. */
static const struct modem_piece *next_piece(struct run *run, enum modem_piece_kind kind) {
    static const struct modem_piece none = {PIECE_ECHO, 0, 0};
    const struct modem_piece *piece = &run->expected->pieces[run->piece];
    if (run->echoed > 0 && kind != PIECE_ECHO) {
        FUZZ_CHECK(run->echoed == piece->size, property_of(run, PIECE_ECHO), "%zu bytes are echoed of %zu", run->echoed,
                   piece->size);
        run->echoed = 0;
        run->piece++;
        piece++;
    }
    if (run->piece == run->expected->count)
        piece = &none;
    FUZZ_CHECK(piece->kind == kind && piece != &none, property_of(run, kind), "piece %zu is of kind %d, not %d",
               run->piece, (int)kind, (int)piece->kind);
    return piece;
}

static void check_echo(struct run *run, qdmp_span bytes) {
    const struct modem_piece *piece = next_piece(run, PIECE_ECHO);
    const char *expected = run->expected->bytes + piece->at + run->echoed;
    FUZZ_CHECK(bytes.len <= piece->size - run->echoed && memcmp(bytes.ptr, expected, bytes.len) == 0,
               property_of(run, PIECE_ECHO), "other bytes are echoed");
    run->echoed += bytes.len;
}

static void check_piece(struct run *run, enum modem_piece_kind kind, qdmp_span bytes) {
    const struct modem_piece *piece = next_piece(run, kind);
    qdmp_span expected = {run->expected->bytes + piece->at, piece->size};
    FUZZ_CHECK(fuzz_same_text(bytes, expected), property_of(run, kind), "%.*s, not %.*s", (int)bytes.len, bytes.ptr,
               (int)expected.len, expected.ptr);
    run->piece++;
}

static void take_answer(void *context, modem_answer kind, qdmp_span bytes) {
    struct run *run = (struct run *)context;
    char *copy = fuzz_copy(bytes.ptr, bytes.len);
    FUZZ_CHECK(bytes.len > 0, "P124", "an answer without a byte");
    if (kind == MODEM_ECHO)
        check_echo(run, (qdmp_span){copy, bytes.len});
    else
        check_piece(run,
                    kind == MODEM_LINE     ? PIECE_LINE
                    : kind == MODEM_RESULT ? PIECE_RESULT
                                           : PIECE_URC,
                    (qdmp_span){copy, bytes.len});
    free(copy);
}

static void take_event(void *context, modem_event event) {
    static const enum modem_piece_kind kinds[] = {[MODEM_COMMAND_LINE] = PIECE_COMMAND_LINE,
                                                  [MODEM_RESTARTED] = PIECE_RESTARTED,
                                                  [MODEM_RADIO_OFF] = PIECE_RADIO_OFF,
                                                  [MODEM_RADIO_ON] = PIECE_RADIO_ON};
    struct run *run = (struct run *)context;
    run->lines += event == MODEM_COMMAND_LINE;
    check_piece(run, kinds[event], (qdmp_span){"", 0});
    FUZZ_CHECK(event != MODEM_RESTARTED || modem_radio_is_on(run->modem), "P125", "the radio is off behind a restart");
}

static uint32_t get_dmstate(void *context) {
    return ((const struct run *)context)->dmstate;
}

static void reset_module(void *context) {
    struct run *run = (struct run *)context;
    modem_reset(run->modem, run->clock);
}

/* Passes bytes on, in pieces. Each piece is in a block of its own. */
static void receive(struct run *run, const char *bytes, size_t size) {
    char *copy = fuzz_copy(bytes, size);
    for (size_t used = 0, taken; used < size; used += taken) {
        run->lines = 0;
        taken = modem_receive(run->modem, run->clock, (qdmp_span){copy + used, size - used});
        FUZZ_CHECK(taken > 0 && taken <= size - used, "P124", "%zu of %zu bytes taken", taken, size - used);
        FUZZ_CHECK(run->lines <= 1, "P124", "%u lines in one call", run->lines);
        FUZZ_CHECK(run->lines == 1 || taken == size - used, "P124", "bytes are left, and no line is complete");
    }
    free(copy);
}

static void run_step(struct run *run, uint32_t step) {
    if ((step & 0xFF) == STEP_HANG_UP)
        modem_hang_up(run->modem);
    else if ((step & 0xFF) == STEP_RESET)
        modem_reset(run->modem, run->clock);
    else if ((step & 0xFF) == STEP_SAY)
        FUZZ_CHECK(modem_say(run->modem, "+CSCON: 1"), "P124", "a short line is refused");
    run->clock += pause_of(step);
}

/* Bytes of the host from `at` on, up to the next step or the end of a piece. */
static size_t gather(const struct script *script, size_t at, size_t most, char *out) {
    size_t size = 0;
    while (size < most && at + size < script->count && script->steps[at + size] < 0x100) {
        out[size] = (char)script->steps[at + size];
        size++;
    }
    return size;
}

enum { WHOLE, SINGLE, MIXED }; /* sizes of pieces; what is above MIXED are others */

static size_t next_size(uint32_t *sizes) {
    if (*sizes == WHOLE)
        return SCRIPT_MAX;
    if (*sizes == SINGLE)
        return 1;
    *sizes = (uint32_t)((uint64_t)*sizes * 1103515245 + 12345) | MIXED;
    return 1 + (*sizes >> 16) % PIECE_MAX;
}

static void run_script(struct run *run, const struct script *script, uint32_t sizes) {
    static char bytes[SCRIPT_MAX];
    for (size_t at = 0, size; at < script->count; at += size) {
        size = gather(script, at, next_size(&sizes), bytes);
        if (size > 0) {
            receive(run, bytes, size);
            continue;
        }
        run_step(run, script->steps[at]);
        size = 1;
    }
}

/* All output came, and the settings in force and stored are the model's. */
static void finish(const struct run *run, const struct modem_model *model) {
    size_t pieces = run->piece + (run->echoed > 0);
    FUZZ_CHECK(pieces == run->expected->count, property_of(run, run->expected->pieces[run->piece].kind),
               "%zu pieces, not %zu", pieces, run->expected->count);
    FUZZ_CHECK(run->echoed == 0 || run->echoed == run->expected->pieces[run->piece].size, property_of(run, PIECE_ECHO),
               "%zu bytes are echoed at last", run->echoed);
    FUZZ_CHECK(fuzz_same_text(qdmp_module_image(modem_module(run->modem)), qdmp_module_image(&model->module)), "P126",
               "other settings are in force");
    qdmp_span stored = {run->storage.stored, run->storage.size},
              expected = {model->storage.stored, model->storage.size};
    FUZZ_CHECK(fuzz_same_text(stored, expected), "P126", "other settings are stored");
}

static void run_module(const struct modem_model *model, const struct script *script, uint32_t sizes,
                       const char *broken) {
    static struct run run;
    memset(&run, 0, sizeof run);
    run.modem = (modem *)(void *)fuzz_room(sizeof(modem));
    run.expected = &model->output;
    run.broken = broken;
    run.dmstate = model->dmstate;
    run.storage.fails_at = model->storage.fails_at;
    run.storage.resets_at = model->storage.resets_at;
    run.storage.reset = reset_module;
    run.storage.context = &run;
    modem_config config = {.owner = {&run, take_answer, take_event, get_dmstate},
                           .storage = modem_storage_calls(&run.storage),
                           .imei = "490154203237518",
                           .imsi = "460001357924680"};
    FUZZ_CHECK(modem_open(run.modem, &config, NULL) == QDMP_OK, "P126", "nothing stored is not taken");
    run_script(&run, script, sizes);
    finish(&run, model);
    free(run.modem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint32_t dmstates[] = {QDMP_DMSTATE_INITIAL_STATE, QDMP_DMSTATE_REG_SUCCESS,
                                        QDMP_DMSTATE_UPDATE_TIMEOUT};
    static struct modem_model model;
    static struct script script;
    struct bytes bytes = bytes_open(data, size);
    uint32_t faults = bytes_u8(&bytes), sizes = MIXED + bytes_u8(&bytes);
    read_script(&bytes, &script);
    modem_model_open(&model, dmstates[faults / 16 % 3], faults % 4, faults / 4 % 4);
    run_model(&model, &script);
    run_module(&model, &script, WHOLE, NULL);
    run_module(&model, &script, SINGLE, "P120");
    run_module(&model, &script, sizes, "P120");
    bytes_close(&bytes);
    return 0;
}
