/* SPDX-License-Identifier: MIT */
/*
 * compare LINES SEED: makes LINES lines and compares the decoders of two revisions on each, in both end modes and in
 * every build. Each sort of difference is printed once, with the shortest line found. Exit status 1 if there is one
 * that is not expected, or if a decoder crashed.
 *
 * Every revision is an object with one global symbol, its ask_decoder, for each build (scripts/compare-revisions.sh).
 */
#include "../support/finding.h"
#include "difference.h"
#include "hard_lines.h"
#include "input.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

_Static_assert((size_t)HARD_LINE_MAX <= INPUT_MAX, "a line does not fit where it is placed");

/* Every prefix of one line in PREFIXES_OF is compared; one line in OUTPUTS_OF is decoded without outputs, too. */
enum { WORKERS = 2, SORTS_MAX = 200, PREFIXES_OF = 64, OUTPUTS_OF = 16, LINES_A_ROUND = 1024, SECONDS_A_ROUND = 20 };

/* ---- Builds ---- */

#define BUILDS(BUILD) BUILD(fast) BUILD(fast_without_sse2) BUILD(small)

#define DECLARE(name) ask_decoder ask_before_##name, ask_after_##name;
BUILDS(DECLARE)

#define ROW(name) {#name, ask_before_##name, ask_after_##name},
static const struct build {
    const char *name;
    ask_decoder *before;
    ask_decoder *after;
} builds[] = {BUILDS(ROW)};

enum { BUILD_COUNT = sizeof builds / sizeof *builds };

/* ---- What workers and their parent share ---- */

/* A line and how it is decoded. */
struct sample {
    char data[HARD_LINE_MAX];
    size_t size;
    struct question how; /* its bytes and size are not set */
    const struct build *build;
};

/* Differences of one sort. The sample is the shortest one. */
struct sort {
    struct difference difference;
    uint64_t counts[BUILD_COUNT];
    struct sample sample;
    char before[DESCRIPTION_MAX];
    char after[DESCRIPTION_MAX];
};

struct tally {
    uint64_t lines;
    uint64_t comparisons;
    uint64_t accepted;
    uint64_t differences;
    uint64_t expected;
    uint64_t unlisted; /* differences of sorts for which there was no room */
    struct sort sorts[SORTS_MAX];
    size_t sort_count;
};

struct worker {
    struct tally tally;
    uint64_t samples;
    struct sample sample; /* the line at hand */
    const char *asked;    /* the revision that is being asked; it is to blame for a crash */
};

/* ---- Comparing ---- */

/* The commands of a sample that are not compared yet, and the answers to the last one compared. */
struct walk {
    const char *bytes;
    size_t at; /* SIZE_MAX: there are no more */
    struct answer before;
    struct answer after;
};

static void ask(struct worker *worker, const struct question *question, struct walk *walk) {
    worker->asked = "before";
    difference_ask(worker->sample.build->before, question, &walk->before);
    worker->asked = "after";
    difference_ask(worker->sample.build->after, question, &walk->after);
    worker->asked = NULL;
}

/*
 * Compares the next command, and continues after the bytes that both revisions have consumed. Returns whether there is
 * one.
 */
static bool compare_next(struct worker *worker, struct walk *walk, struct difference *found, bool *differs) {
    if (walk->at == SIZE_MAX)
        return false;
    struct question question = worker->sample.how;
    question.bytes = walk->at == 0 ? walk->bytes : walk->bytes + walk->at;
    question.size = worker->sample.size - walk->at;
    ask(worker, &question, walk);
    *differs = difference_find(&question, &walk->before, &walk->after, found);
    size_t used = walk->before.used == walk->after.used ? walk->before.used : 0;
    walk->at = used == 0 || used >= question.size ? SIZE_MAX : walk->at + used;
    return true;
}

/* ---- Sorts ---- */

static bool is_of(const struct sort *sort, const struct sample *sample, const struct difference *found) {
    return sort->sample.how.is_response == sample->how.is_response && strcmp(sort->difference.what, found->what) == 0;
}

/* The sort of a difference, a new one if need be; NULL: there is no room for it. */
static struct sort *sort_of(struct tally *tally, const struct sample *sample, const struct difference *found) {
    for (size_t i = 0; i < tally->sort_count; i++)
        if (is_of(&tally->sorts[i], sample, found))
            return &tally->sorts[i];
    if (tally->sort_count == SORTS_MAX)
        return NULL;
    struct sort *sort = &tally->sorts[tally->sort_count++];
    sort->difference = *found;
    sort->sample = *sample;
    sort->sample.size = SIZE_MAX; /* any is shorter */
    return sort;
}

