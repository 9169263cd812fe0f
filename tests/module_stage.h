/* SPDX-License-Identifier: MIT */
/* What the tests of modules share: one module on a storage in RAM that can fail, and its answers as text. */
#ifndef QDMP_TESTS_MODULE_STAGE_H
#define QDMP_TESTS_MODULE_STAGE_H

#include "support.h"

enum { APPKEY_MAX = 32, PASSWORD_MAX = 32, STORED_MAX = 2000 };

enum load_fault {
    LOAD_SOUND,
    LOAD_FAILS, /* after half of the bytes */
    LOAD_SAYS_DAMAGED,
    LOAD_SAYS_TOO_LARGE
};

enum store_fault {
    STORE_SOUND,
    STORE_FAILS,       /* the old image is still stored */
    STORE_FAILS_BEHIND /* the new image is stored */
};

extern struct module_stage {
    qdmp_module_config config;
    qdmp_module module;
    uint32_t dmstate;
    bool refuses;       /* commands of others are unknown */
    size_t foreign_len; /* bytes of them that the caller executes; 0: as many as the walk says */
    char rooms[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
    char stored[STORED_MAX];
    size_t size; /* of the stored image */
    enum load_fault load_fault;
    enum store_fault store_fault;
    unsigned loads, stores; /* calls so far */
} module_stage;

/* Opens a module with nothing stored. */
void set_up_module(void);

/* Stores bytes without the module. */
void put_stored(qdmp_span bytes);

/* The image of the default settings after a command line changed them. */
void put_stored_settings(const char *line);

/* Opens the module; the result must be `expected`. */
void restart_module(qdmp_status expected);

/*
 * Executes a line, and expects `answer`, whose parts are separated by `\n`: information lines, each without line ends;
 * commands of others, as `<AT+CSQ>`; at the end `OK`, or an error. The error is `ERROR`, the number of the CME error,
 * the status, the field, a `|` and the rest of the line from the fault on. The number of bytes used must be the length
 * of the line with its end.
 */
void expect_answer(const char *line, const char *answer);

/* The same for a line that is followed by other bytes; `used` is the length of the line. */
void expect_answer_to(const char *bytes, size_t used, const char *answer);

/* Executes a line, and expects this number of calls of `store`. */
void expect_stores(const char *line, const char *answer, unsigned stores);

/*
 * Executes one command behind the name `+QDMPCFG`. Returns the result of qdmp_module_execute. No information lines may
 * be left.
 */
qdmp_status execute_rest(const char *rest, qdmp_error *err);

/* Whether `bytes` occur anywhere in the rooms. */
bool rooms_hold(const char *bytes);

#endif
