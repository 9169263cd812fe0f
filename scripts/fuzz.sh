#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes on all cores: scripts/fuzz.sh [TARGET|all [SECONDS]]. One half of the cores runs libFuzzer, the other AFL++;
# a single core takes turns. What is new goes into corpus/TARGET, minimised; a crash is minimised, printed with the
# input that it holds, and kept in build/fuzz-out. Exit status 1 if there was any.
set -euo pipefail
cd "$(dirname "$0")/.."
all=(request response request_write response_write stream values coap registration session
    request_oracle response_oracle coap_oracle registration_oracle)
target=${1:-all}
seconds=${2:-60}
longest=400 # bytes of an input: above the longest line that has limits
out=build/fuzz-out

[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "usage: fuzz.sh [TARGET|all [SECONDS]]" >&2; exit 2; }
if [ "$target" = all ]; then targets=("${all[@]}"); else targets=("$target"); fi
[[ " ${all[*]} " == *" ${targets[0]} "* ]] || { echo "fuzz.sh: no target $target; there are ${all[*]}" >&2; exit 2; }

scripts/packages.sh build test fuzz
for preset in fuzz afl; do
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" -j "$(nproc)" >/dev/null
done
# afl-fuzz loads it into itself, so nothing in it may be instrumented.
mutator=$PWD/build/afl/mutator.so
cc -std=c11 -O2 -fPIC -shared -o "$mutator" fuzz/drivers/afl_mutator.c fuzz/support/lines.c

export AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_ALLOW_TMP=1
children=()
stop_children() { [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null || true; }
trap stop_children EXIT

# The engines' folders of a target.
start_libfuzzer() { # TARGET FOLDER CORPUS JOBS
    local job
    for ((job = 0; job < $4; job++)); do
        build/fuzz/fuzz/"fuzz_$1" -max_total_time="$seconds" -max_len="$longest" -dict="$2/dictionary" \
            -artifact_prefix="$2/crash-" -reload=5 "$2/new" "$3" </dev/null >"$2/libfuzzer.$job" 2>&1 &
        children+=($!)
    done
}

start_afl() { # TARGET FOLDER CORPUS JOBS
    local job role
    [ "$4" -eq 0 ] && return
    if [[ $1 == request* || $1 == response* ]] && [[ $1 != *_write ]]; then
        export AFL_CUSTOM_MUTATOR_LIBRARY=$mutator QDMP_FUZZ_DIRECTION=${1%%_*}
    else
        unset AFL_CUSTOM_MUTATOR_LIBRARY
    fi
    for ((job = 0; job < $4; job++)); do
        role=-S
        [ "$job" -eq 0 ] && role=-M
        timeout "$((seconds + 60))" afl-fuzz -V "$seconds" -i "$3" -o "$2/afl" -x "$2/dictionary" -G "$longest" \
            "$role" "afl$job" -- build/afl/fuzz/"fuzz_$1" </dev/null >"$2/afl.$job" 2>&1 &
        children+=($!)
    done
}

show_progress() { # TARGET FOLDER
    local libfuzzer afl
    libfuzzer=$(grep -ho 'cov: .*exec/s: [0-9]*' "$2"/libfuzzer.* 2>/dev/null | tail -1 || true)
    afl=$(awk -F': *' '/^(execs_per_sec|corpus_count|saved_crashes)/ {printf "%s %s  ", $1, $2}' \
        "$2"/afl/afl0/fuzzer_stats 2>/dev/null || true)
    printf '%s  libFuzzer %s  AFL++ %s\n' "$1" "${libfuzzer:-starting}" "${afl:-starting}"
}

# Adds to the corpus what reaches an edge that nothing in it does, named by its SHA-1.
merge() { # TARGET FOLDER CORPUS
    local found=("$2/new") before
    [ -d "$2/afl" ] && while IFS= read -r queue; do found+=("$queue"); done < <(find "$2/afl" -type d -name queue)
    before=$(find "$3" -type f | wc -l)
    build/fuzz/fuzz/"fuzz_$1" -set_cover_merge=1 -use_counters=0 -max_len="$longest" "$3" "${found[@]}" </dev/null >"$2/merge" 2>&1 || true
    printf '%s: %d new inputs in %s\n' "$1" "$(($(find "$3" -type f | wc -l) - before))" "$3"
}

show_crashes() { # TARGET FOLDER
    local crash small
    while IFS= read -r crash; do
        small=$2/minimised-$(basename "$crash")
        build/fuzz/fuzz/"fuzz_$1" -minimize_crash=1 -runs=20000 -max_total_time=30 -exact_artifact_path="$small" \
            "$crash" </dev/null >"$2/minimise" 2>&1 || true
        [ -s "$small" ] || cp "$crash" "$small"
        printf '\n%s breaks:\n' "$1"
        { build/fuzz/fuzz/"fuzz_$1" "$small" </dev/null 2>&1 || true; } | grep -E '^property|^SUMMARY|runtime error' | head -3
        printf 'input %s:\n' "$small"
        od -A d -t x1z "$small" | head -20
        failed=1
    done < <(find "$2" -type f \( -path "$2/crash-*" -o -path '*/crashes/id*' \) 2>/dev/null)
}

failed=0
cores=$(nproc)
for name in "${targets[@]}"; do
    folder=$out/$name
    corpus=corpus/${name%_oracle}
    rm -rf "$folder"
    mkdir -p "$folder/new" "$corpus"
    build/fuzz/fuzz/fuzz_dictionary "$name" >"$folder/dictionary"
    children=()
    start_libfuzzer "$name" "$folder" "$corpus" "$(((cores + 1) / 2))"
    start_afl "$name" "$folder" "$corpus" "$(((cores + 1) / 2))"
    end=$((SECONDS + seconds + 30))
    while [ "$SECONDS" -lt "$end" ] && [ -n "$(jobs -rp)" ]; do
        sleep "$((seconds < 10 ? seconds : 10))"
        show_progress "$name" "$folder"
    done
    stop_children
    wait || true
    children=()
    merge "$name" "$folder" "$corpus"
    show_crashes "$name" "$folder"
done
exit "$failed"
