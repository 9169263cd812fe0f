/* SPDX-License-Identifier: MIT */
/*
 * differential SEED COUNT: makes COUNT lines and compares the library with the oracle on each. The end of a line has
 * both of its meanings. Some lines are also decoded tolerantly and behind their names. Each sort of disagreement is
 * printed once, reduced to few bytes. Exit code 1 if there was any.
 */
#include "../support/finding.h"
#include "../support/lines.h"
#include "compare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1024, SORTS_MAX = 100 };

/* One line under test. */
struct sample {
    char data[LINE_MAX_BYTES];
    size_t size;
    struct oracle_reading how;
    int behind_name; /* the text after the name is compared, too (R29) */
};

/* One sort of disagreement: the decoder, and the difference. */
struct sort {
    struct oracle_reading how;
    char what[COMPARE_TEXT_MAX];
    uint64_t count;
};

struct tally {
    uint64_t lines;
    uint64_t requests;
    uint64_t accepted; /* in whole-line mode */
    uint64_t tolerant; /* accepted tolerantly */
    uint64_t disagreements;
    struct sort sorts[SORTS_MAX];
    size_t sort_count;
};

/* Decodes from a block of exactly the size of the line, so that a sanitizer detects a read after its end. */
static int differs(struct oracle *oracle, const struct sample *sample, int *accepted, struct disagreement *out) {
    char *data = malloc(sample->size + (sample->size == 0));
    if (data == NULL)
        abort();
    memcpy(data, sample->data, sample->size);
    int answer = sample->behind_name ? compare_behind_name(oracle, data, sample->size, &sample->how, out)
                                     : compare_all(oracle, data, sample->size, &sample->how, accepted, out);
    free(data);
    return answer;
}

/* A line that is being reduced, and the difference that must remain. */
struct shrinking {
    struct oracle *oracle;
    const struct sample *sample;
    const struct disagreement *found;
};

static bool same_sort_remains(const char *data, size_t size, void *context) {
    const struct shrinking *shrinking = context;
    struct sample smaller = *shrinking->sample;
    struct disagreement other;
    int accepted;
    memcpy(smaller.data, data, size);
    smaller.size = size;
    return differs(shrinking->oracle, &smaller, &accepted, &other) && strcmp(other.what, shrinking->found->what) == 0;
}

static void shrink(struct oracle *oracle, struct sample *sample, struct disagreement *found) {
    struct shrinking shrinking = {oracle, sample, found};
    sample->size = finding_shrink(sample->data, sample->size, same_sort_remains, &shrinking);
    int accepted;
    (void)differs(oracle, sample, &accepted, found);
}

static const char *decoder_name(const struct oracle_reading *how) {
    return !how->is_response ? "request" : how->tolerant ? "tolerant response" : "response";
}

static void print_disagreement(const struct sample *sample, const struct disagreement *found) {
    (void)printf("%s, %s%s: %s\n  line    ", decoder_name(&sample->how),
                 sample->how.whole_line ? "whole line" : "more may come",
                 sample->behind_name ? ", behind the name" : "", found->what);
    finding_print(sample->data, sample->size);
    (void)printf("\n  library %s\n  oracle  %s\n", found->library, found->oracle);
    (void)fflush(stdout);
}

/* Counts the disagreement. Returns 1 if it is the first of its sort. */
static int count_sort(struct tally *tally, const struct oracle_reading *how, const char *what) {
    for (size_t i = 0; i < tally->sort_count; i++) {
        struct sort *sort = &tally->sorts[i];
        if (decoder_name(&sort->how) == decoder_name(how) && strcmp(sort->what, what) == 0) {
            sort->count++;
            return 0;
        }
    }
    if (tally->sort_count == SORTS_MAX)
        return 0;
    struct sort *sort = &tally->sorts[tally->sort_count++];
    sort->how = *how;
    sort->count = 1;
    (void)snprintf(sort->what, sizeof sort->what, "%s", what);
    return 1;
}

/* Returns whether anything in the line was accepted. */
static int test_sample(struct oracle *oracle, const struct sample *sample, struct tally *tally) {
    struct disagreement found;
    int accepted = 0;
    if (!differs(oracle, sample, &accepted, &found))
        return accepted > 0;
    tally->disagreements++;
    if (!count_sort(tally, &sample->how, found.what))
        return accepted > 0;
    struct sample smaller = *sample;
    shrink(oracle, &smaller, &found);
    print_disagreement(&smaller, &found);
    return accepted > 0;
}

/*
 * R28 and R29: every second line is decoded tolerantly, every fourth one behind its name; the two meanings of its end
 * alternate.
 */
static void test_other_decoders(struct oracle *oracle, struct sample *sample, uint64_t number, struct tally *tally) {
    sample->how.whole_line = number / 8 % 2 == 0;
    sample->how.tolerant = sample->how.is_response && number % 2 == 0;
    if (sample->how.tolerant)
        tally->tolerant += (uint64_t)test_sample(oracle, sample, tally);
    sample->behind_name = 1;
    if (number / 2 % 4 == 0)
        (void)test_sample(oracle, sample, tally);
}

static void test_line(struct oracle *oracle, struct sample *sample, uint64_t number, struct tally *tally) {
    tally->lines++;
    tally->requests += !sample->how.is_response;
    sample->behind_name = 0;
    sample->how.tolerant = 0;
    sample->how.whole_line = 0;
    (void)test_sample(oracle, sample, tally);
    sample->how.whole_line = 1;
    tally->accepted += (uint64_t)test_sample(oracle, sample, tally);
    test_other_decoders(oracle, sample, number, tally);
}

static void run(struct oracle *oracle, uint64_t seed, uint64_t count, struct tally *tally) {
    struct lines_rng rng;
    struct sample sample = {.size = 0};
    lines_seed(&rng, seed);
    for (uint64_t i = 0; i < count; i++) {
        sample.size = lines_generate(&rng, sample.data, sizeof sample.data, &sample.how.is_response);
        test_line(oracle, &sample, i, tally);
    }
}

static void print_tally(const struct tally *tally) {
    for (size_t i = 0; i < tally->sort_count; i++)
        (void)printf("%10" PRIu64 "  %s, %s\n", tally->sorts[i].count, decoder_name(&tally->sorts[i].how),
                     tally->sorts[i].what);
    (void)printf("%" PRIu64 " lines (%" PRIu64 " requests), %" PRIu64 " accepted, %" PRIu64
                 " accepted tolerantly, %" PRIu64 " disagreements\n",
                 tally->lines, tally->requests, tally->accepted, tally->tolerant, tally->disagreements);
}

static int parse_number(const char *text, uint64_t *number) {
    char *end = NULL;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

int main(int argc, char **argv) {
    static struct tally tally;
    uint64_t seed = 0;
    uint64_t count = 0;
    if (argc != 3 || !parse_number(argv[1], &seed) || !parse_number(argv[2], &count)) {
        (void)fprintf(stderr, "usage: differential SEED COUNT\n");
        return 2;
    }
    struct oracle *oracle = oracle_new();
    if (oracle == NULL)
        return 2;
    run(oracle, seed, count, &tally);
    print_tally(&tally);
    oracle_free(oracle);
    return tally.disagreements != 0;
}
