#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the library on an emulated Cortex-M3: the rows of tests/vectors; and with each instruction counted the guide's lines,
# and commands at their longest on a module; cycles, qemu does not know. With --check, fails where a count is not that of the baseline; with --update,
# rewrites the baseline. A vector may never fail.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh mcu
mode=${1:-}
case $mode in '' | --check | --update) ;; *) echo "usage: mcu.sh [--check | --update]" >&2; exit 2 ;; esac
out=$PWD/build/mcu
flags=(-mcpu=cortex-m3 -mthumb -std=c11 -ffunction-sections -fdata-sections -Wall -Wextra -Wpedantic -Wconversion -Wshadow
       -Wcast-qual -Werror -I"$PWD"/{include,src,bench/mcu,tests})
link=(-nostartfiles --specs=nano.specs --specs=nosys.specs -T bench/mcu/machine.ld "-Wl,--gc-sections")

build() { # ELF OPT SOURCE...
    local folder=$1.d
    mkdir "$folder"
    (cd "$folder" && arm-none-eabi-gcc "${flags[@]}" -c "${@:2}" "$OLDPWD"/src/*.c "$OLDPWD/bench/mcu/machine.c")
    arm-none-eabi-gcc "${flags[@]}" "${link[@]}" "$folder"/*.o -o "$1"
}

run() { # ELF QEMU_OPTION...: what the program says comes on standard error
    timeout 60 qemu-system-arm -M mps2-an385 -display none -monitor none -serial none \
        -semihosting-config enable=on,target=native "${@:2}" -kernel "$1" </dev/null
}

vectors() { # ELF OPT TABLES
    build "$1" "$2" "$3" "$PWD"/bench/mcu/vectors.c "$PWD"/tests/{message,support}.c
    run "$1" 2>&1
}

count() { # ELF OPT TABLES
    build "$1" "$2" "$3" "$PWD"/bench/mcu/instructions.c
    run "$1" -singlestep -d exec,nochain 2>&1 >/dev/null |
        bench/mcu/instructions.py arm-none-eabi-nm "$1" "$2" tests/vectors/guide.txt "$out/rows"
}

count_commands() { # ELF OPT: the trace comes on standard output, what the program says beside it
    build "$1" "$2" "$PWD/bench/mcu/commands.c"
    run "$1" -singlestep -d exec,nochain -D /dev/stdout 2>"$out/said" |
        bench/mcu/commands.py arm-none-eabi-nm "$1" "$2" "$out/said" "$out/rows"
}

rm -rf "${out:?}"
mkdir -p "$out"
printf '# SPDX-License-Identifier: MIT\n# %s\nwhat,cpu,opt,messages,mean,worst\n' "$(arm-none-eabi-gcc --version | head -n 1)" >"$out/rows"
bench/mcu/tables.py tests/vectors >"$out/tables.c"
for opt in -Os -O2; do
    vectors "$out/vectors$opt.elf" "$opt" "$out/tables.c" | sed "s/^/cortex-m3 $opt /"
    count "$out/instructions$opt.elf" "$opt" "$out/tables.c"
    count_commands "$out/commands$opt.elf" "$opt"
done

# Whether a wrong answer would be seen at all: one kind and one code changed.
sed -e '0,/"query-state"/s//"read"/' -e '0,/"range"/s//"length"/' "$out/tables.c" >"$out/tampered.c"
if said=$(vectors "$out/tampered.elf" -Os "$out/tampered.c") || [[ $said != *' 2 failed' ]]; then
    echo "vectors: two were tampered with, and it said: $said" >&2
    exit 1
fi

[ "$mode" = "" ] || bench/baseline.py "$mode" bench/mcu/instructions.csv <"$out/rows"
