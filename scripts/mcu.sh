#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Counts the instructions of each call for the guide's lines, and of the longest commands on a module, on an emulated
# Cortex-M3. qemu does not count cycles. With --check, fails if a count differs from the baseline; with --update,
# rewrites the baseline.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh mcu
mode=${1:-}
case $mode in '' | --check | --update) ;; *) echo "usage: mcu.sh [--check | --update]" >&2; exit 2 ;; esac
out=$PWD/build/mcu
flags=(-mcpu=cortex-m3 -mthumb -std=c11 -ffunction-sections -fdata-sections -Wall -Wextra -Wpedantic -Wconversion -Wshadow
       -Wcast-qual -Werror -I"$PWD"/{include,src,bench/mcu,tests,tests/matrix})
link=(-nostartfiles --specs=nano.specs --specs=nosys.specs -T bench/mcu/machine.ld "-Wl,--gc-sections")

build() { # ELF OPT SOURCE...
    local folder=$1.d
    mkdir "$folder"
    (cd "$folder" && arm-none-eabi-gcc "${flags[@]}" -c "${@:2}" "$OLDPWD"/src/*.c "$OLDPWD/tests/matrix/machine_arm.c")
    arm-none-eabi-gcc "${flags[@]}" "${link[@]}" "$folder"/*.o -o "$1"
}

run() { # ELF QEMU_OPTION...: the output of the program comes on standard error
    timeout 60 qemu-system-arm -M mps2-an385 -display none -monitor none -serial none \
        -semihosting-config enable=on,target=native "${@:2}" -kernel "$1" </dev/null
}

count() { # ELF OPT TABLES
    build "$1" "$2" "$3" "$PWD"/bench/mcu/instructions.c
    run "$1" -singlestep -d exec,nochain 2>&1 >/dev/null |
        bench/mcu/instructions.py arm-none-eabi-nm "$1" "$2" tests/vectors/guide.txt "$out/rows"
}

count_commands() { # ELF OPT: the trace comes on standard output, the output of the program on standard error
    build "$1" "$2" "$PWD/bench/mcu/commands.c"
    run "$1" -singlestep -d exec,nochain -D /dev/stdout 2>"$out/said" |
        bench/mcu/commands.py arm-none-eabi-nm "$1" "$2" "$out/said" "$out/rows"
}

rm -rf "${out:?}"
mkdir -p "$out"
printf '# SPDX-License-Identifier: MIT\n# %s\nwhat,cpu,opt,messages,mean,worst\n' "$(arm-none-eabi-gcc --version | head -n 1)" >"$out/rows"
bench/mcu/tables.py tests/vectors/guide.txt >"$out/tables.c"
for opt in -Os -O2; do
    count "$out/instructions$opt.elf" "$opt" "$out/tables.c"
    count_commands "$out/commands$opt.elf" "$opt"
done

[ "$mode" = "" ] || bench/baseline.py "$mode" bench/mcu/instructions.csv <"$out/rows"
