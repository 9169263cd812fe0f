#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs the Debian packages of one or more groups, named below. Prints nothing if all are installed.
set -euo pipefail

packages() {
    case $1 in
        build) echo gcc g++ cmake make pkg-config libjansson-dev libmbedtls-dev ;;
        # For processors that some checks compile for, if the compiler is installed.
        compilers) echo gcc-arm-none-eabi gcc-riscv64-unknown-elf gcc-xtensa-lx106 gcc-avr binutils-avr tcc musl-tools ;;
        demo) echo libcoap3-bin ;;
        test) echo libcriterion-dev zlib1g-dev libpcre2-dev libssl-dev libcoap3-dev libcoap3-bin openssl tshark re2c jq valgrind clang clang-19 libclang-rt-19-dev clang-format python3 python3-yaml python3-kconfiglib time mandoc zsh socat python3-serial ppp picocom gammu smstools iproute2 ;;
        size) echo gcc-arm-none-eabi libnewlib-arm-none-eabi gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf python3 ;;
        mcu) echo gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm python3 ;;
        # Cross compilers and emulators of scripts/matrix.sh. Those of the nightly run are in a group of their own,
        # because they are large.
        matrix) echo clang clang-19 lld-19 gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc nodejs musl-tools tcc gcc-avr avr-libc python3 ;;
        nightly) echo libc6-dev-i386 lib32gcc-12-dev gcc-mips-linux-gnu libc6-dev-mips-cross gcc-powerpc-linux-gnu libc6-dev-powerpc-cross gcc-arm-linux-gnueabihf libc6-dev-armhf-cross gcc-mingw-w64-x86-64-win32 wine64 simavr ;;
        prove) echo cbmc gcc ;; # from Debian 13 on; scripts/prove.sh has what an older one does
        docs) echo doxygen doxygen-awesome-css graphviz re2c python3 ;;
        # The line viewer, and its tests in a browser.
        explain) echo clang-19 lld-19 python3 ;;
        browser) echo chromium chromium-driver python3-selenium ;;
        bench) echo clang-19 libbenchmark-dev libpcre2-dev libcoap3-dev valgrind time python3 python3-matplotlib ;;
        # What fuzz/oss-fuzz/build.sh needs beside a compiler. Ubuntu, on which OSS-Fuzz builds, has the same names.
        oss-fuzz) echo zip libpcre2-dev libcoap3-dev libmbedtls-dev libssl-dev ;;
        # AFL++ compiles with clang 14. libc6-dev-i386 and lib32stdc++-12-dev are for -m32. qemu-user is for a kernel
        # that does not run the result.
        fuzz) echo git util-linux binutils unzip clang-19 llvm-19 libclang-rt-19-dev libc6-dev-i386 lib32stdc++-12-dev qemu-user afl++ libclang-rt-14-dev ;;
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
patience=${QDMP_APT_PATIENCE:-600} # seconds for which another apt may hold a lock
complaints=$(mktemp)
trap 'rm -f "$complaints"' EXIT

# Tries again while another apt holds a lock. apt's own DPkg::Lock::Timeout covers only the locks of dpkg, not those of
# the lists and of the archives.
run_apt() {
    local deadline=$((SECONDS + patience)) waiting=
    until "${as_root[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" </dev/null \
        >/dev/null 2>"$complaints"; do
        if ! grep -q '^E: Could not get lock' "$complaints" || [ $SECONDS -ge $deadline ]; then
            cat "$complaints" >&2
            return 1
        fi
        [ -n "$waiting" ] || echo "waiting: $(grep -m 1 'Could not get lock' "$complaints")" >&2
        waiting=1
        sleep 1
    done
    cat "$complaints" >&2
}

echo "installing: ${missing[*]}" >&2
run_apt update
run_apt install -y --no-install-recommends "${missing[@]}"
