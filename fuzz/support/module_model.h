/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A module as docs/protocol.md (section 8) and docs/module.md describe it: a dictionary of values as they are written
 * in information lines. It shares nothing with the library except the names of statuses, fields and kinds. Commands
 * come from the plain decoder, images from the model of images.
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

/** A module with a storage. */
struct module_model {
    size_t appkey_max, password_max; /**< the greatest lengths that it accepts */
    uint32_t dmstate;
    struct model_settings in_force;
    struct tape_image image_in_force; /**< as it was loaded; 0 bytes if the defaults are in force */
    struct model_settings stored;     /**< the known content of the storage */
    struct tape_image image;          /**< the same as bytes; 0 bytes if nothing is stored */
    bool failed;                      /**< whether the load of the last opening failed */
    bool is_unsure;                   /**< the stored image is not `image`, or is unknown: the next set stores */
};

/** The reasons why a command fails. A command may have several faults; the module must report one of them. */
struct model_fault {
    qdmp_status status;
    qdmp_field field;
    size_t offset; /**< from the first byte of the line */
};

struct model_line {
    size_t size;
    char bytes[MODEL_LINE_MAX];
};

/** The expected effect of a command. */
struct model_answer {
    size_t line_count;
    struct model_line lines[MODEL_LINES_MAX];
    size_t fault_count; /**< 0: it succeeds */
    struct model_fault faults[MODEL_FAULTS_MAX];
};

/** The expected result of an opening. */
struct model_opening {
    qdmp_status status; /**< QDMP_OK, QDMP_DAMAGED, QDMP_NEWER or QDMP_STORAGE */
    size_t offset;
    uint32_t fields; /**< bits of the fields that may be named; 0: none may */
};

/** Power-up or restart. */
struct model_opening module_model_open(struct module_model *model, struct tape *tape);

/** The image in force, and the known stored image; if there is none, the image of the defaults. */
void module_model_image(const struct module_model *model, struct tape_image *out);
void module_model_stored(const struct module_model *model, struct tape_image *out);

/** Whether these are the settings in force. */
bool module_model_is_in_force(const struct module_model *model, const qdmp_settings *settings);

/**
 * Executes a command whose values are in `command`. Offsets are those of `line`, in which the command begins at `at`.
 * Without a line they count from the first byte of the value.
 */
void module_model_execute(struct module_model *model, struct tape *tape, qdmp_span line, size_t at,
                          const struct naive_answer *command, struct model_answer *out);

/** The number and the text after `+CME ERROR:`. */
unsigned module_model_cme(qdmp_status status);
const char *module_model_cme_text(qdmp_status status);

/** A walk over the commands of a line. */
struct model_walk {
    qdmp_span bytes;
    size_t at;   /**< where the next command begins */
    size_t stop; /**< the end of the line */
    size_t next; /**< the place after the line end */
    size_t used;
    qdmp_span foreign;
    bool is_blank;     /**< no command was found yet, and there may be none */
    bool may_separate; /**< a command of another was executed: a `;` may follow */
};

void module_model_walk(struct model_walk *walk, qdmp_span bytes);

/**
 * Executes the next command. Returns QDMP_OK; QDMP_END if there is none; QDMP_NOT_OURS; or another status if it fails
 * with one of the faults in `*out`.
 */
qdmp_status module_model_next(struct module_model *model, struct tape *tape, struct model_walk *walk,
                              struct model_answer *out);

/** The caller executed this number of bytes of the command of another. */
void module_model_resume(struct model_walk *walk, size_t len);

#endif
