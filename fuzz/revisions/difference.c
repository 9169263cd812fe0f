/* SPDX-License-Identifier: MIT */
#include "difference.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- Differences ---- */

static bool same(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

__attribute__((format(printf, 2, 3))) static bool differ(char *what, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(what, DIFFERENCE_MAX, format, arguments);
    va_end(arguments);
    return true;
}

/* A status as sorts name it: with the field where it has one. */
struct verdict {
    char text[DIFFERENCE_MAX / 4];
};

static struct verdict verdict_of(const struct answer *answer) {
    struct verdict verdict;
    if (*answer->error_field == '\0')
        (void)snprintf(verdict.text, sizeof verdict.text, "%s", answer->status);
    else
        (void)snprintf(verdict.text, sizeof verdict.text, "%s(%s)", answer->status, answer->error_field);
    return verdict;
}

static bool statuses_differ(const struct answer *before, const struct answer *after, char *what) {
    if (!same(before->status, after->status))
        return differ(what, "status: before %s, after %s", verdict_of(before).text, verdict_of(after).text);
    if (!same(before->error_status, after->error_status))
        return differ(what, "status in the error of %s: before %s, after %s", before->status, before->error_status,
                      after->error_status);
    if (!same(before->error_field, after->error_field))
        return differ(what, "field of %s: before %s, after %s", before->status, before->error_field,
                      after->error_field);
    if (before->error_offset != after->error_offset)
        return differ(what, "offset of %s", verdict_of(before).text);
    if (before->used != after->used)
        return differ(what, "bytes used, %s", verdict_of(before).text);
    if (before->touched != after->touched)
        return differ(what, "outputs written that %s must leave alone: %s", before->status,
                      after->touched ? "after" : "before");
    if (before->outputs_matter != after->outputs_matter)
        return differ(what, "another answer without `used` and `err`, %s: %s", verdict_of(before).text,
                      after->outputs_matter ? "after" : "before");
    return false;
}

/* Two values with the same place in messages of the same kind; their names are then the same, too. */
static bool values_differ(const struct answer *message, const struct answer_value *before,
                          const struct answer_value *after, char *what) {
    if (before->number != after->number)
        return differ(what, "value of %s in %s", before->field, message->kind);
    if (before->size != after->size)
        return differ(what, "length of %s in %s", before->field, message->kind);
    if (before->place != after->place)
        return differ(what, "place of %s%s in %s", before->size == 0 ? "the empty " : "", before->field, message->kind);
    if (before->place == ANSWER_OUTSIDE && before->size != 0 && memcmp(before->text, after->text, before->size) != 0)
        return differ(what, "text of %s in %s", before->field, message->kind);
    if (before->defaulted != after->defaulted)
        return differ(what, "%s in %s is marked as defaulted: %s", before->field, message->kind,
                      after->defaulted ? "after" : "before");
    return false;
}

static bool messages_differ(const struct answer *before, const struct answer *after, char *what) {
    if (!same(before->kind, after->kind))
        return differ(what, "kind: before %s, after %s", before->kind, after->kind);
    if (before->value_count != after->value_count)
        return differ(what, "number of values in %s", before->kind);
    for (size_t i = 0; i < before->value_count; i++)
        if (values_differ(before, &before->values[i], &after->values[i], what))
            return true;
    if (before->others_defaulted != after->others_defaulted)
        return differ(what, "another field than those of %s is marked as defaulted: %s", before->kind,
                      after->others_defaulted ? "after" : "before");
    return false;
}

static bool answers_differ(const struct answer *before, const struct answer *after, char *what) {
    return statuses_differ(before, after, what) || messages_differ(before, after, what);
}

void difference_ask(ask_decoder *ask, const struct question *question, struct answer *answer) {
    struct question again = *question;
    struct answer without;
    char what[DIFFERENCE_MAX];
    again.without_outputs = false;
    ask(&again, answer);
    if (!question->without_outputs)
        return;
    again.without_outputs = true;
    ask(&again, &without);
    without.used = answer->used;
    without.error_status = answer->error_status;
    without.error_field = answer->error_field;
    without.error_offset = answer->error_offset;
    answer->outputs_matter = answers_differ(answer, &without, what);
}

/* ---- Expected differences ---- */

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static size_t skip_digits(const struct question *question, size_t at) {
    while (at < question->size && is_digit(question->bytes[at]))
        at++;
    return at;
}

static bool is_above_32_bits(const char *digits, size_t count) {
    static const char most[] = "4294967295";
    const size_t width = sizeof most - 1;
    while (count > 0 && *digits == '0') {
        digits++;
        count--;
    }
    return count > width || (count == width && memcmp(digits, most, width) > 0);
}

/* The text that may follow a value without being wrong. */
static bool ends_value(const struct question *question, char byte) {
    return byte == ',' || byte == '\r' || byte == '\n' || (byte == ';' && !question->is_response);
}

static bool is_large_number_with_wrong_byte(const struct question *question, const struct answer *before,
                                            const struct answer *after) {
    if (!same(before->status, "range") || !same(after->status, "syntax") || same(before->error_field, "serverIp"))
        return false;
    size_t first = before->error_offset, at = first < question->size ? skip_digits(question, first) : first;
    if (at == first || (first > 0 && is_digit(question->bytes[first - 1])) ||
        !is_above_32_bits(question->bytes + first, at - first))
        return false;
    while (at < question->size && question->bytes[at] == ' ')
        at++;
    if (at >= question->size || ends_value(question, question->bytes[at]))
        return false;
    /* Nothing but this: else the answer is as it was. */
    struct answer wanted = *before;
    char what[DIFFERENCE_MAX];
    wanted.status = wanted.error_status = "syntax";
    wanted.error_offset = at;
    return !answers_differ(&wanted, after, what);
}

/*
 * Differences that are meant to be. Each is recognized by all that it consists of, so that it cannot hide another one.
 *
 * A number with a wrong byte behind it has two faults where it is too large as well, and a line with several faults may
 * report any of them (docs/protocol.md, section 10). The old decoders read the number first, in a pass of its own. The
 * new ones find the end of a value before they judge what it is.
 */
static const struct {
    const char *what;
    bool (*is)(const struct question *question, const struct answer *before, const struct answer *after);
} expected_kinds[] = {
    {"range of a number above 4294967295 is now syntax of the wrong byte behind it", is_large_number_with_wrong_byte},
};

bool difference_find(const struct question *question, const struct answer *before, const struct answer *after,
                     struct difference *out) {
    out->expected = false;
    if (!answers_differ(before, after, out->what))
        return false;
    for (size_t i = 0; i < sizeof expected_kinds / sizeof *expected_kinds && !out->expected; i++) {
        out->expected = expected_kinds[i].is(question, before, after);
        if (out->expected)
            (void)differ(out->what, "%s", expected_kinds[i].what);
    }
    return true;
}

/* ---- Descriptions ---- */

struct description {
    char *text;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static void say(struct description *to, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(to->text + to->size, DESCRIPTION_MAX - to->size, format, arguments);
    va_end(arguments);
    to->size += (size_t)count;
    if (to->size >= DESCRIPTION_MAX)
        to->size = DESCRIPTION_MAX - 1;
}

static void say_value(struct description *to, const struct answer_value *value) {
    say(to, " %s=", value->field);
    switch (value->kind) {
    case ANSWER_NUMBER: say(to, "%" PRIu32, value->number); break;
    case ANSWER_ADDRESS: say(to, "0x%08" PRIX32, value->number); break;
    case ANSWER_TEXT:
        if (value->place == ANSWER_OUTSIDE)
            say(to, "%zu bytes outside the input", value->size);
        else
            say(to, "%zu bytes at %zu", value->size, value->place);
        break;
    }
    say(to, "%s", value->defaulted ? " (defaulted)" : "");
}

void difference_describe(const struct answer *answer, char text[DESCRIPTION_MAX]) {
    struct description to = {text, 0};
    say(&to, "%s", answer->status);
    if (*answer->error_status != '\0')
        say(&to, "(%s) at %zu", answer->error_field, answer->error_offset);
    if (*answer->error_status != '\0' && !same(answer->error_status, answer->status))
        say(&to, ", in the error %s", answer->error_status);
    say(&to, ", %zu bytes used", answer->used);
    if (answer->touched)
        say(&to, ", an output written that must be left alone");
    if (answer->outputs_matter)
        say(&to, ", another answer without `used` and `err`");
    if (*answer->kind == '\0')
        return;
    say(&to, ", %s", answer->kind);
    for (size_t i = 0; i < answer->value_count; i++)
        say_value(&to, &answer->values[i]);
    if (answer->others_defaulted)
        say(&to, " and a mark of a default of another field");
}
