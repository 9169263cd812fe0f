#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs every vector, and the tests that need no host, on each target, emulated if necessary, and prints a line of a
# table for each: matrix.sh [--update] [TARGET...]. TARGET is the name of a target, `ci` (the default), `nightly` or
# `all`. A target is not run if its compiler or emulator is missing, or if the machine does not run its programs; this
# is reported and counted separately. The script fails if no target is run, or if a compiler is broken although its
# packages are installed. If CI is set, it also fails if packages cannot be installed, or if docs/matrix.md has other
# counts of vectors or tests. With --update, docs/matrix.md gets the lines of these targets.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
out=$root/build/matrix
page=docs/matrix.md
ci=(gcc clang aarch64 s390x cortex-m0plus cortex-m3 rv32 wasm32 musl tcc avr)
nightly=(i386 mips powerpc arm mingw64 avr-simavr)
# Suites of tests/ that need only memory; the part of them that fits a machine of 64 KiB; and a test that takes too long
# in an emulator.
all_suites=(answers encode names settings values session session_save module_line module_storage)
small_suites=(answers encode names settings)
slow='session, a_day_in_milliseconds'
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wcast-qual -Werror)
semihosting=(-display none -monitor none -serial none -semihosting-config "enable=on,target=native" -kernel)

usage() { echo "usage: matrix.sh [--update] [ci | nightly | all | ${ci[*]} ${nightly[*]}]..." >&2; exit 2; }

# --- what the targets are ---

# Sets the compiler with the flags that choose the processor, the other flags, the command that runs a program, and the
# name of that command. `machine` is the part of tests/matrix/ that starts the program; if it is empty, the target is
# only compiled.
describe() { # TARGET
    machine=hosted how=native run=() needs=() link=() suites=("${all_suites[@]}") bare=
    flags=(-std=c11 -O2 "${warnings[@]}")
    case $1 in
        gcc) cc=(gcc) ;;
        clang) cc=(clang-19) ;;
        musl) cc=(musl-gcc) link=(-static) ;;
        tcc) cc=(tcc) flags=(-std=c11 -Wall -Werror) ;;
        i386) cc=(gcc -m32) && emulated qemu-i386 ;;
        aarch64) cc=(aarch64-linux-gnu-gcc) && emulated qemu-aarch64 ;;
        s390x) cc=(s390x-linux-gnu-gcc) && emulated qemu-s390x ;;
        mips) cc=(mips-linux-gnu-gcc) && emulated qemu-mips ;;
        powerpc) cc=(powerpc-linux-gnu-gcc) && emulated qemu-ppc ;;
        arm) cc=(arm-linux-gnueabihf-gcc) && emulated qemu-arm ;;
        mingw64) cc=(x86_64-w64-mingw32-gcc) run=(tests/matrix/wine.sh) how=wine64 flags+=(-D__USE_MINGW_ANSI_STDIO=1) ;;
        cortex-m0plus)
            cc=(arm-none-eabi-gcc -mcpu=cortex-m0plus -mthumb) suites=("${small_suites[@]}")
            board lm3s6965evb cortex-m0 64K
            ;;
        cortex-m3) cc=(arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb) && board mps2-an385 cortex-m3 4M ;;
        rv32)
            cc=(riscv64-unknown-elf-gcc -march=rv32imac -mabi=ilp32) machine=rv32
            link=(-Wl,--no-warn-rwx-segments -T tests/matrix/rv32.ld -lgcc)
            run=(qemu-system-riscv32 -M virt -bios none "${semihosting[@]}") how='qemu-system-riscv32, virt'
            set_bare
            ;;
        wasm32)
            cc=(clang-19 --target=wasm32) machine=wasm32
            link=(-Wl,--no-entry,--export=main,--stack-first -Wl,-z,stack-size=1048576) # the tests' packets are large
            run=(node tests/matrix/wasm32.js) how=node
            set_bare
            ;;
        avr) cc=(avr-gcc -mmcu=atmega2560) machine= how='compiled only' && set_bare ;;
        avr-simavr)
            cc=(avr-gcc -mmcu=atmega2560) machine=avr suites=() run=(tests/matrix/simavr.sh) needs=(simavr) how=simavr
            flags=(-std=c11 -Os "${warnings[@]}" -ffunction-sections -fdata-sections)
            flags+=(-Wno-unused -Wno-unused-parameter -fno-toplevel-reorder)
            link=(-Wl,--gc-sections -Wl,--section-start=.rows=0x20000)
            ;;
        *) usage ;;
    esac
}

emulated() { # QEMU
    run=("$1") how=$1 link=(-static)
}

board() { # BOARD CPU RAM
    machine=arm link=("-Wl,--defsym=ram_size=$3" -T tests/matrix/arm.ld -lgcc)
    run=(qemu-system-arm -M "$1" -cpu "$2" "${semihosting[@]}") how="qemu-system-arm, $2"
    set_bare
}

