#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the tests of the compiled lexers (docs/proofs.md) on each target, emulated if necessary: lexers.sh [TARGET...],
# all targets unless some are named. A target with a missing compiler or emulator is not run; this is reported and
# counted separately. The script fails if no target is run, or, if CI is set, if packages cannot be installed. With
# --planted, it refutes all bugs planted in the grammars instead.
# shellcheck disable=SC2054 # commas separate linker options
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
out=$root/build/lexers
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wcast-qual -Werror)
sources=(tests/lexers/runner.c src/rows.c src/spec.c src/text.c)
[ "${1:-}" != --planted ] || exec tests/lexers/planted.py
targets=("$@")
[ $# -gt 0 ] || targets=(native s390x cortex-m3)
[ "${targets[*]}" = native ] || scripts/packages.sh matrix || {
    echo "lexers: not all packages could be installed" >&2
    [ -z "${CI:-}" ] || exit 1
}

# Sets the compiler with all its flags, the part of tests/matrix/ that starts the program, and the command that runs the
# program.
describe() { # TARGET
    machine=tests/matrix/machine_hosted.c run=() last=()
    flags=(-std=c11 -O2 "${warnings[@]}" -DQDMP__FAST=0 -ffunction-sections -fdata-sections -Wl,--gc-sections -Iinclude
           -Itests/matrix -I"$out")
    case $1 in
        native) cc=(gcc) ;;
        s390x) cc=(s390x-linux-gnu-gcc) run=(qemu-s390x) flags+=(-static) ;;
        cortex-m3)
            cc=(arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb)
            run=(qemu-system-arm -M mps2-an385 -cpu cortex-m3 -display none -monitor none -serial none
                 -semihosting-config "enable=on,target=native" -kernel)
            machine=tests/matrix/machine_arm.c
            flags+=(-Os -ffreestanding -isystem tests/matrix/libc -nostdlib -Wl,--defsym=ram_size=4M
                    -T tests/matrix/arm.ld)
            last=("$out/libc.o" -lgcc)
            ;;
        *) echo "usage: lexers.sh [native | s390x | cortex-m3]..." >&2; exit 2 ;;
    esac
}

# The compiler must not turn a loop of one of the four memory functions into a call of that function.
compile_libc() {
    "${cc[@]}" -std=c11 -Os -ffreestanding -fno-builtin -fno-tree-loop-distribute-patterns -isystem tests/matrix/libc \
        -c tests/matrix/libc/libc.c -o "$out/libc.o"
}

absent() {
    local command
    for command in "${cc[0]}" "${run[@]:0:1}"; do
        command -v "$command" >/dev/null || { echo "no $command"; return; }
    done
}

mkdir -p "$out"
tests/lexers/lexers.py suites >"$out/suites.h"
passed=0 failed=0 not_run=0
for target in "${targets[@]}"; do
    describe "$target"
    begin=$SECONDS missing=$(absent)
    if [ -n "$missing" ]; then
        echo "$target: not run: $missing"
        not_run=$((not_run + 1))
        continue
    fi
    [ ${#last[@]} -eq 0 ] || compile_libc
    "${cc[@]}" "${flags[@]}" "${sources[@]}" "$machine" "${last[@]}" -o "$out/$target"
    status=0
    timeout 240 "${run[@]}" "$out/$target" </dev/null >"$out/$target.log" 2>&1 || status=$?
    if [ "$status" = 0 ] && grep -q '^[1-9][0-9]* tests, 0 lexers wrong$' "$out/$target.log"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$target: FAILED, exit status $status"
        grep FAILED "$out/$target.log" || tail -n 5 "$out/$target.log"
    fi
    echo "$target: $(tail -n 1 "$out/$target.log"), $((SECONDS - begin)) s"
done
echo "lexers: $passed targets passed, $failed failed, $not_run not run"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
