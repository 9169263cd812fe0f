#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# No call leaves a piece of a secret on the stack (tests/wiping.c), whatever compiler made the library, optimised or not,
# and also where its calls go through the dynamic linker, which binds lazily and stores registers on the stack.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
unset QDMP_UNDER_VALGRIND
read -ra criterion <<<"$(pkg-config --cflags --libs criterion)"
# The sources of calls with cryptography, and what these need. The others take long to compile.
mapfile -t sources < <(find "$root/src" -maxdepth 1 -name '*.c' |
    grep -E '/(base64|coap|crc32|crypto|names|object|registration|rows|session|settings|text|version|writer)[^/]*$' | sort)
tests=("$root"/tests/{wiping,own_stack,support}.c)
done=() absent=()

check() { # COMPILER LEVEL KIND FLAG...
    local folder=$1$2.$3
    mkdir "$folder"
    (cd "$folder" && "$1" -std=c11 "$2" "${@:4}" -I"$root/include" -c "${sources[@]}")
    case $3 in
        static) ar rc "$folder/libqdmp.a" "$folder"/*.o ;;
        shared) "$1" -shared "$folder"/*.o -o "$folder/libqdmp.so" ;;
    esac
    "$1" -std=c11 -O0 -D_DEFAULT_SOURCE -I"$root/include" "${tests[@]}" -L"$folder" -lqdmp -Wl,-z,lazy \
        -Wl,-rpath,"$scratch/$folder" "${criterion[@]}" -o "$folder/tests"
    LD_BIND_NOW='' "$folder/tests" >log 2>&1 || { cat log >&2; fail "$folder"; }
    done+=("$folder")
}

for compiler in gcc clang-19; do
    command -v "$compiler" >/dev/null || { absent+=("$compiler"); continue; }
    for level in -O0 -O2; do
        check "$compiler" "$level" static
        check "$compiler" "$level" shared -fPIC
    done
done
[ ${#done[@]} -gt 0 ] || fail "no compiler here"
echo "no secret is left: ${done[*]}; no compiler here for: ${absent[*]:-none of them}"
