#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Measures the coverage of src/ by the tests with their vectors and the corpora with their regressions together: lines,
# branches and MC/DC (clang's -fcoverage-mcdc), with and without accelerators (QDMP__FAST, src/fast.h). It also writes
# an HTML report. With --check, tests/coverage/misses.txt must list each missed branch and condition outside
# src/generated/, with its reason.
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
    '' | --check) ;;
    *) echo "usage: coverage.sh [--check]" >&2; exit 2 ;;
esac
build=build/coverage

run() { # NAME PROGRAM ARGUMENT...
    LLVM_PROFILE_FILE=$PWD/$profiles/%4m.profraw "${@:2}" >"$profiles/$1.log" 2>&1 || {
        echo "coverage: $1 fails:" >&2
        tail -n 5 "$profiles/$1.log" >&2
        failed=1
    }
}

# Replays each corpus with its target, together with its regressions.
replay() { # SUFFIX
    local folder name folders
    for folder in corpus/*/; do
        name=$(basename "$folder")
        [ "$name" != regress ] || continue
        folders=("$folder")
        [ ! -d "corpus/regress/$name" ] || folders+=("corpus/regress/$name")
        run "$name" "$build/fuzz/fuzz_$name$1" "${folders[@]}"
    done
}

report() { # BUILD PROGRAM
    local options=(-instr-profile="$profiles/all" -sources src)
    llvm-profdata-19 merge -o "$profiles/all" "$profiles"/*.profraw
    echo "== $1"
    llvm-cov-19 report "$2" "${options[@]}" -show-mcdc-summary -show-region-summary=false 2>/dev/null
    llvm-cov-19 show "$2" "${options[@]}" -show-mcdc -show-branches=count -format=html -output-dir="$build/$1" 2>/dev/null
    llvm-cov-19 show "$2" "${options[@]}" -show-mcdc -show-branches=count 2>/dev/null >"$build/$1.txt"
    echo "$build/$1/index.html"
}

scripts/packages.sh build test fuzz
targets=(qdmp_tests qdmp_tests_small row_sequences row_sequences_small exhaustive module_random object_oracle_tests)
for source in fuzz/*.c; do
    name=$(basename "$source" .c)
    [[ $name == *_oracle ]] || targets+=("fuzz_$name" "fuzz_${name}_small")
done
cmake --preset coverage >/dev/null
cmake --build --preset coverage -j "$(nproc)" --target "${targets[@]}" >/dev/null

failed=
for which in accelerated plain; do
    profiles=$build/profiles/$which
    rm -rf "$profiles"
    mkdir -p "$profiles"
    suffix=
    [ $which = accelerated ] || suffix=_small
    run tests "$build/tests/qdmp_tests$suffix" -j"$(nproc)"
    run sequences "$build/fuzz/oracle/row_sequences$suffix"
    replay "$suffix"
    if [ $which = accelerated ]; then
        run exhaustive "$build/tests/exhaustive"
        run module "$build/tests/module_random" 1 20000
        run object "$build/tests/object_oracle_tests"
    fi
    report $which "$build/tests/qdmp_tests$suffix"
done
[ -z "$failed" ] || exit 1
[ "${1:-}" != --check ] || tests/coverage/check.py "$build"
