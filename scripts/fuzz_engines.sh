# SPDX-License-Identifier: MIT
# Functions that the fuzzing scripts share. fuzz.sh, fuzz-smoke.sh and planted.sh source this file from the project's
# folder.
# shellcheck shell=bash

# shellcheck disable=SC2034
mapfile -t all_targets < <(basename -s .c fuzz/*.c)
longest=$(sed -n 's/^max_len *= *//p' fuzz/oss-fuzz/target.options) # bytes of an input
longest_run=5                                                       # seconds that an input may take
mutator=build/test/fuzz/libfuzz_afl_mutator.so
export AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_ALLOW_TMP=1
export AFL_HANG_TMOUT=${longest_run}000
export longest longest_run mutator

# The targets for both engines. Code that afl-fuzz loads into itself may not be instrumented: it comes from the build of
# the tests.
build_engines() {
    local preset
    scripts/packages.sh build test fuzz
    for preset in fuzz afl; do
        cmake --preset "$preset" >/dev/null
        cmake --build --preset "$preset" -j "$(nproc)" >/dev/null
    done
    cmake --preset test >/dev/null
    cmake --build --preset test -j "$(nproc)" --target fuzz_afl_mutator >/dev/null
}

# An oracle target shares the corpus of the target with its name.
corpus_of() { # TARGET
    echo "corpus/${1%_oracle}"
}

prepare() { # TARGET FOLDER
    rm -rf "$2"
    mkdir -p "$2/new" "$(corpus_of "$1")"
    build/fuzz/fuzz/fuzz_dictionary "$1" >"$2/dictionary"
}

# These two functions become the engine, so call them in a subshell. Inputs that break a property are kept in
# FOLDER/crash-* or FOLDER/afl.

become_libfuzzer() { # TARGET SECONDS FOLDER: new inputs go to FOLDER/new
    exec timeout -k 5 "$(($2 + 60))" build/fuzz/fuzz/"fuzz_$1" -max_total_time="$2" -max_len="$longest" \
        -timeout="$longest_run" -dict="$3/dictionary" -artifact_prefix="$3/crash-" -reload=5 -print_final_stats=1 \
        "$3/new" "$(corpus_of "$1")" </dev/null
}

become_afl() { # TARGET SECONDS FOLDER NAME [OPTION]: its own folder is FOLDER/afl/NAME
    local role=${5:--M} generator=()
    case $1 in
        *_write) ;;
        request* | response*) generator=("AFL_CUSTOM_MUTATOR_LIBRARY=$mutator" "QDMP_FUZZ_DIRECTION=${1%%_*}") ;;
    esac
    exec env "${generator[@]}" timeout -k 5 "$(($2 + 60))" afl-fuzz -V "$2" -i "$(corpus_of "$1")" -o "$3/afl" \
        -x "$3/dictionary" -G "$longest" "$role" "$4" -- build/afl/fuzz/"fuzz_$1" </dev/null
}

# Prints the number of executions if the engine finished. Fails if it did not finish, or ran nothing.
libfuzzer_done() { # LOG
    grep -q '^Done ' "$1" && awk '/number_of_executed_units/ && $2 > 0 {print $2; some = 1} END {exit !some}' "$1"
}

afl_done() { # FOLDER NAME
    awk -F': *' '/^execs_done/ && $2 > 0 {print $2; some = 1} END {exit !some}' "$1/afl/$2/fuzzer_stats"
}

# Lists inputs that broke a property or took too long, of either engine.
findings() { # FOLDER
    find "$1" -type f \( -path "$1/crash-*" -o -path '*/crashes/id*' -o -path '*/hangs/id*' \)
}