static void keep_answers(struct sort *sort, const struct walk *walk) {
    difference_describe(&walk->before, sort->before);
    difference_describe(&walk->after, sort->after);
}

static void count_difference(struct worker *worker, const struct walk *walk, const struct difference *found) {
    struct tally *tally = &worker->tally;
    tally->differences++;
    tally->expected += found->expected;
    struct sort *sort = sort_of(tally, &worker->sample, found);
    if (sort == NULL) {
        tally->unlisted++;
        return;
    }
    sort->counts[worker->sample.build - builds]++;
    if (worker->sample.size < sort->sample.size) {
        sort->sample = worker->sample;
        keep_answers(sort, walk);
    }
}

struct shrinking {
    struct worker *worker;
    struct sort *sort;
};

/* Tries in worker->sample, where the parent looks for the line on which a decoder crashed. */
static bool sort_remains(const char *data, size_t size, void *context) {
    const struct shrinking *shrinking = context;
    struct worker *worker = shrinking->worker;
    struct sort *sort = shrinking->sort;
    struct difference found;
    bool differs;
    memcpy(worker->sample.data, data, size);
    worker->sample.size = size;
    struct walk walk = {.bytes = input_place(data, size, false)};
    while (compare_next(worker, &walk, &found, &differs)) {
        if (!differs || !is_of(sort, &worker->sample, &found))
            continue;
        keep_answers(sort, &walk);
        return true;
    }
    return false;
}

static void shrink(struct worker *worker, struct sort *sort) {
    struct shrinking shrinking = {worker, sort};
    worker->sample = sort->sample;
    sort->sample.size = finding_shrink(sort->sample.data, sort->sample.size, sort_remains, &shrinking);
}

/* ---- Workers ---- */

static void compare_in_build(struct worker *worker, const char *bytes) {
    struct walk walk = {.bytes = bytes};
    struct difference found;
    bool differs;
    while (compare_next(worker, &walk, &found, &differs)) {
        worker->tally.comparisons++;
        worker->tally.accepted += *walk.before.kind != '\0';
        if (differs)
            count_difference(worker, &walk, &found);
    }
}

/* The place alternates, for a decoder may read before a line as well as behind it. */
static void compare_sample(struct worker *worker) {
    struct sample *sample = &worker->sample;
    const char *bytes = input_place(sample->data, sample->size, worker->samples++ % 2 == 0);
    for (int whole_line = 0; whole_line < 2; whole_line++) {
        sample->how.whole_line = whole_line;
        for (size_t i = 0; i < BUILD_COUNT; i++) {
            sample->build = &builds[i];
            compare_in_build(worker, bytes);
        }
    }
}

static void compare_prefixes(struct worker *worker) {
    while (worker->sample.size > 0) {
        worker->sample.size--;
        compare_sample(worker);
    }
}

static void compare_line(struct worker *worker, struct lines_rng *rng) {
    struct sample *sample = &worker->sample;
    int is_response;
    sample->size = hard_line(rng, sample->data, &is_response);
    sample->how.is_response = is_response;
    sample->how.without_outputs = lines_draw(rng, OUTPUTS_OF) == 0;
    compare_sample(worker);
    if (lines_draw(rng, PREFIXES_OF) == 0)
        compare_prefixes(worker);
    worker->tally.lines++;
}

/* Ends early where the parent is gone; the alarm ends a decoder that does not come back. */
static void work(struct worker *worker, uint64_t seed, uint64_t lines, pid_t parent) {
    struct lines_rng rng;
    lines_seed(&rng, seed);
    for (uint64_t i = 0; i < lines; i++) {
        if (i % LINES_A_ROUND == 0) {
            (void)alarm(SECONDS_A_ROUND);
            if (getppid() != parent)
                _exit(2);
        }
        compare_line(worker, &rng);
    }
    for (size_t i = 0; i < worker->tally.sort_count; i++) {
        (void)alarm(SECONDS_A_ROUND);
        shrink(worker, &worker->tally.sorts[i]);
    }
}

/* ---- The parent ---- */

static pid_t start(struct worker *worker, uint64_t seed, uint64_t lines) {
    pid_t parent = getpid();
    (void)fflush(stdout);
    pid_t pid = fork();
    if (pid < 0) {
        perror("fork");
        exit(2);
    }
    if (pid == 0) {
        work(worker, seed, lines, parent);
        _exit(0);
    }
    return pid;
}

