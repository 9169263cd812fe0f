/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The required output of a simulated module, byte by byte, from V.250 and the rules in docs/sim.md. The model gets all
 * input of the module. It executes the commands of the library with the library, on its own module.
 */
#ifndef QDMP_FUZZ_MODEM_MODEL_H
#define QDMP_FUZZ_MODEM_MODEL_H

#include "qdmp/module.h"

#include <stdbool.h>

enum {
    MODEM_PIECES_MAX = 1 << 16,
    MODEM_BYTES_MAX = 1 << 19,
    MODEM_LINE_MAX = 2048,
    MODEM_IMAGE_MAX = QDMP_IMAGE_MAX(MODEM_LINE_MAX, MODEM_LINE_MAX),
    MODEM_S_COUNT = 11
};

/** The output: answers by their kind, and events. */
enum modem_piece_kind {
    PIECE_ECHO,
    PIECE_LINE,
    PIECE_RESULT,
    PIECE_URC,
    PIECE_COMMAND_LINE,
    PIECE_RESTARTED,
    PIECE_RADIO_OFF,
    PIECE_RADIO_ON
};

struct modem_piece {
    enum modem_piece_kind kind;
    size_t at, size; /**< offset and number of its bytes */
};

/** The pieces in their order. Successive echo is one piece. */
struct modem_output {
    struct modem_piece pieces[MODEM_PIECES_MAX];
    size_t count;
    char bytes[MODEM_BYTES_MAX];
    size_t size;
};

/** A storage in RAM that can fail. */
struct modem_storage {
    char stored[MODEM_IMAGE_MAX];
    size_t size;
    unsigned stores;    /**< calls so far */
    unsigned fails_at;  /**< the call that fails; 0: none */
    unsigned resets_at; /**< the call at which the module is reset; 0: none */
    void (*reset)(void *context);
    void *context;
};

qdmp_storage modem_storage_calls(struct modem_storage *storage);

struct modem_front {
    bool echo, quiet, verbose;
    unsigned s[MODEM_S_COUNT];
};

struct modem_model {
    struct modem_front now, saved;
    unsigned in_force[MODEM_S_COUNT];
    unsigned cmee, cfun, creg, cereg, cgreg, qsclk, psm;
    char charset[16], edrx[8], tau[16], active[16]; /* as they are written, with their quotes */
    enum { MODEL_OUTSIDE, MODEL_BEHIND_A, MODEL_INSIDE } place;
    char body[MODEM_LINE_MAX];
    size_t size; /* of the body; counts on if the body is too long */
    bool overlong;
    uint64_t clock, deaf_until;
    uint32_t dmstate;
    bool restarts, mute;
    qdmp_module module;
    char rooms[QDMP_MODULE_IMAGES][MODEM_IMAGE_MAX];
    struct modem_storage storage;
    struct modem_output output;
};

/** Power-up. `fails_at`, `resets_at`: as in struct modem_storage. */
void modem_model_open(struct modem_model *model, uint32_t dmstate, unsigned fails_at, unsigned resets_at);

/** Processes one byte. Returns whether it completed a line. */
bool modem_model_take(struct modem_model *model, unsigned char byte);

void modem_model_hang_up(struct modem_model *model);
void modem_model_reset(struct modem_model *model);
void modem_model_say(struct modem_model *model, const char *text);

/** Whether there may be no room for the output of one more byte. */
bool modem_model_is_full(const struct modem_model *model);

#endif
