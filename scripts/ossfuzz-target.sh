#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Examines one built fuzz target as OSS-Fuzz's own check and runner would. Prints the result on a line that ends in "ok"
# or says what is wrong. Called by scripts/ossfuzz-check.sh. The last argument says what runs: the target (run); the
# program of the same name in REPLAYS, which has no sanitizer, in qemu-i386 (replay); or nothing (look). In the last two
# cases the line says "built, not run".
set -euo pipefail

out=$1 replays=$2 scratch=$3 engine=$4 sanitizer=$5 architecture=$6 target=$7 how=$8
binary=$out/$target
edges_least=100 # OSS-Fuzz treats a target with fewer as one without instrumentation

said=
trap '[ -n "$said" ] || say "FAILED: ended before its time"' EXIT

say() {
    said=1
    printf '%-9s  %-9s  %-6s  %-19s  %s\n' "$engine" "$sanitizer" "$architecture" "$target" "$*"
}

fail() {
    say "FAILED: $*"
    exit 1
}

has_companions() {
    local suffix
    for suffix in _seed_corpus.zip .dict .options; do
        [ -s "$binary$suffix" ] || fail "no $target$suffix"
    done
}

has_architecture() {
    local class=ELF64
    [ "$architecture" = x86_64 ] || class=ELF32
    readelf -h "$binary" | grep -q "Class: *$class\$" || fail "not built for $architecture"
}

needs_only_the_system() {
    local foreign
    foreign=$(readelf -d "$binary" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
        grep -vE '^(ld-linux.*|lib(c|m|dl|rt|pthread|resolv|gcc_s|stdc\+\+))\.so\.[0-9]+$' || true)
    [ -z "$foreign" ] || fail "needs $foreign"
}

# The sanitizers whose runtime the library's own functions call: name, how many functions call it, how many functions
# there are.
sanitizers_within() {
    local functions
    functions=$(llvm-nm-19 --defined-only "$binary" | awk '$2 ~ /^[Tt]$/ && $3 ~ /^qdmp_/ {print $3}' | paste -sd,)
    [ -n "$functions" ] || return 0 # an empty list would mean all
    llvm-objdump-19 -d --no-show-raw-insn --disassemble-symbols="$functions" "$binary" | awk '
        /^[0-9a-f]+ <.*>:$/ { split("", seen); all++ }
        match($0, /<__(a|hwa|m|t|df|ub)san_/) {
            name = substr($0, RSTART + 3, RLENGTH - 4)
            if (!seen[name]++) callers[name]++
        }
        END { for (name in callers) print name, callers[name], all }'
}

# At least half of the functions: some touch no memory, or do no arithmetic.
has_its_sanitizer_alone() {
    local own found
    case $sanitizer in
        address) own=asan ;;
        undefined) own=ubsan ;;
        memory) own=msan ;;
        coverage) own=none ;;
    esac
    found=$(sanitizers_within)
    [ "$own" = none ] || awk -v own=$own '$1 == own && $2 * 2 >= $3 { ok = 1 } END { exit !ok }' <<<"$found" ||
        fail "the library is without the $sanitizer sanitizer"
    if awk -v own=$own '$1 != own && NF { other = 1 } END { exit !other }' <<<"$found"; then
        fail "the library has another sanitizer too: ${found//$'\n'/, }"
    fi
}

# Bounded, and with empty standard input.
run() {
    local status=0
    timeout -k 5 60 "$@" </dev/null >log 2>&1 || status=$?
    [ $status -eq 0 ] || {
        cat log >&2
        fail "${1##*/} ended with $status: $(grep -m 1 -aE '^property|ERROR:|runtime error:|PROGRAM ABORT' log || true)"
    }
}

# Fuzzes for a moment, runs the seeds, and sets `edges` to the number of edges that they reach; in a coverage build, of
# regions.
run_seeds() {
    local options
    mapfile -t options < <(sed -n '/^\[libfuzzer\]/,/^\[[^l]/s/^ *\([a-z_]*\) *= *\(.*\)/-\1=\2/p' "$binary.options")
    case $engine:$sanitizer in
        afl:*)
            run afl-fuzz -V 1 -m none -t 5000+ -i seeds -o found -x "$binary.dict" -- "$binary"
            run afl-showmap -q -C -m none -t 5000 -i seeds -o map -- "$binary"
            edges=$(wc -l <map)
            ;;
        libfuzzer:coverage)
            LLVM_PROFILE_FILE=profraw run "$binary" "${options[@]}" -runs=0 seeds
            llvm-profdata-19 merge -sparse profraw -o profdata
            edges=$(llvm-cov-19 report "$binary" -instr-profile=profdata 2>/dev/null | awk '/^TOTAL/ {print $2 - $3}')
            ;;
        libfuzzer:*)
            run "$binary" "${options[@]}" -dict="$binary.dict" -seed=1337 -runs=4
            run "$binary" "${options[@]}" -runs=0 seeds
            edges=$(sed -n 's/.*INITED cov: \([0-9]*\).*/\1/p' log)
            ;;
    esac
}

# A program with the address sanitizer hangs in qemu-i386. Therefore qemu-i386 runs the target's code with the replay
# driver.
replay_seeds() {
    run qemu-i386 "$replays/$target" seeds
    grep -q ": $seeds inputs, ok\$" log || fail "replays not all of $seeds seeds: $(tail -n 1 log)"
}

# The settings of OSS-Fuzz's runner that matter here.
export UBSAN_OPTIONS=silence_unsigned_overflow=1:print_stacktrace=1
export ASAN_OPTIONS=abort_on_error=1
[ "$engine" != afl ] || ASAN_OPTIONS+=:symbolize=0:detect_odr_violation=0
export AFL_EXIT_ON_SEED_ISSUES=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1

[ -x "$binary" ] || fail "not built"
has_companions
has_architecture
needs_only_the_system
has_its_sanitizer_alone
mkdir -p "$scratch/seeds"
cd "$scratch"
unzip -q "${binary}_seed_corpus.zip" -d seeds
seeds=$(find seeds -type f | wc -l)
case $how in
    run)
        run_seeds
        [ "${edges:-0}" -ge "$edges_least" ] || fail "the seeds reach ${edges:-no} edges"
        reached=$(printf '%5d edges' "$edges") verdict=ok
        ;;
    replay)
        replay_seeds
        reached='   replayed' verdict='built, not run'
        ;;
    look) reached='           ' verdict='built, not run, not replayed: no qemu-i386' ;;
esac
say "$(printf '%s  %5d seeds  %4d words  %s' "$reached" "$seeds" "$(grep -c '^[^#]' "$binary.dict")" "$verdict")"
