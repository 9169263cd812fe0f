#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the steps that take too long for every change: nightly.sh [STEP...], all steps unless some are named. Each step
# ends at its own time limit. Its output is in build/nightly/STEP.log. One line summarises it, with the last line of
# that log. Exit status 1 if a step failed, or passed its limit. Fuzzing adds new inputs to corpus/.
# QDMP_NIGHTLY_SECONDS is the fuzzing time of each target (300), QDMP_NIGHTLY_SEED the seed of random inputs (the date),
# QDMP_NIGHTLY_LINES the number of lines that are compared (30000000).
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/nightly
seconds=${QDMP_NIGHTLY_SECONDS:-300}
seed=${QDMP_NIGHTLY_SEED:-$(date +%Y%m%d)}
lines=${QDMP_NIGHTLY_LINES:-30000000}
# The steps, and the minutes that each may take. `tests` builds what the six steps after it run.
steps=(matrix lexers proofs tests valgrind oracle peers storage simulator exhaustive coverage mutants revisions planted fuzz)
declare -A limits=([matrix]=30 [lexers]=30 [proofs]=240 [tests]=60 [valgrind]=30 [oracle]=60 [peers]=60 [storage]=60 [simulator]=60 [exhaustive]=60
                   [coverage]=60 [mutants]=150 [revisions]=60 [planted]=240 [fuzz]=240)
not_run=75 # the exit status of step_revisions if no commit is older than a day

usage() { echo "usage: nightly.sh [${steps[*]}]..." >&2; exit 2; }

# As in CI, packages that cannot be installed are a failure, and so is a stale table.
step_matrix() { CI=true scripts/matrix.sh all; }

# Tests the lexers on each target, and refutes each bug planted in a grammar (docs/proofs.md).
step_lexers() {
    scripts/lexers.sh
    scripts/lexers.sh --planted
}

# All that CBMC proves in five minutes a run of the prover, and the planted bugs that the proofs refute.
step_proofs() {
    CI=true QDMP_PROVE_SECONDS=300 scripts/prove.sh
    CI=true scripts/prove.sh --planted
}

step_tests() {
    scripts/test.sh
    ctest --preset test -L gate
    cmake --preset sanitize >/dev/null
    cmake --build --preset sanitize -j "$(nproc)" --target qdmp_tests_small >/dev/null
    ctest --preset sanitize -R '^criterion_small$'
    tests/checks/freestanding.sh all
    scripts/ossfuzz-check.sh
    scripts/ossfuzz-check.sh --self-test
}

# No test reads uninitialised memory, or leaks memory. Criterion ignores the exit status of its workers, so the logs are
# read, one of each process.
step_valgrind() {
    rm -f build/valgrind.*
    QDMP_UNDER_VALGRIND=1 valgrind --leak-check=full --trace-children=yes --log-file=build/valgrind.%p \
        build/test/tests/qdmp_tests -j"$(nproc)" >/dev/null 2>&1
    [ "$(grep -l 'ERROR SUMMARY: 0 errors' build/valgrind.* | wc -l)" -gt 100 ]
    ! grep -H 'ERROR SUMMARY: [1-9]' build/valgrind.*
}

# Compares with an independent decoder.
step_oracle() { build/test/fuzz/oracle/differential "$seed" "$lines"; }

# Compares with other implementations.
step_peers() {
    build/test/tests/coap_peer "$seed" 2000000
    tests/peers/image.sh build/test/tests/image_peer "$seed" 50000
}

# Cuts the power four times in a row.
step_storage() { build/test/tests/storage/storage_cuts 4; }

# Runs the simulated module for years of its own time.
step_simulator() { tests/sim_live/soak.sh build/test/tests/sim_live/sim_soak "$seed" 200000; }

# Tests finite sets of inputs completely.
step_exhaustive() {
    build/test/fuzz/oracle/sequences 5 2
    build/test/fuzz/oracle/row_sequences 1 10
    tests/sequences/planted.sh build/test
    build/test/tests/exhaustive nightly
}

# Each condition that no test and no corpus reaches must be listed, with its reason.
step_coverage() { scripts/coverage.sh --check; }

# Each small change of the library is noticed.
step_mutants() {
    scripts/mutants.sh --self-test
    scripts/mutants.sh
}

# Compares the decoders with those of a day ago.
step_revisions() {
    local before
    before=$(git rev-list -1 --before='24 hours ago' HEAD)
    [ -n "$before" ] || { echo "no commit is older than a day"; return $not_run; }
    scripts/compare-revisions.sh "$before" "$lines" "$seed"
}

# Searches for each planted bug, in addition to the check of its witness.
step_planted() { scripts/planted.sh; }

step_fuzz() { scripts/fuzz.sh all "$seconds"; }

# This script runs itself, so that its time limit also ends the processes that it has started.
if [ "${1:-}" = --step ]; then
    "step_$2"
    exit
fi

[ $# -gt 0 ] || set -- "${steps[@]}"
for step; do [ -n "${limits[$step]:-}" ] || usage; done
mkdir -p "$out"
status=0
for step; do
    begin=$SECONDS code=0
    timeout -k 30 "${limits[$step]}m" scripts/nightly.sh --step "$step" >"$out/$step.log" 2>&1 </dev/null || code=$?
    case $code in
        0) verdict=passed ;;
        "$not_run") verdict='not run'; [ "$step" = revisions ] || verdict="FAILED: exit status $code" ;;
        124 | 137) verdict="FAILED: not done in ${limits[$step]} minutes" ;;
        *) verdict="FAILED: exit status $code" ;;
    esac
    [[ $verdict != FAILED* ]] || status=1
    printf '%s: %s, %d s: %s\n' "$step" "$verdict" $((SECONDS - begin)) "$(grep -v '^ *$' "$out/$step.log" | tail -n 1 | cut -c1-160)"
done
exit $status
