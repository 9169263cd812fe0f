#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs the Debian packages of one or more groups, named below. Says nothing where all are there.
set -euo pipefail

packages() {
    case $1 in
        build) echo gcc g++ cmake make pkg-config libjansson-dev libmbedtls-dev ;;
        demo) echo libcoap3-bin ;;
        test) echo libcriterion-dev libpcre2-dev libssl-dev libcoap3-dev libcoap3-bin openssl tshark re2c jq valgrind clang clang-19 libclang-rt-19-dev clang-format python3 time mandoc zsh ;;
        size) echo gcc-arm-none-eabi libnewlib-arm-none-eabi gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf python3 ;;
        mcu) echo gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm python3 ;;
        coverage) echo gcovr ;;
        bench) echo clang-19 libbenchmark-dev libpcre2-dev libcoap3-dev valgrind time python3 python3-matplotlib ;;
        # What fuzz/oss-fuzz/build.sh wants beside a compiler; Ubuntu, which OSS-Fuzz builds on, has the same names.
        oss-fuzz) echo zip libpcre2-dev libcoap3-dev libmbedtls-dev libssl-dev ;;
        # AFL++ compiles with clang 14; libc6-dev-i386 and lib32stdc++-12-dev are for -m32.
        fuzz) echo git util-linux binutils unzip clang-19 llvm-19 libclang-rt-19-dev libc6-dev-i386 lib32stdc++-12-dev afl++ libclang-rt-14-dev ;;
        *) echo "packages: no group $1" >&2; exit 2 ;;
    esac
}

missing=()
for group in "$@"; do
    for package in $(packages "$group"); do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "installing: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
