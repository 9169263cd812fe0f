/* SPDX-License-Identifier: MIT */
/*
 * One module on a storage in RAM that can fail, and what it answers as text: what the tests of modules are told with.
 */
#ifndef QDMP_TESTS_MODULE_STAGE_H
#define QDMP_TESTS_MODULE_STAGE_H

#include "support.h"

enum { APPKEY_MAX = 32, PASSWORD_MAX = 32, STORED_MAX = 2000 };

enum load_fault {
    LOAD_SOUND,
    LOAD_FAILS, /* behind half of the bytes */
    LOAD_SAYS_DAMAGED,
    LOAD_SAYS_TOO_LARGE
};

enum store_fault {
    STORE_SOUND,
    STORE_FAILS,       /* the old image is stored still */
    STORE_FAILS_BEHIND /* the new image is stored */
};

extern struct module_stage {
    qdmp_module_config config;
    qdmp_module module;
    uint32_t dmstate;
    bool refuses;       /* commands of others are not known */
    size_t foreign_len; /* bytes of them that are taken; 0: what the walk says */
    char rooms[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
    char stored[STORED_MAX];
    size_t size; /* of what is stored */
    enum load_fault load_fault;
    enum store_fault store_fault;
    unsigned loads, stores; /* calls so far */
} module_stage;

/* A module with nothing stored, opened. */
void set_up_module(void);

/* Stores bytes, behind the module's back. */
void put_stored(qdmp_span bytes);

/* The image of the settings that a line makes of the defaults. */
void put_stored_settings(const char *line);

/* Opens the module; the result must be `expected`. */
void restart_module(qdmp_status expected);

/*
 * Executes a line. What is answered must be `answer`: information lines, each without line ends; commands of others,
 * as `<AT+CSQ>`; at the end `OK`, or `ERROR`, the number of the CME error, the status, the field, and behind a `|` the
 * line from the fault on. Between them stands `\n`. The bytes used must be those of the line, with its end.
 */
void expect_answer(const char *line, const char *answer);

/* The same of a line that is followed by other bytes: `used` are those of the line. */
void expect_answer_to(const char *bytes, size_t used, const char *answer);

/* Executes a line, and there must have been so many calls of `store`. */
void expect_stores(const char *line, const char *answer, unsigned stores);

/* Executes one command behind the name `+QDMPCFG`, and returns what qdmp_module_execute does; no lines may be left. */
qdmp_status execute_rest(const char *rest, qdmp_error *err);

/* Whether `bytes` stand anywhere in the rooms. */
bool rooms_hold(const char *bytes);

#endif
