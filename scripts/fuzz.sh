#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes on all cores: scripts/fuzz.sh [TARGET|all [SECONDS]]. Half of the cores run libFuzzer, an odd one included, and
# the rest run AFL++. A single core runs both side by side. New inputs go into corpus/TARGET, minimised. An input that
# breaks a property or takes too long is minimised, printed, and kept in build/fuzz-out. Exit status 1 if there was such
# an input, or if an engine did not finish.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/fuzz_engines.sh
target=${1:-all}
seconds=${2:-60}
out=build/fuzz-out

[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "usage: fuzz.sh [TARGET|all [SECONDS]]" >&2; exit 2; }
if [ "$target" = all ]; then targets=("${all_targets[@]}"); else targets=("$target"); fi
[[ " ${all_targets[*]} " == *" ${targets[0]} "* ]] ||
    { echo "fuzz.sh: no target $target; there are ${all_targets[*]}" >&2; exit 2; }
build_engines

failed=0
fail() { # WORDS
    printf '%s\n' "$*"
    failed=1
}

children=() # process ids, with the name of each process
names=()
stop_children() { [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null || true; }
trap stop_children EXIT

start() { # TARGET FOLDER
    local cores job
    cores=$(nproc)
    children=() names=()
    for ((job = 0; job < (cores + 1) / 2; job++)); do
        become_libfuzzer "$1" "$seconds" "$2" >"$2/libfuzzer$job" 2>&1 &
        children+=($!) names+=("libfuzzer$job")
    done
    for ((job = 0; job < (cores > 1 ? cores / 2 : 1); job++)); do
        become_afl "$1" "$seconds" "$2" "afl$job" "$([ "$job" -eq 0 ] && echo -M || echo -S)" >"$2/afl$job" 2>&1 &
        children+=($!) names+=("afl$job")
    done
}

# The line by which each engine says that it finished.
collect() { # TARGET FOLDER
    local i status
    for i in "${!children[@]}"; do
        status=0
        wait "${children[i]}" || status=$?
        case ${names[i]} in
            libfuzzer*) libfuzzer_done "$2/${names[i]}" ;;
            afl*) afl_done "$2" "${names[i]}" ;;
        esac >/dev/null 2>&1 || status="$status, unfinished"
        [ "$status" = 0 ] || fail "$1: ${names[i]} ended with status $status: see $2/${names[i]}"
    done
    children=()
}

show_progress() { # TARGET FOLDER
    local libfuzzer afl
    libfuzzer=$(grep -ho 'cov: .*exec/s: [0-9]*' "$2"/libfuzzer* 2>/dev/null | tail -1 || true)
    afl=$(awk -F': *' '/^(execs_per_sec|corpus_count|saved_crashes|saved_hangs)/ {printf "%s %s  ", $1, $2}' \
        "$2"/afl/afl0/fuzzer_stats 2>/dev/null || true)
    printf '%s  libFuzzer %s  AFL++ %s\n' "$1" "${libfuzzer:-starting}" "${afl:-starting}"
}

# Adds to the corpus each input that reaches an edge which no input of the corpus reaches, named by its SHA-1.
merge() { # TARGET FOLDER
    local corpus before found=("$2/new")
    corpus=$(corpus_of "$1")
    [ -d "$2/afl" ] && while IFS= read -r queue; do found+=("$queue"); done < <(find "$2/afl" -type d -name queue)
    before=$(find "$corpus" -type f | wc -l)
    timeout 600 build/fuzz/fuzz/"fuzz_$1" -set_cover_merge=1 -use_counters=0 -max_len="$longest" "$corpus" "${found[@]}" \
        </dev/null >"$2/merge" 2>&1 || fail "$1: the merge failed: see $2/merge"
    printf '%s: %d new inputs in %s\n' "$1" "$(($(find "$corpus" -type f | wc -l) - before))" "$corpus"
}

show_findings() { # TARGET FOLDER
    local finding small run=(timeout 60 build/fuzz/fuzz/"fuzz_$1" -timeout="$longest_run")
    while IFS= read -r finding; do
        small=$2/minimised-$(basename "$finding")
        "${run[@]}" -minimize_crash=1 -runs=20000 -max_total_time=30 -exact_artifact_path="$small" "$finding" \
            </dev/null >"$2/minimise" 2>&1 || true
        [ -s "$small" ] || cp "$finding" "$small"
        fail "
$1 breaks, or takes too long:"
        { "${run[@]}" "$small" </dev/null 2>&1 || true; } | grep -E '^property|^SUMMARY|runtime error' | head -3 || true
        printf 'input %s:\n' "$small"
        od -A d -t x1z "$small" | head -20
    done < <(findings "$2")
}

for name in "${targets[@]}"; do
    folder=$out/$name
    prepare "$name" "$folder"
    start "$name" "$folder"
    end=$((SECONDS + seconds + 30))
    while [ "$SECONDS" -lt "$end" ] && [ -n "$(jobs -rp)" ]; do
        sleep "$((seconds < 10 ? seconds : 10))"
        show_progress "$name" "$folder"
    done
    stop_children
    collect "$name" "$folder"
    merge "$name" "$folder"
    show_findings "$name" "$folder"
done
exit "$failed"
