#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Measures which parts of src/ are reached. By the tests: lines and branches, without generated lexers; HTML with
# --html. By the fuzz corpora, with --corpus: lines, branches and MC/DC, with generated lexers, always with HTML.
set -euo pipefail
cd "$(dirname "$0")/.."

cover_tests() {
    local options
    scripts/packages.sh build test coverage
    cmake --preset coverage >/dev/null
    cmake --build --preset coverage -j "$(nproc)" --target qdmp_tests >/dev/null
    find build/coverage -name '*.gcda' -delete
    build/coverage/tests/qdmp_tests >/dev/null 2>&1 || echo "coverage: some tests fail" >&2
    options=(--root . --filter 'src/' --exclude 'src/generated/' --exclude-throw-branches build/coverage)
    gcovr "${options[@]}" --txt
    gcovr "${options[@]}" --branches --txt
    if [ "${1:-}" = --html ]; then
        gcovr "${options[@]}" --html-details build/coverage/index.html
        echo "build/coverage/index.html"
    fi
}

cover_corpora() {
    local build=build/corpus-coverage name targets=() objects=() folders
    scripts/packages.sh build test fuzz
    cmake --preset corpus-coverage >/dev/null
    cmake --build --preset corpus-coverage -j "$(nproc)" >/dev/null
    rm -rf "$build"/profiles "$build"/html
    for folder in corpus/*/; do
        name=$(basename "$folder")
        [ -x "$build/fuzz/fuzz_$name" ] || continue # corpus/regress
        folders=("$folder")
        [ -d "corpus/regress/$name" ] && folders+=("corpus/regress/$name")
        LLVM_PROFILE_FILE="$build/profiles/$name" "$build/fuzz/fuzz_$name" "${folders[@]}"
        targets+=("$build/profiles/$name")
        objects+=(-object "$build/fuzz/fuzz_$name")
    done
    llvm-profdata-19 merge -o "$build/profiles/all" "${targets[@]}"
    llvm-cov-19 report "${objects[@]}" -instr-profile="$build/profiles/all" -show-mcdc-summary -show-region-summary=false \
        -sources src 2>/dev/null
    llvm-cov-19 show "${objects[@]}" -instr-profile="$build/profiles/all" -show-mcdc -show-branches=count -format=html \
        -output-dir="$build/html" -sources src 2>/dev/null
    echo "$build/html/index.html"
}

case ${1:-} in
    --corpus) cover_corpora ;;
    '' | --html) cover_tests "${1:-}" ;;
    *) echo "usage: coverage.sh [--html | --corpus]" >&2; exit 2 ;;
esac
