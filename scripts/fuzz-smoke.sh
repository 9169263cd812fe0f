#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes every target for a moment, for a gate: libFuzzer with address and undefined behaviour sanitizers on each, as many
# side by side as there are cores, then AFL++ with the line generator on both decoders. Leaves the corpora alone; what was
# found stays in build/fuzz-smoke. Usage: scripts/fuzz-smoke.sh [SECONDS a target].
set -euo pipefail
cd "$(dirname "$0")/.."
export seconds=${1:-30} out=build/fuzz-smoke
targets=(request response request_write response_write stream values coap registration session
         request_oracle response_oracle coap_oracle registration_oracle)

scripts/packages.sh build test fuzz
for preset in fuzz afl; do
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" -j "$(nproc)" >/dev/null
done
cc -std=c11 -O2 -fPIC -shared -o build/afl/mutator.so fuzz/drivers/afl_mutator.c fuzz/support/lines.c
rm -rf "$out"
mkdir -p "$out"

libfuzzer() { # TARGET
    local folder=$out/$1 corpus=corpus/${1%_oracle}
    mkdir -p "$folder/new"
    build/fuzz/fuzz/fuzz_dictionary "$1" >"$folder/dictionary"
    if ! timeout "$((seconds + 60))" build/fuzz/fuzz/"fuzz_$1" -max_total_time="$seconds" -max_len=400 -dict="$folder/dictionary" \
        -artifact_prefix="$folder/" -print_final_stats=1 "$folder/new" "$corpus" </dev/null >"$folder/log" 2>&1; then
        tail -n 30 "$folder/log" >&2
        return 1
    fi
    printf 'libFuzzer  %-20s %9d executions\n' "$1" "$(awk '/number_of_executed_units/ {print $2}' "$folder/log")"
}

afl() { # TARGET
    local folder=$out/afl-$1
    AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_ALLOW_TMP=1 \
        AFL_CUSTOM_MUTATOR_LIBRARY=build/afl/mutator.so QDMP_FUZZ_DIRECTION=$1 \
        timeout "$((seconds + 60))" afl-fuzz -V "$seconds" -i "corpus/$1" -o "$folder" -G 400 -- build/afl/fuzz/"fuzz_$1" \
        </dev/null >"$out/afl-$1.log" 2>&1 || { tail -n 30 "$out/afl-$1.log" >&2; return 1; }
    awk -F': *' -v target="$1" '{sub(/ +$/, "", $1); stat[$1] = $2}
        END {printf "AFL++      %-20s %9d executions, %d crashes\n", target, stat["execs_done"], stat["saved_crashes"]
             exit !(stat["execs_done"] > 0 && stat["saved_crashes"] == 0)}' "$folder/default/fuzzer_stats"
}

export -f libfuzzer afl
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -euo pipefail -c 'libfuzzer {}'
printf '%s\n' request response | xargs -P "$(nproc)" -I{} bash -euo pipefail -c 'afl {}'
