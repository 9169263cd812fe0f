/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A module as docs/protocol.md (section 8) and docs/module.md have it: a dictionary of values as they stand in
 * information lines. It shares nothing with the library but the names of statuses, fields and kinds. Commands come from
 * the plain decoder, images from their model.
 */
#ifndef QDMP_FUZZ_MODULE_MODEL_H
#define QDMP_FUZZ_MODULE_MODEL_H

#include "module_tape.h"
#include "naive.h"

enum { MODEL_FORMS = 9, MODEL_TEXT_MAX = 600, MODEL_LINES_MAX = 3, MODEL_LINE_MAX = 1400, MODEL_FAULTS_MAX = 64 };

struct model_value {
    size_t size;
    char text[MODEL_TEXT_MAX];
};

struct model_settings {
    bool is_set[MODEL_FORMS];
    struct model_value values[MODEL_FORMS][PARTS_MAX];
};

/** What a module is that stands on a storage. */
struct module_model {
    size_t appkey_max, password_max; /**< the longest that it takes */
    uint32_t dmstate;
    struct model_settings in_force;
    struct tape_image image_in_force; /**< as it was loaded; of 0 bytes if defaults are in force */
    struct model_settings stored;     /**< what is known of the storage */
    struct tape_image image;          /**< the same as bytes; of 0 bytes if nothing is stored */
    bool failed;                      /**< the load of the last opening */
    bool is_unsure;                   /**< what is stored is not `image`, or is unknown: the next set stores */
};

/** Why a command fails: one of these reasons, because a command may have several faults. */
struct model_fault {
    qdmp_status status;
    qdmp_field field;
    size_t offset; /**< from the first byte of the line */
};

struct model_line {
    size_t size;
    char bytes[MODEL_LINE_MAX];
};

/** What must come of a command. */
struct model_answer {
    size_t line_count;
    struct model_line lines[MODEL_LINES_MAX];
    size_t fault_count; /**< 0: it works */
    struct model_fault faults[MODEL_FAULTS_MAX];
};

/** What an opening must say. */
struct model_opening {
    qdmp_status status; /**< QDMP_OK, QDMP_DAMAGED, QDMP_NEWER or QDMP_STORAGE */
    size_t offset;
    uint32_t fields; /**< bits of those that may be blamed; 0: none is */
};

/** Power-up or restart. */
struct model_opening module_model_open(struct module_model *model, struct tape *tape);

/** The image in force, and what is known of the stored one; the image of the defaults if there is none. */
void module_model_image(const struct module_model *model, struct tape_image *out);
void module_model_stored(const struct module_model *model, struct tape_image *out);

/** Whether these are the settings in force. */
bool module_model_is_in_force(const struct module_model *model, const qdmp_settings *settings);

/**
 * Executes a command whose values are in `command`. Offsets are those of `line`, in which it begins at `at`; without a
 * line they count from the first byte of the value.
 */
void module_model_execute(struct module_model *model, struct tape *tape, qdmp_span line, size_t at,
                          const struct naive_answer *command, struct model_answer *out);

/** The number and the words behind `+CME ERROR:`. */
unsigned module_model_cme(qdmp_status status);
const char *module_model_cme_text(qdmp_status status);

/** A walk over the commands of a line. */
struct model_walk {
    qdmp_span bytes;
    size_t at;   /**< where the next command is looked for */
    size_t stop; /**< the end of the line, */
    size_t next; /**< and what stands behind it */
    size_t used;
    qdmp_span foreign;
    bool is_blank;     /**< nothing was there yet, and nothing may be */
    bool may_separate; /**< a foreign command was executed: a `;` may stand here */
};

void module_model_walk(struct model_walk *walk, qdmp_span bytes);

/**
 * Executes the next command. Returns QDMP_OK; QDMP_END: there is none; QDMP_NOT_OURS; any other status: it fails with
 * one of the faults in `*out`.
 */
qdmp_status module_model_next(struct module_model *model, struct tape *tape, struct model_walk *walk,
                              struct model_answer *out);

/** So many bytes of the foreign command were executed. */
void module_model_resume(struct model_walk *walk, size_t len);

#endif
