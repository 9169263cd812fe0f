// SPDX-License-Identifier: MIT
// Times every case with Google Benchmark. An argument that is no option is how the names to run begin.
extern "C" {
#include "bench.h"
}

#include <benchmark/benchmark.h>

static void run(benchmark::State &state, const bench_case *one, const bench_corpus *corpus) {
    for (auto _ : state)
        benchmark::DoNotOptimize(one->pass(corpus));
    auto passes = static_cast<double>(state.iterations());
    // The inverse of a rate is a time, printed with its unit.
    state.counters["per_message"] = benchmark::Counter(passes * static_cast<double>(corpus->count),
                                                       benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["bytes_per_message"] = static_cast<double>(corpus->bytes) / static_cast<double>(corpus->count);
    state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(corpus->bytes));
}

static void add(const char *name, const bench_case *one, const bench_corpus *corpus) {
    benchmark::RegisterBenchmark(name, run, one, corpus);
}

int main(int argc, char **argv) {
    benchmark::Initialize(&argc, argv);
    benchmark::AddCustomContext("compiler", BENCH_COMPILER);
    benchmark::AddCustomContext("flags", BENCH_FLAGS);
    bench_corpora_open();
    bench_each(argc > 1 ? argv[1] : "", add);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
