#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes every target for a short time, as a gate. libFuzzer runs with address and undefined behaviour sanitizers on
# each target, as many side by side as there are cores. Then AFL++ runs with the line generator on both decoders. The
# corpora do not change; new inputs stay in build/fuzz-smoke. Usage: scripts/fuzz-smoke.sh [SECONDS a target].
set -euo pipefail
cd "$(dirname "$0")/.."
export seconds=${1:-30} out=build/fuzz-smoke
. scripts/fuzz_engines.sh
build_engines
rm -rf "$out"

# Runs an engine. Prints its line, or the end of its log and a failure.
smoke() { # ENGINE TARGET
    . scripts/fuzz_engines.sh
    local folder=$out/$1-$2 executions='' status=0
    prepare "$2" "$folder"
    case $1 in
        libFuzzer) (become_libfuzzer "$2" "$seconds" "$folder") >"$folder/log" 2>&1 || status=$? ;;
        AFL++) (become_afl "$2" "$seconds" "$folder" smoke) >"$folder/log" 2>&1 || status=$? ;;
    esac
    if [ "$1" = libFuzzer ]; then executions=$(libfuzzer_done "$folder/log"); else executions=$(afl_done "$folder" smoke); fi || status=1
    if [ "$status" -ne 0 ] || [ -n "$(findings "$folder")" ]; then
        tail -n 30 "$folder/log" >&2
        printf '%-9s  %-20s FAILED, status %d\n' "$1" "$2" "$status"
        findings "$folder"
        return 1
    fi
    printf '%-9s  %-20s %9d executions\n' "$1" "$2" "$executions"
}

export -f smoke
{
    printf 'libFuzzer %s\n' "${all_targets[@]}"
    printf 'AFL++ %s\n' request response
} | xargs -P "$(nproc)" -L 1 bash -euo pipefail -c 'smoke "$@"' smoke
