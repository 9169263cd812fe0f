/* SPDX-License-Identifier: MIT */
/*
 * differential SEED COUNT: makes COUNT lines and compares the library with the oracle on each, in both end modes. Each
 * sort of disagreement is printed once, cut down to few bytes. Exit code 1 if there was any.
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
    int is_response;
    int whole_line;
};

/* One sort of disagreement: the direction, and what differs. */
struct sort {
    int is_response;
    char what[COMPARE_TEXT_MAX];
    uint64_t count;
};

struct tally {
    uint64_t lines;
    uint64_t requests;
    uint64_t accepted; /* in whole-line mode */
    uint64_t disagreements;
    struct sort sorts[SORTS_MAX];
    size_t sort_count;
};

/* From a block of just its size, so that a sanitizer sees a read behind the end. */
static int differs(struct oracle *oracle, const struct sample *sample, struct disagreement *out) {
    char *data = malloc(sample->size + (sample->size == 0));
    if (data == NULL)
        abort();
    memcpy(data, sample->data, sample->size);
    int answer = compare_all(oracle, data, sample->size, sample->is_response, sample->whole_line, out);
    free(data);
    return answer;
}

/* A line that is being cut down, and the difference that has to remain. */
struct shrinking {
    struct oracle *oracle;
    const struct sample *sample;
    const struct disagreement *found;
};

static bool same_sort_remains(const char *data, size_t size, void *context) {
    const struct shrinking *shrinking = context;
    struct sample smaller = *shrinking->sample;
    struct disagreement other;
    memcpy(smaller.data, data, size);
    smaller.size = size;
    return differs(shrinking->oracle, &smaller, &other) && strcmp(other.what, shrinking->found->what) == 0;
}

static void shrink(struct oracle *oracle, struct sample *sample, struct disagreement *found) {
    struct shrinking shrinking = {oracle, sample, found};
    sample->size = finding_shrink(sample->data, sample->size, same_sort_remains, &shrinking);
    (void)differs(oracle, sample, found);
}

static void print_disagreement(const struct sample *sample, const struct disagreement *found) {
    (void)printf("%s, %s: %s\n  line    ", sample->is_response ? "response" : "request",
                 sample->whole_line ? "whole line" : "more may come", found->what);
    finding_print(sample->data, sample->size);
    (void)printf("\n  library %s\n  oracle  %s\n", found->library, found->oracle);
    (void)fflush(stdout);
}

/* Counts the disagreement. Returns 1 if it is the first of its sort. */
static int count_sort(struct tally *tally, int is_response, const char *what) {
    for (size_t i = 0; i < tally->sort_count; i++) {
        struct sort *sort = &tally->sorts[i];
        if (sort->is_response == is_response && strcmp(sort->what, what) == 0) {
            sort->count++;
            return 0;
        }
    }
    if (tally->sort_count == SORTS_MAX)
        return 0;
    struct sort *sort = &tally->sorts[tally->sort_count++];
    sort->is_response = is_response;
    sort->count = 1;
    (void)snprintf(sort->what, sizeof sort->what, "%s", what);
    return 1;
}

static void test_sample(struct oracle *oracle, struct sample *sample, struct tally *tally) {
    struct disagreement found;
    if (!differs(oracle, sample, &found))
        return;
    tally->disagreements++;
    if (!count_sort(tally, sample->is_response, found.what))
        return;
    struct sample smaller = *sample;
    shrink(oracle, &smaller, &found);
    print_disagreement(&smaller, &found);
}

static void count_line(struct oracle *oracle, const struct sample *sample, struct tally *tally) {
    struct oracle_result result;
    tally->lines++;
    tally->requests += !sample->is_response;
    if (sample->is_response)
        oracle_response(oracle, sample->data, sample->size, 1, &result);
    else
        oracle_request(oracle, sample->data, sample->size, 1, &result);
    tally->accepted += result.verdict == ORACLE_ACCEPTED;
}

static void run(struct oracle *oracle, uint64_t seed, uint64_t count, struct tally *tally) {
    struct lines_rng rng;
    struct sample sample;
    lines_seed(&rng, seed);
    for (uint64_t i = 0; i < count; i++) {
        sample.size = lines_generate(&rng, sample.data, sizeof sample.data, &sample.is_response);
        count_line(oracle, &sample, tally);
        for (sample.whole_line = 0; sample.whole_line < 2; sample.whole_line++)
            test_sample(oracle, &sample, tally);
    }
}

static void print_tally(const struct tally *tally) {
    for (size_t i = 0; i < tally->sort_count; i++)
        (void)printf("%10" PRIu64 "  %s, %s\n", tally->sorts[i].count,
                     tally->sorts[i].is_response ? "response" : "request", tally->sorts[i].what);
    (void)printf("%" PRIu64 " lines (%" PRIu64 " requests), %" PRIu64 " accepted, %" PRIu64 " disagreements\n",
                 tally->lines, tally->requests, tally->accepted, tally->disagreements);
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