# The compiler finds nothing of a C library, neither headers nor functions, except those in tests/matrix/libc.
set_bare() {
    local headers
    case ${cc[0]} in
        clang*) headers=$("${cc[0]}" -print-resource-dir 2>/dev/null || true)/include ;;
        *) headers=$("${cc[0]}" -print-file-name=include 2>/dev/null || true) ;;
    esac
    bare=1
    flags=(-std=c11 -Os -ffreestanding -nostdinc -isystem "$headers" -isystem "$root/tests/matrix/libc" "${warnings[@]}"
           -ffunction-sections -fdata-sections)
    link=(-nostdlib -Wl,--gc-sections "${link[@]}")
}

version() {
    case ${cc[0]} in
        clang*) "${cc[0]}" -dumpversion ;;
        tcc) tcc -v | sed -E 's/^tcc version ([^ ]+).*/\1/' ;;
        *) "${cc[0]}" -dumpfullversion -dumpversion ;;
    esac
}

# --- one of them ---

compile() { # FOLDER FLAG_OR_SOURCE...
    mkdir -p "$1"
    (cd "$1" && "${cc[@]}" "${flags[@]}" -I"$root/include" "${@:2}")
}

build_program() { # FOLDER
    local parts=("$root"/tests/matrix/{runner,rows,"machine_$machine"}.c "$root"/tests/{message,support,settings_line}.c)
    local suite init
    [[ " ${suites[*]} " != *' session '* ]] ||
        parts+=("$root"/tests/{matrix/guard,session_stage,session_server,module_stage}.c)
    for suite in "${suites[@]}"; do
        parts+=("$root/tests/$suite.c")
        init=$(sed -nE 's/^TestSuite\(\w+, \.init = (\w+)\);/\1/p' "tests/$suite.c")
        sed -nE "/$slow/d; s/^Test\((\w+), (\w+)\).*/TEST(\1, \2, ${init:-no_init})/p" "tests/$suite.c"
    done >"$1/tests.inc"
    compile "$1/test" -I"$1" -I"$out" -I"$root/tests" -I"$root/tests/matrix" -c "${parts[@]}"
    if [ -n "$bare" ]; then
        # The compiler must not turn a loop into a call of the function that contains it.
        [[ ${cc[0]} = clang* ]] || flags+=(-fno-tree-loop-distribute-patterns)
        compile "$1/test" -fno-builtin -c "$root/tests/matrix/libc/libc.c"
    fi
    "${cc[@]}" "$1"/{library,test}/*.o "${link[@]}" -o "$1/program"
}

# Prints why nothing can be run: a missing tool, or a machine that does not run the programs. Fails for a compiler that
# is broken.
obstacle() { # FOLDER
    local command
    for command in "${cc[0]}" "${run[@]:0:1}" "${needs[@]}"; do
        command -v "$command" >/dev/null || { echo "no $command"; return; }
    done
    [ "$machine" = hosted ] || return 0
    echo 'int main(void) { return 0; }' >"$1/nothing.c"
    if ! "${cc[@]}" "$1/nothing.c" "${link[@]}" -o "$1/nothing" >"$1/said" 2>&1; then
        echo "${cc[*]} links no program"
        [ -n "$installed" ] || return 0 # the C library of the target may be missing
        cat "$1/said" >&2
        return 1
    fi
    timeout 120 "${run[@]}" "$1/nothing" </dev/null >/dev/null 2>&1 || echo "$how runs no program"
}

text_of() { # FOLDER: bytes of the library's text and constants
    local tool=${cc[0]%-gcc}-size
    [ "$bare" != 1 ] || [[ ${cc[0]} != clang* ]] || { echo -; return; }
    command -v "$tool" >/dev/null || tool=size
    "$tool" "$1"/library/*.o | awk 'NR > 1 {sum += $1} END {print sum}'
}

# Checks the output of the program, its exit status, and that no vector is left out.
judge() { # FOLDER
    local status=0 counts
    timeout 240 "${run[@]}" "$1/program" </dev/null >"$1/said" 2>&1 || status=$?
    counts=$(grep -oE '[0-9]+ vectors passed, .* [0-9]+ tests passed, [0-9]+ failed' "$1/said" | tr -dc '0-9 ' || true)
    read -r passed failed noticed unnoticed tests_passed tests_failed <<<"${counts:-0 0 0 0 0 0}"
    [ "$status $((passed + failed)) $failed $unnoticed $tests_failed" = "0 $rows 0 0 0" ] &&
        [ "$noticed" = "$planted" ] && [ "$tests_passed" = "$(wc -l <"$1/tests.inc")" ] && return
    echo "exit status $status, $((passed + failed)) of $rows vectors, $noticed of $planted planted ones"
    tail -n 20 "$1/said"
    return 1
}

line() { printf '| %s ' "$@"; echo '|'; }

# Writes a line of the table, and one word for the result.
target() { # TARGET
    local folder=$out/$1 begin=$SECONDS why choice passed failed noticed unnoticed tests_passed tests_failed
    mkdir -p "$folder"
    describe "$1"
    why=$(obstacle "$folder") || { echo "$why"; return 1; }
    if [ -n "$why" ]; then
        line "$1" "not run: $why" "" "" "" "" "" "" >"$folder/line"
        echo absent >"$folder/state"
        return
    fi
    choice=$(printf '%s\n' "${cc[@]:1}" "${flags[@]}" | awk '/^-(m|-target|O|ffreestanding|nostdinc)/' | paste -s -d ' ')
    echo failed >"$folder/state"
    compile "$folder/library" -c "$root"/src/*.c
    if [ -n "$machine" ]; then
        build_program "$folder"
        judge "$folder" >&2 || return 1
        line "$1" "${cc[0]} $(version)" "$how" "$choice" "$passed / $failed" \
            "$tests_passed / $tests_failed" "$(text_of "$folder")" "$((SECONDS - begin))"
        echo passed >"$folder/state"
    else
        line "$1" "${cc[0]} $(version)" "$how" "$choice" - - "$(text_of "$folder")" "$((SECONDS - begin))"
        echo compiled >"$folder/state"
    fi >"$folder/line"
}

# --- all of them ---

update=
[ "${1:-}" != --update ] || { update=1; shift; }
targets=()
for name in "${@:-ci}"; do
    case $name in
        ci) targets+=("${ci[@]}") ;;
        nightly) targets+=("${nightly[@]}") ;;
        all) targets+=("${ci[@]}" "${nightly[@]}") ;;
        *) describe "$name" && targets+=("$name") ;;
    esac
done

groups=(matrix)
[[ " ${targets[*]} " =~ \ ($(IFS='|'; echo "${nightly[*]}"))\  ]] && groups+=(nightly)
installed=1
scripts/packages.sh "${groups[@]}" || {
    echo "matrix: not all packages could be installed" >&2
    [ -z "${CI:-}" ] || exit 1
    installed=
}
rm -rf "$out"
mkdir -p "$out"
tests/matrix/rows.py tests/vectors >"$out/row_bytes.h"
read -r rows planted <<<"$(sed -nE 's|^/\* ([0-9]+) vectors, ([0-9]+) planted.*|\1 \2|p' "$out/row_bytes.h")"

for name in "${targets[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
    mkdir -p "$out/$name"
    target "$name" >"$out/$name/log" 2>&1 &
done
wait

heads=(target compiler 'run by' flags 'vectors passed / failed' 'tests passed / failed' "library's text, bytes" seconds)
head_lines() { line "${heads[@]}"; line "${heads[@]//*/---}"; }

