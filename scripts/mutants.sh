#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Computes the mutation score: mutants.sh [--sample N] [--seed N] [--only WORD] [--again FILE] | --self-test.
# tests/mutants/mutants.py explains the options. A mutant is one small change of src/ or of include/qdmp/spec.def. A
# test or the replay of the corpora kills it. If the mutant only makes an accelerator fall back to the lexers, the
# instruction baseline kills it. Exit status 1 if the score is below 97 %.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build test bench
mkdir -p build

build() { # PRESET TARGET
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" -j "$(nproc)" --target "$2" >"build/$1.log" 2>&1 ||
        { cat "build/$1.log" >&2; return 1; }
}

build test all
build bench bench_count
exec tests/mutants/mutants.py "$@"
