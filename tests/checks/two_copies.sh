#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests two versions of the library in one program, the second with a longer MAC. With prefixes both work, without
# prefixes they do not link. Headers of one version do not link with a library of the other, and enums of two sizes do
# not link.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
for copy in old new; do
    mkdir "$copy"
    cp -r "$root/include" "$root/src" "$copy"
done
sed -i 's/^#define QDMP_VERSION_MINOR .*/#define QDMP_VERSION_MINOR 97/' old/include/qdmp/abi.h
sed -i 's/^#define QDMP_VERSION_MINOR .*/#define QDMP_VERSION_MINOR 98/' new/include/qdmp/abi.h
sed -i '/P(EX, 1, 1, MAC,/s/, 19, GUIDE/, 30, GUIDE/' new/include/qdmp/spec.def
cmp -s old/include/qdmp/spec.def new/include/qdmp/spec.def && fail "the limit was not found"
cat >main.c <<'C'
#include "qdmp/span.h"
size_t old_copy(qdmp_span mac, uint32_t *version);
size_t new_copy(qdmp_span mac, uint32_t *version);
int main(void) {
    uint32_t version[2];
    qdmp_span mac[3] = {QDMP_LITERAL("0123456789012345678"), QDMP_LITERAL("012345678901234567890123456789"),
                        QDMP_LITERAL("0123456789012345678901234567890")};
    size_t head = sizeof "AT+QDMPCFGEX=1,0,\"\"\r" - 1;
    return !(old_copy(mac[0], version) == head + 19 && old_copy(mac[1], version) == 0 && version[0] == 9700 &&
             new_copy(mac[0], version + 1) == head + 19 && new_copy(mac[1], version + 1) == head + 30 &&
             new_copy(mac[2], version + 1) == 0 && version[1] == 9800);
}
C
"$cc" -DQDMP_NO_GUARD -Iold/include -c main.c

# library FOLDER NAME FLAGS...: FOLDER/libNAME.a, of the AT layers; user FOLDER NAME FLAGS...: FOLDER/NAME.o
library() {
    mkdir -p "$1/$2"
    (cd "$1/$2" && at_sources .. | xargs "$cc" -std=c11 -O0 -ffunction-sections -fdata-sections "${@:3}" -I../include -c)
    ar rc "$1/lib$2.a" "$1/$2"/*.o
}
user() {
    "$cc" -std=c11 -O0 -ffunction-sections -fdata-sections "${warnings[@]}" "${@:3}" -DCOPY="$1_copy" -I"$1/include" \
        -c "$root/tests/checks/two_copies.c" -o "$1/$2.o"
}
links() { "$cc" -Wl,--gc-sections "$@" -o program 2>log; }
refused() { # WHAT ARGUMENT...
    ! links "${@:2}" || fail "$1: links"
    grep -qE 'multiple definition|undefined reference' log || fail "$1: $(cat log)"
}

for copy in old new; do
    library $copy bare -DQDMP__FAST=0
    library $copy named -DQDMP__FAST=0 -DQDMP_PREFIX=${copy}_
    user $copy bare
    user $copy named -DQDMP_PREFIX=${copy}_
    user $copy unguarded -DQDMP_NO_GUARD
done
links main.o old/named.o new/named.o -Lold -Lnew old/libnamed.a new/libnamed.a || fail "with two prefixes: $(cat log)"
./program || fail "with two prefixes a copy is wrong"
links main.o old/named.o new/bare.o old/libnamed.a new/libbare.a || fail "with one prefix: $(cat log)"
./program || fail "with one prefix a copy is wrong"

refused "two copies" main.o old/bare.o new/bare.o old/libbare.a new/libbare.a
refused "two copies, the other first" main.o old/bare.o new/bare.o new/libbare.a old/libbare.a
refused "two copies, as objects" main.o old/bare.o new/bare.o old/bare/*.o new/bare/*.o
refused "headers of another version" main.o old/bare.o new/bare.o new/libbare.a
refused "a prefix in one half" main.o old/named.o new/bare.o old/libbare.a new/libnamed.a
library new strict -DQDMP__FAST=0 -DQDMP_STRICT
refused "a strict library, headers that are not" main.o old/named.o new/bare.o old/libnamed.a new/libstrict.a
user new strict -DQDMP_STRICT
links main.o old/named.o new/strict.o old/libnamed.a new/libstrict.a || fail "strict in both halves: $(cat log)"
./program || fail "strict in both halves: a copy is wrong"

library new lines -DQDMP__FAST=0 -DQDMP_WHOLE_LINES
refused "a library for whole lines, headers that are not" main.o old/named.o new/bare.o old/libnamed.a new/liblines.a
# This is the purpose of the guard.
links main.o old/unguarded.o new/unguarded.o old/libbare.a new/libbare.a || fail "without a guard nothing is refused"
! ./program || fail "without a guard both are right: this test shows nothing"

# The guard is one pointer, and nothing with QDMP_NO_GUARD.
bytes() { # FLAGS...
    echo '#include "qdmp/qdmp.h"' | gcc -m32 -ffreestanding -fno-pic -fno-asynchronous-unwind-tables -I"$root/include" "$@" \
        -x c -c - -o guard.o
    size -A guard.o | awk '$1 ~ /^\.(text|rodata|data|bss)/ {sum += $2} END {print sum + 0}'
}
[ "$(bytes)" -le 4 ] || fail "the guard has $(bytes) bytes"
[ "$(bytes)" -gt 0 ] || fail "there is no guard"
[ "$(bytes -DQDMP_NO_GUARD)" = 0 ] || fail "QDMP_NO_GUARD leaves $(bytes -DQDMP_NO_GUARD) bytes"

[ "$(nm old/bare/*.o | grep -c qdmp__guard)" = 0 ] || fail "the library's own files have a guard"

# Enums of another size are an error of the compiler unless they are announced, and then of the linker.
! user new short -fshort-enums 2>log || fail "-fshort-enums in one half compiles"
grep -q qdmp__enums_are_as_announced log || fail "-fshort-enums in one half: $(cat log)"
user new short -fshort-enums -DQDMP_SHORT_ENUMS
refused "-fshort-enums in one half" main.o old/named.o new/short.o old/libnamed.a new/libbare.a
library new short -DQDMP__FAST=0 -fshort-enums -DQDMP_SHORT_ENUMS
links main.o old/named.o new/short.o old/libnamed.a new/libshort.a || fail "-fshort-enums in both: $(cat log)"
./program || fail "-fshort-enums in both: a copy is wrong"

# arm-none-eabi has small enums by default.
arm=
if command -v arm-none-eabi-gcc >/dev/null; then
    arm_gcc() { arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -std=c11 -ffreestanding -Inew/include "$@"; }
    arm_gcc -fno-short-enums -c new/src/version.c -o arm_library.o
    echo '#include "qdmp/qdmp.h"' | arm_gcc -x c -c - -o arm_user.o
    ! arm_gcc -nostdlib -Wl,-e,0 arm_user.o arm_library.o -o arm 2>log || fail "arm: enums of two sizes link"
    grep -q 'undefined reference to .qdmp_abi_0_98_short_enums' log || fail "arm: $(cat log)"
else
    arm='; not run: arm-none-eabi-gcc'
fi
echo "two versions in one program are both right, or do not link$arm"