counts_of() { awk -F ' *[|] *' -v name="$1" '$2 == name {print $6 " vectors, " $7 " tests"}' "$2"; } # TARGET FILE

# Checks that the page has the counts of a target that was run.
up_to_date() { # TARGET
    local counted written
    counted=$(counts_of "$1" "$out/$1/line") written=$(counts_of "$1" "$page")
    [ "$counted" != "$written" ] || return 0
    echo "$1: passed / failed: $counted; $page has ${written:-no such line}" >&2
    return 1
}

status=0 stale=()
declare -A count=([passed]=0 [compiled]=0 [failed]=0 [absent]=0)
head_lines
for name in "${targets[@]}"; do
    state=$(cat "$out/$name/state" 2>/dev/null || echo failed)
    count[$state]=$((count[$state] + 1))
    if [ "$state" = failed ]; then
        line "$name" "${state^^}" "" "" "" "" "" "" >"$out/$name/line"
        tail -n 40 "$out/$name/log" | sed "s/^/$name: /" >&2
        status=1
    fi
    cat "$out/$name/line"
    [ -z "${CI:-}" ] || [ -n "$update" ] || [[ $state != @(passed|compiled) ]] || up_to_date "$name" || stale+=("$name")
done
echo "matrix: ${count[passed]} targets passed, ${count[compiled]} compiled only, ${count[failed]} failed," \
    "${count[absent]} not run; $rows vectors; $SECONDS s"
if [ "${count[absent]}" = ${#targets[@]} ]; then
    echo "matrix: no target can be run here" >&2
    status=1
fi
if [ ${#stale[@]} -gt 0 ]; then
    echo "matrix: $page is stale: run scripts/matrix.sh --update ${stale[*]}" >&2
    status=1
fi

if [ -n "$update" ]; then
    {
        sed '/<!-- matrix: begin/q' "$page"
        head_lines
        for name in "${ci[@]}" "${nightly[@]}"; do
            cat "$out/$name/line" 2>/dev/null || grep "^| $name |" "$page" || true
        done
        sed -n '/<!-- matrix: end/,$p' "$page"
    } >"$out/page"
    cp "$out/page" "$page"
fi
exit $status
