/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A second decoder of the AT language, written from the rules of the protocol alone: regular expressions and tables
 * typed by hand. It shares no line with the library, so a mistake in one of the two shows as a disagreement.
 *
 * It says more than a decoder must: it lists every fault that it can find in a line. The library may report any one of
 * them (section 10).
 */
#ifndef QDMP_ORACLE_H
#define QDMP_ORACLE_H

#include <stddef.h>
#include <stdint.h>

enum { ORACLE_VALUES_MAX = 4, ORACLE_FAULTS_MAX = 64, ORACLE_MARKS_MAX = 8 };

enum oracle_verdict {
    ORACLE_ACCEPTED,
    ORACLE_TRUNCATED,
    ORACLE_NOT_OURS,
    ORACLE_FORM,
    ORACLE_SYNTAX,
    ORACLE_UNTERMINATED,
    ORACLE_BAD_CHAR,
    ORACLE_QUOTING,
    ORACLE_MISSING,
    ORACLE_TOO_MANY,
    ORACLE_AMBIGUOUS,
    ORACLE_LENGTH,
    ORACLE_RANGE,
    ORACLE_RESERVED,
    ORACLE_CONFUSED /* the oracle contradicts itself: its shapes and its search for faults differ */
};

enum oracle_kind {
    ORACLE_NO_KIND,
    /* Requests. */
    ORACLE_TEST,
    ORACLE_READ,
    ORACLE_SET_ACCESS_MODE,
    ORACLE_SET_SERVER,
    ORACLE_SET_CREDENTIALS,
    ORACLE_QUERY,
    ORACLE_ERASE,
    ORACLE_QUERY_STATE,
    ORACLE_EX_TEST,
    ORACLE_EX_SAVE_APPL_INFO,
    ORACLE_EX_SAVE_MAC,
    ORACLE_EX_SAVE_SYSTEM,
    ORACLE_EX_SAVE_SOFTWARE,
    ORACLE_EX_SAVE_NETWORK,
    ORACLE_EX_SAVE_LOCATION,
    ORACLE_EX_READ,
    ORACLE_EX_ERASE,
    /* Responses. */
    ORACLE_INFO_TEST,
    ORACLE_INFO_ACCESS_MODE,
    ORACLE_INFO_SERVER,
    ORACLE_INFO_CREDENTIALS,
    ORACLE_INFO_STATE,
    ORACLE_EX_INFO_TEST,
    ORACLE_EX_INFO_APPL_INFO,
    ORACLE_EX_INFO_MAC,
    ORACLE_EX_INFO_SYSTEM,
    ORACLE_EX_INFO_SOFTWARE,
    ORACLE_EX_INFO_NETWORK,
    ORACLE_EX_INFO_LOCATION,
    ORACLE_OK,
    ORACLE_ERROR,
    ORACLE_CME_ERROR
};

enum oracle_value_kind { ORACLE_NUMBER, ORACLE_OCTETS, ORACLE_TEXT };

/** One decoded parameter. `name` is spelt as in the guide. */
struct oracle_value {
    const char *name;
    enum oracle_value_kind kind;
    uint64_t number;
    uint8_t octets[4];
    const char *text; /* into the input, not ended by NUL */
    size_t text_size;
};

/** A fault. `field` is "" if it is not the fault of a field; `offset` counts from the first byte of the input. */
struct oracle_fault {
    enum oracle_verdict verdict;
    const char *field;
    size_t offset;
};

/** A deviation of a tolerant decode (R28), spelt as in that rule; `field` is "" if it belongs to no field. */
struct oracle_mark {
    const char *deviation;
    const char *field;
};

struct oracle_result {
    enum oracle_verdict verdict; /* of an error: the first one found */
    size_t used;                 /* bytes consumed */
    enum oracle_kind kind;
    struct oracle_value values[ORACLE_VALUES_MAX];
    size_t value_count;
    const char *defaulted[ORACLE_VALUES_MAX];
    size_t defaulted_count;
    struct oracle_mark marks[ORACLE_MARKS_MAX];
    size_t mark_count;
    struct oracle_fault faults[ORACLE_FAULTS_MAX];
    size_t fault_count;
};

struct oracle;

/** NULL if memory runs out. One oracle serves one thread. */
struct oracle *oracle_new(void);
void oracle_free(struct oracle *oracle);

/** How much of a line a dispatcher has eaten (R29). */
enum oracle_rest {
    ORACLE_NOTHING_EATEN,
    ORACLE_NAME_EATEN, /* the rest begins at the sign of a request or the colon of an answer */
    ORACLE_SET_EATEN,  /* besides: `=` */
    ORACLE_TEST_EATEN, /* `=?` */
    ORACLE_READ_EATEN, /* `?` */
    ORACLE_COLON_EATEN
};

/** How a line is to be read. */
struct oracle_reading {
    int is_response;
    int whole_line; /* the end of the data ends the line (R2) */
    int tolerant;   /* of a response (R28) */
    enum oracle_rest rest;
    int ex; /* the command of the removed name */
};

/** Decodes the first request or response line in `data`. */
void oracle_read(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how,
                 struct oracle_result *result);

/** The end of the name of the first line in `data`, for a response its colon (R20); 0 if the name is not ours. */
size_t oracle_name(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how, int *ex);

/** "accepted", "truncated", "not_ours", or the error's name. */
const char *oracle_verdict_name(enum oracle_verdict verdict);

#endif
