/* SPDX-License-Identifier: MIT */
/*
 * Runs tests written for Criterion in a given order, and stops at the first one that fails: suite [--trace FOLDER]
 * [TEST...]. A TEST is SUITE/NAME; without one all tests run. Criterion itself starts a program for each test, and has
 * no order.
 *
 * Each test runs in a child. Exit status 0: all passed; 1: the test that is printed failed; 2: no such test. With
 * --trace, FOLDER/SUITE:NAME gets the places that the test reached in a library with trace.c.
 */
#define _GNU_SOURCE
#include <criterion/criterion.h>

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSOR_SECONDS = 10, SECONDS = 600 };
static const rlim_t memory = (rlim_t)2 << 30;

/* Criterion's macros define pointers to suites and tests, each kind in a section of its own. */
extern struct criterion_test *__start_cr_tst[], *__stop_cr_tst[];
extern struct criterion_suite *__start_cr_sts[], *__stop_cr_sts[];
CR_SECTION_("cr_sts") struct criterion_suite *const no_suite = NULL; /* makes the section */

static const struct criterion_test *current;
static const char *trace_folder;

/* --- the functions of libcriterion that the macros call --- */

struct criterion_options criterion_options;

CR_NORETURN static void finish(int status) {
    void (*write_trace)(const char *);
    *(void **)&write_trace = dlsym(RTLD_DEFAULT, "qdmp_trace_write");
    if (trace_folder && write_trace) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s:%s", trace_folder, current->category, current->name);
        write_trace(path);
    }
    _exit(status);
}

static void init_suite(void) {
    for (struct criterion_suite **suite = __start_cr_sts; suite < __stop_cr_sts; suite++) {
        if (*suite && !strcmp((*suite)->name, current->category) && (*suite)->data->init)
            (*suite)->data->init();
    }
}

void criterion_internal_test_setup(void) {
    init_suite();
    if (current->data->init)
        current->data->init();
}

void criterion_internal_test_main(void (*test)(void)) {
    test();
}

void criterion_internal_test_teardown(void) {
}

void criterion_send_assert(struct criterion_assert_stats *stats) {
    if (!stats->passed) {
        fprintf(stderr, "%s:%u: %s\n", stats->file, stats->line, stats->message);
        finish(1);
    }
}

void criterion_abort_test(void) {
    finish(1);
}

void criterion_continue_test(void) {
}

void cri_asserts_passed_incr(void) {
}

void criterion_skip_test(const char *format, ...) {
    (void)format;
    finish(0);
}

void cr_log(enum criterion_severity severity, const char *format, ...) {
    (void)severity, (void)format;
}

char *cr_translate_assert_msg(int index, ...) {
    (void)index;
    return strdup("an assertion failed");
}

int cr_asprintf(char **text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int size = vasprintf(text, format, arguments);
    va_end(arguments);
    return size;
}

void cr_asprintf_free(char *text) {
    free(text);
}

/* --- the tests --- */

static void limit_resources(void) {
    struct itimerval processor = {{0, 0}, {PROCESSOR_SECONDS, 0}};
    setitimer(ITIMER_PROF, &processor, NULL);
    alarm(SECONDS);
    if (!getenv("ASAN_OPTIONS")) /* AddressSanitizer reserves more than any limit */
        setrlimit(RLIMIT_AS, &(struct rlimit){memory, memory});
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static bool passes(const struct criterion_test *test) {
    int status;
    pid_t child = fork();
    if (child < 0)
        exit(3); /* this says nothing about the test */
    if (child == 0) {
        current = test;
        limit_resources();
        test->test();
        finish(0);
    }
    return waitpid(child, &status, 0) == child && status == 0;
}

static void run(const struct criterion_test *test) {
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    bool passed = passes(test);
    clock_gettime(CLOCK_MONOTONIC, &end);
    long microseconds = (end.tv_sec - begin.tv_sec) * 1000000 + (end.tv_nsec - begin.tv_nsec) / 1000;
    printf("%s %s/%s %ld\n", passed ? "passed" : "FAILED", test->category, test->name, microseconds);
    fflush(stdout);
    if (!passed)
        exit(1);
}

static const struct criterion_test *find(const char *name) {
    for (struct criterion_test **test = __start_cr_tst; test < __stop_cr_tst; test++) {
        size_t len = strlen((*test)->category);
        if (!strncmp(name, (*test)->category, len) && name[len] == '/' && !strcmp(name + len + 1, (*test)->name))
            return *test;
    }
    fprintf(stderr, "no test %s\n", name);
    exit(2);
}

int main(int argc, char **argv) {
    int first = 1;
    if (argc > 2 && !strcmp(argv[1], "--trace")) {
        trace_folder = argv[2];
        first = 3;
    }
    for (int i = first; i < argc; i++)
        run(find(argv[i]));
    for (struct criterion_test **test = __start_cr_tst; first == argc && test < __stop_cr_tst; test++)
        run(*test);
    return 0;
}
