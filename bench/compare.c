/* SPDX-License-Identifier: MIT */
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PASSES = 101 };

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_compare(const bench_side sides[2], size_t messages) {
    double times[2][PASSES], median[2], scale = 1e9 / (double)messages;
    volatile uint64_t sink = 0;
    for (size_t i = 0; i < PASSES; i++) {
        for (size_t side = 0; side < 2; side++) {
            double start = seconds();
            sink += sides[side].pass();
            times[side][i] = seconds() - start;
        }
    }
    for (size_t side = 0; side < 2; side++) {
        qsort(times[side], PASSES, sizeof **times, by_value);
        median[side] = times[side][PASSES / 2];
        printf("%-10s fastest %6.1f  median %6.1f  slowest %6.1f  ns/message\n", sides[side].name,
               scale * times[side][0], scale * median[side], scale * times[side][PASSES - 1]);
    }
    printf("ratio      %.2f\n", median[0] / median[1]);
    return median[0] / median[1];
}