static void print_sample(const struct sample *sample) {
    (void)printf("  line    ");
    finding_print(sample->data, sample->size);
    (void)printf("\n  as      %s, %s%s, build %s\n", sample->how.is_response ? "response" : "request",
                 sample->how.whole_line ? "whole line" : "more may come",
                 sample->how.without_outputs ? ", also without `used` and `err`" : "", sample->build->name);
}

/* Returns whether the worker did all that it had to. */
static bool finish(const struct worker *worker, pid_t pid) {
    int status;
    if (waitpid(pid, &status, 0) != pid) {
        perror("waitpid");
        exit(2);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    const char *asked = worker->asked != NULL ? worker->asked : "none";
    if (WIFSIGNALED(status))
        (void)printf("crash: decoder %s, %s\n", asked,
                     WTERMSIG(status) == SIGALRM ? "it does not end" : strsignal(WTERMSIG(status)));
    else
        (void)printf("crash: decoder %s, exit status %d\n", asked, WEXITSTATUS(status));
    print_sample(&worker->sample);
    return false;
}

static void add_tally(struct tally *sum, const struct tally *tally) {
    sum->lines += tally->lines;
    sum->comparisons += tally->comparisons;
    sum->accepted += tally->accepted;
    sum->differences += tally->differences;
    sum->expected += tally->expected;
    sum->unlisted += tally->unlisted;
    for (size_t i = 0; i < tally->sort_count; i++) {
        const struct sort *more = &tally->sorts[i];
        struct sort *sort = sort_of(sum, &more->sample, &more->difference);
        if (sort == NULL)
            continue;
        if (more->sample.size < sort->sample.size) {
            sort->sample = more->sample;
            memcpy(sort->before, more->before, sizeof sort->before);
            memcpy(sort->after, more->after, sizeof sort->after);
        }
        for (size_t build = 0; build < BUILD_COUNT; build++)
            sort->counts[build] += more->counts[build];
    }
}

static void print_sort(const struct sort *sort) {
    (void)printf("%s%s: %s\n", sort->difference.expected ? "expected, " : "",
                 sort->sample.how.is_response ? "response" : "request", sort->difference.what);
    print_sample(&sort->sample);
    (void)printf("  before  %s\n  after   %s\n  count  ", sort->before, sort->after);
    for (size_t build = 0; build < BUILD_COUNT; build++)
        (void)printf(" %" PRIu64 " %s%s", sort->counts[build], builds[build].name,
                     build + 1 < BUILD_COUNT ? "," : "\n");
}

static void print_sorts(const struct tally *tally, bool expected) {
    for (size_t i = 0; i < tally->sort_count; i++)
        if (tally->sorts[i].difference.expected == expected)
            print_sort(&tally->sorts[i]);
}

static void print_counts(const struct tally *tally) {
    if (tally->unlisted > 0)
        (void)printf("%" PRIu64 " differences of further sorts\n", tally->unlisted);
    (void)printf("%" PRIu64 " comparisons, %" PRIu64 " of them of an accepted line\n", tally->comparisons,
                 tally->accepted);
    (void)printf("%" PRIu64 " lines, %" PRIu64 " differences, %" PRIu64 " of the expected kind\n", tally->lines,
                 tally->differences, tally->expected);
}

static struct worker *make_workers(void) {
    struct worker *workers =
        mmap(NULL, WORKERS * sizeof *workers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (workers == MAP_FAILED) {
        perror("workers");
        exit(2);
    }
    return workers;
}

static int parse_number(const char *text, uint64_t *number) {
    char *end = NULL;
    *number = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0';
}

int main(int argc, char **argv) {
    static struct tally sum;
    uint64_t lines = 0, seed = 0;
    if (argc != 3 || !parse_number(argv[1], &lines) || !parse_number(argv[2], &seed)) {
        (void)fprintf(stderr, "usage: compare LINES SEED\n");
        return 2;
    }
    struct worker *workers = make_workers();
    pid_t pids[WORKERS];
    for (uint64_t i = 0; i < WORKERS; i++)
        pids[i] = start(&workers[i], seed * WORKERS + i, lines / WORKERS + (i < lines % WORKERS));
    unsigned crashed = 0;
    for (size_t i = 0; i < WORKERS; i++) {
        crashed += !finish(&workers[i], pids[i]);
        add_tally(&sum, &workers[i].tally);
    }
    print_sorts(&sum, false);
    print_sorts(&sum, true);
    if (crashed > 0)
        (void)printf("%u of %d processes crashed: the rest of their lines is not compared\n", crashed, WORKERS);
    print_counts(&sum);
    return crashed > 0 || sum.differences > sum.expected;
}
