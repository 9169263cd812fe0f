/* SPDX-License-Identifier: MIT */
/*
 * Times the decoders against a splitter that checks nothing, in one run: the guide's 72 lines, drawn 20,000 times with a
 * fixed seed, for a branch predictor learns an ordered list. Prints the fastest, the median and the slowest of many
 * passes, and the ratio of the medians; exits 1 if that is above the limit given as the only argument.
 */
#include "compare.h"
#include "qdmp/qdmp.h"
#include "splitter.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 100, DRAWS = 20000 };

typedef struct sample {
    qdmp_span text;
    bool is_request;
} sample;

static char corpus[8192];
static sample lines[MOST_LINES];
static sample draws[DRAWS];

static size_t load(void) {
    FILE *file = fopen(QDMP_GUIDE, "rb");
    size_t size = file ? fread(corpus, 1, sizeof corpus, file) : 0, count = 0;
    if (file)
        fclose(file);
    for (char *p = corpus, *end; p < corpus + size && (end = memchr(p, '\n', size)); p = end + 1) {
        if (p[0] == '#' || p[0] == '\n')
            continue;
        lines[count].text.ptr = p;
        lines[count].text.len = (size_t)(end - p);
        lines[count++].is_request = p[0] == 'A';
    }
    return count;
}

static void draw(size_t count) {
    uint32_t state = 2463534242u;
    for (size_t i = 0; i < DRAWS; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        draws[i] = lines[state % count];
    }
}

/* Each pass adds up something of every message, so that no compiler can drop the work. */
static uint64_t pass_qdmp(void) {
    uint64_t sum = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        qdmp_request request;
        qdmp_response response;
        if (draws[i].is_request) {
            if (qdmp_request_decode(draws[i].text, QDMP_WHOLE_LINE, &request, NULL, NULL) != QDMP_OK)
                return 0;
            sum += (uint64_t)request.kind;
        } else {
            if (qdmp_response_decode(draws[i].text, QDMP_WHOLE_LINE, &response, NULL, NULL) != QDMP_OK)
                return 0;
            sum += (uint64_t)response.kind;
        }
    }
    return sum;
}

static uint64_t pass_splitter(void) {
    uint64_t sum = 0;
    for (size_t i = 0; i < DRAWS; i++) {
        split_line line;
        split(draws[i].text.ptr, draws[i].text.len, &line);
        sum += (uint64_t)line.form + line.count;
    }
    return sum;
}

/* Both answer the same on every line, as far as the splitter answers: or the times would compare different work. */
static bool agree(void) {
    for (size_t i = 0; i < DRAWS; i++) {
        qdmp_request request;
        qdmp_span text = draws[i].text;
        split_line line;
        if (!draws[i].is_request || qdmp_request_decode(text, QDMP_WHOLE_LINE, &request, NULL, NULL) != QDMP_OK)
            continue;
        split(text.ptr, text.len, &line);
        if (request.kind == QDMP_SET_SERVER &&
            (line.values[2].number != request.server.port || line.values[3].number != request.server.update_period))
            return false;
        if (request.kind == QDMP_EX_SAVE_LOCATION &&
            (line.values[2].ptr != request.location.ptr || line.values[2].len != request.location.len))
            return false;
    }
    return pass_qdmp() != 0;
}

int main(int argc, char **argv) {
    size_t count = load();
    if (count != 72) {
        fprintf(stderr, "bench: %s has %zu lines, not 72\n", QDMP_GUIDE, count);
        return 2;
    }
    draw(count);
    if (!agree()) {
        fprintf(stderr, "bench: the decoders disagree\n");
        return 2;
    }
    static const bench_side sides[2] = {{"qdmp", pass_qdmp}, {"splitter", pass_splitter}};
    double ratio = bench_compare(sides, DRAWS);
    return argc > 1 && ratio > atof(argv[1]);
}
