/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The limits of docs/protocol.md, sections 4 to 6, typed by hand a second time, so that a mistake in the library's
 * table shows. Only the names of fields and kinds are taken from qdmp/spec.def.
 */
#ifndef QDMP_FUZZ_RULES_H
#define QDMP_FUZZ_RULES_H

#include "qdmp/response.h"

#include <stdbool.h>

enum { PARTS_MAX = 4, MARKS_MAX = QDMP_DEVIATIONS_MAX };

enum rule_kind { RULE_NUMBER, RULE_CHOICE, RULE_ADDRESS, RULE_IMEI, RULE_TEXT };

/*
 * A NUMBER lies between `least` and `most`. A TEXT or an IMEI has that number of bytes. For a CHOICE the bits of
 * `allowed` and `reserved` say which numbers are valid and which are reserved.
 */
struct rule {
    qdmp_field field;
    enum rule_kind kind;
    size_t least;
    size_t most;
    uint32_t allowed;
    uint32_t reserved;
    bool defaults;
    uint32_t number;   /* the default */
    uint8_t octets[4]; /* the default of an ADDRESS */
};

/** A form of a line: `type` is its number, or -1 if it has none. */
struct shape {
    int kind; /* qdmp_request_kind or qdmp_response_kind */
    bool ex;
    int type;
    const struct rule *rules[PARTS_MAX];
};

/** A value in the terms of a rule. */
struct part {
    const struct rule *rule;
    uint32_t number;
    uint8_t octets[4];
    qdmp_span text;
};

/** A message in the terms of the rules. */
struct parts {
    int kind;
    const struct shape *shape; /* NULL: there is no such kind */
    size_t count;
    struct part list[PARTS_MAX];
    uint32_t defaulted;
    size_t mark_count;
    uint8_t marks[MARKS_MAX]; /* of a tolerant decode (R28): QDMP_MARK */
};

extern const struct rule rule_cfg_type, rule_cfg_line_type, rule_ex_type, rule_act;

/** The form of a kind; NULL: there is none. */
const struct shape *rules_request(int kind);
const struct shape *rules_response(int kind);

/** The form with parameters for a type; NULL: there is none. */
const struct shape *rules_request_of_type(bool ex, uint32_t type);
const struct shape *rules_response_of_type(bool ex, uint32_t type);

/** The verdict of a rule on a number: QDMP_OK, QDMP_RANGE or QDMP_RESERVED. */
qdmp_status rules_judge(const struct rule *rule, uint64_t number);

/** The number of texts of a form. */
size_t rules_texts(const struct shape *shape);

/** R17: the first four bytes, without the asterisks at their end. */
qdmp_span rules_shown_part(qdmp_span password);

/** R5: whether a string may hold the byte, quotes excepted. */
bool rules_is_text_byte(unsigned char byte);

/** The structures of the library as parts. */
void parts_of_request(const qdmp_request *request, struct parts *parts);
void parts_of_response(const qdmp_response *response, struct parts *parts);

/** Whether two messages have the same kind and values; the texts need not lie in the same place. */
bool parts_same(const struct parts *a, const struct parts *b);

/** Whether both have the same deviations in the same order. */
bool parts_same_marks(const struct parts *a, const struct parts *b);

/** Whether a field is marked as unset. QDMP_FIELD_NONE: whether any field is. */
bool parts_unset(const struct parts *parts, qdmp_field field);

#endif
