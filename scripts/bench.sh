#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs every bench and writes docs/performance.md with its pictures. This takes a few minutes on an idle machine.
# --quick runs less of everything, to check that all of it works and answers correctly, and writes to build/results/
# instead.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
    "") docs=docs repetitions=15 min_time=0.02 runs=3 most_lines=10000000 thread_lines=5000000 log_bytes=100000000 ;;
    --quick) docs=build/results/docs repetitions=3 min_time=0.005 runs=1 most_lines=100000 thread_lines=500000 log_bytes=10000000 ;;
    *) echo "usage: scripts/bench.sh [--quick]" >&2; exit 2 ;;
esac
scripts/packages.sh build bench

results=build/results
bench=build/bench/bench
qdmp=build/bench/qdmp
rm -rf "$results"
mkdir -p "$results" "$docs"
say() { printf '== %s\n' "$*" >&2; }

build() { # PRESET
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" -j "$(nproc)" >"build/$1.log" 2>&1 || { cat "build/$1.log" >&2; exit 1; }
}

# All cases take turns, so that a slow minute of the machine affects all of them.
measure() { # PRESET COMPILER
    "build/$1/bench/bench_measure" --benchmark_enable_random_interleaving=true --benchmark_repetitions="$repetitions" \
        --benchmark_min_time="$min_time" --benchmark_out="$results/$2.json" --benchmark_out_format=json \
        >/dev/null 2>"$results/$2.log" </dev/null || { cat "$results/$2.log" >&2; exit 1; }
}

# Counts the branches that callgrind's model of a branch predictor mispredicts in a shuffled message.
mispredictions() {
    local subject out=$results/branches
    echo subject,mispredicted >"$results/branches.csv"
    for subject in qdmp splitter pcre2; do
        valgrind --tool=callgrind --branch-sim=yes --instr-atstart=no --callgrind-out-file="$out" \
            "$bench/bench_count" "decode/shuffled/$subject" </dev/null >"$out.messages" 2>"$out.log" \
            || { cat "$out.log" >&2; exit 1; }
        awk -v subject="$subject" '
            FNR == NR { messages = $2; next }
            /^totals:/ { wrong = $4 + $6 }
            END { printf "%s,%.2f\n", subject, wrong / messages }' "$out.messages" "$out".1 >>"$results/branches.csv"
    done
}

# Measures every size in a process of its own, because peak memory is counted for a process.
scale() {
    local lines=1
    echo lines,bytes,seconds,peak_kb >"$results/lines.csv"
    while [ "$lines" -le "$most_lines" ]; do
        "$bench/bench_scaling" lines "$lines" >>"$results/lines.csv"
        lines=$((lines * 10))
    done
    echo threads,lines,bytes,seconds >"$results/threads.csv"
    "$bench/bench_scaling" threads "$thread_lines" >>"$results/threads.csv"
    echo length,nanoseconds >"$results/length.csv"
    "$bench/bench_scaling" length 1000 >>"$results/length.csv"
}

# name,seconds,processor seconds,peak kB
timed() { # NAME COMMAND...
    local name=$1
    shift
    command time -o "$results/timed" -f "%e %U %S %M" "$@" </dev/null >/dev/null
    awk -v name="$name" '{ printf "%s,%.2f,%.2f,%d\n", name, $1, $2 + $3, $4 }' "$results/timed" >>"$results/tool.csv"
}

tool() {
    local run objects
    "$bench/bench_log" "$log_bytes" >"$results/log"
    cp "$results/log" "$results/log2"
    objects=$(wc -l <"$results/log")
    grep -v '^#\|^$' tests/vectors/guide.txt | "$qdmp" decode >"$results/objects"
    printf 'log_bytes,%s,0,0\n' "$(stat -c %s "$results/log")" >"$results/tool.csv"
    for ((run = 0; run < runs; run++)); do
        timed quiet "$qdmp" decode --quiet "$results/log"
        timed json "$qdmp" decode "$results/log"
        timed jansson "$bench/bench_json_dump" "$results/objects" "$objects"
        # shellcheck disable=SC2016
        timed two_quiet bash -ec '"$0" decode --quiet "$1" & "$0" decode --quiet "$2"; wait "$!"' \
            "$qdmp" "$results/log" "$results/log2"
    done
    rm -f "$results/log" "$results/log2"
}

say "building"
build bench
build bench-clang
say "timing every case, gcc"
measure bench gcc
say "timing every case, clang-19"
measure bench-clang clang-19
say "counting instructions"
scripts/instructions.sh >"$results/instructions.csv"
say "counting mispredicted branches"
mispredictions
say "scaling"
scale
say "the tool on a log"
tool
say "the report"
scripts/bench_report.py "$results" "$docs"
