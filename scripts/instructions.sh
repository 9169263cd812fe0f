#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Counts the instructions of every bench case under callgrind, for gcc and clang at -O2, and prints
# case,compiler,instructions_per_message. --check fails if the counts of the library differ from bench/baseline.csv;
# --update rewrites that file. An argument "gcc" or "clang-19" runs only that compiler.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=print
compilers=()
for argument in "$@"; do
    case $argument in
        --check | --update) mode=${argument#--} ;;
        gcc | clang-19) compilers+=("$argument") ;;
        *) echo "usage: scripts/instructions.sh [--check|--update] [gcc] [clang-19]" >&2; exit 2 ;;
    esac
done
[ ${#compilers[@]} -gt 0 ] || compilers=(gcc clang-19)
scripts/packages.sh build bench

baseline=bench/baseline.csv
counts=build/instructions.csv
mkdir -p build

preset_of() {
    if [ "$1" = gcc ]; then echo bench; else echo bench-clang; fi
}

# The C library picks its memcpy and memchr by the processor. Here it always picks those that every x86-64 has. The rest
# of the environment is removed, because its size moves the stack.
count() { # PRESET
    local dir=build/$1/callgrind
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" -j2 --target bench_count >"build/$1.log" 2>&1 || { cat "build/$1.log" >&2; return 1; }
    rm -rf "$dir"
    mkdir -p "$dir"
    local plain=-AVX_Fast_Unaligned_Load,-AVX2,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-BMI2,-SSE4_2
    env -i PATH="$PATH" GLIBC_TUNABLES="glibc.cpu.hwcaps=$plain" \
        nice valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file="$dir/out" \
        "build/$1/bench/bench_count" </dev/null >"$dir/messages" 2>"$dir/log" || { cat "$dir/log" >&2; return 1; }
}

# Divides the count that callgrind dumped under each name by the number of messages of that name.
divide() { # PRESET COMPILER
    local dir=build/$1/callgrind
    awk -v compiler="$2" '
        FILENAME == messages { count[$1] = $2; order[++cases] = $1; next }
        /^desc: Trigger: Client Request: / { name = $NF }
        /^totals: / { total[name] = $2 }
        END {
            for (i = 1; i <= cases; i++) {
                if (!(total[order[i]] > 0 && count[order[i]] > 0)) {
                    print order[i] " (" compiler "): nothing was counted" >"/dev/stderr"
                    exit 1
                }
                printf "%s,%s,%.1f\n", order[i], compiler, total[order[i]] / count[order[i]]
            }
            exit !cases
        }' messages="$dir/messages" "$dir/messages" "$dir"/out.*
}

echo case,compiler,instructions_per_message >"$counts"
for compiler in "${compilers[@]}"; do
    count "$(preset_of "$compiler")"
    divide "$(preset_of "$compiler")" "$compiler" >>"$counts"
done

# Prints the rows of the library. For a compiler that was not asked for, they are those of the baseline.
library() {
    local compiler from
    printf '# SPDX-License-Identifier: MIT\n# %s, %s\n' "$(gcc --version | head -n 1)" "$(clang-19 --version | head -n 1)"
    head -n 1 "$counts"
    for compiler in gcc clang-19; do
        from=$baseline
        [[ " ${compilers[*]} " != *" $compiler "* ]] || from=$counts
        grep "/qdmp,$compiler," "$from"
    done
}

if [ "$mode" = print ]; then
    cat "$counts"
else
    library >build/library.csv
    bench/baseline.py "--$mode" "$baseline" <build/library.csv
fi
