#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# No macro of a program changes the meaning of the library, and no name of the library clashes with one of the program.
# Defines each word in capitals that the headers contain, and those of host_words.txt, as text that no compiler accepts.
# Then compares the preprocessor's output for headers, sources and a use of every macro with the output without these
# definitions.
. "$(dirname "$0")/lib.sh"
cd "$root"

# Removes comments and strings, and lists the words in capitals without the prefix. Integer limits belong to the C
# library.
words_of() {
    gcc -fpreprocessed -dD -E -P -x c "$@" 2>/dev/null | sed 's/"\(\\.\|[^"\\]\)*"//g' | grep -oE '\b[A-Za-z_][A-Za-z0-9_]*\b' |
        grep -E '^[A-Z][A-Z0-9_]+$' | grep -vE '^(QDMP_|NULL$|SIZE_MAX$|U?INT(PTR)?[0-9]*_(MAX|C)$)' || true
}

for file in include/qdmp/*.h include/qdmp/spec.def; do words_of "$file"; done | sort -u >"$scratch/headers"
sed '/^#/d' tests/checks/host_words.txt | tr -s ' ' '\n' | sed '/^$/d' | sort -u >"$scratch/host"
sort -u "$scratch/headers" "$scratch/host" >"$scratch/words"
[ "$(wc -l <"$scratch/host")" -ge 200 ] && [ "$(wc -l <"$scratch/headers")" -ge 60 ] || fail "too few words"
sed 's/.*/#define & @&@/' "$scratch/words" >"$scratch/garbage.h"

# Every public header in one file, with a use of every constant and call-like macro. The lists of rows take macros and
# are left out.
for header in include/qdmp/*.h; do echo "#include \"qdmp/$(basename "$header")\""; done >"$scratch/all.h"
gcc -E -dM -P -Iinclude "$scratch/all.h" | sed -n 's/^#define \(QDMP_[A-Z][A-Z0-9_]*\)\(([^)]*)\)\{0,1\}\( .*\|$\)/\1\2/p' |
    grep -vE '_(PARAMS|VALUES|STATUSES)\([A-Z]\)$|^QDMP_(FORMS|STORED|RESOURCES|ACTS|DEVIATIONS|COMMANDS|PARAMS|VALUES|STATUSES|CME_ERRORS|PROFILES|TOKEN_KINDS)\(|_H$|_DEF$' |
    sort >"$scratch/macros"
grep -q '^QDMP_CREDENTIALS_REQUEST_MAX(' "$scratch/macros" || fail "no macros found"
{ cat "$scratch/all.h"; sed 's/^\(QDMP_[A-Z0-9_]*\)\(.*\)/use_of \1\2;/' "$scratch/macros"; } >"$scratch/uses.c"

count=0
same() { # FILE
    gcc -std=c11 -E -P "${@:2}" -Iinclude -Isrc "$1" -o "$scratch/plain.i"
    gcc -std=c11 -E -P "${@:2}" -include "$scratch/garbage.h" -Iinclude -Isrc "$1" -o "$scratch/garbage.i"
    diff "$scratch/plain.i" "$scratch/garbage.i" >&2 || fail "a macro of the program changes $1 ${*:2}"
    count=$((count + 1))
}
for file in "$scratch/uses.c" include/qdmp/*.h src/*.c; do
    same "$file"
    same "$file" -DQDMP_AT_ONLY -Os
done

# All sources in one file, after headers of the C library and POSIX: no static of ours has one of their names, and no
# two of ours have the same name, in any order.
cat >"$scratch/system.h" <<'C'
#define _GNU_SOURCE 1
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <search.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <syslog.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
C
unity() { # ORDER: a file that includes every source
    printf '%s\n' src/*.c | sort "$@" | sed 's|.*|#include "'"$root"'/&"|'
}
# The garbage must leave out the words that POSIX defines as macros of its own.
gcc -E -dM -P "$scratch/system.h" | sed -n 's/^#define \([A-Za-z0-9_]*\).*/\1/p' | sort -u >"$scratch/taken"
comm -23 "$scratch/words" "$scratch/taken" | sed 's/.*/#define & @&@/' >"$scratch/garbage_behind.h"
unity >"$scratch/forward.c"
unity -r >"$scratch/backward.c"
for compiler in gcc clang; do
    for order in forward backward; do
        "$compiler" -std=c11 "${warnings[@]}" -include "$scratch/system.h" -include "$scratch/garbage_behind.h" -Iinclude -Isrc \
            -fsyntax-only "$scratch/$order.c" || fail "$compiler: all sources as one, $order"
    done
    "$compiler" -x c++ -std=c++11 -Wall -Wextra -Wpedantic -Werror -include "$scratch/garbage.h" -Iinclude \
        -fsyntax-only "$scratch/all.h" 2>"$scratch/log" || { cat "$scratch/log" >&2; fail "$compiler: the headers as C++"; }
done

# Macros and enumerators that the sources define have the prefix.
gcc -std=c11 -E -dD -Iinclude -Isrc "$scratch/forward.c" >"$scratch/defines"
awk '/^# [0-9]+ "/ {ours = $3 ~ /(^"|\/)(src|include\/qdmp)\//; next} ours && /^#define / {sub(/\(.*/, "", $2); print $2}' \
    "$scratch/defines" | grep -v '^QDMP_' >"$scratch/bare" && fail "macros without the prefix: $(paste -s -d ' ' "$scratch/bare")"
gcc -std=c11 -E -Iinclude -Isrc "$scratch/forward.c" | awk '/^# [0-9]+ "/ {ours = $3 ~ /(^"|\/)(src|include\/qdmp)\//; next} ours' |
    tr '\n' ' ' | grep -oE '\benum( [a-z_]+)? \{[^}]*\}' | sed 's/.*{//; s/([^()]*)//g; s/}//' | tr ',' '\n' |
    sed -nE 's/^ *([A-Za-z_0-9]+).*/\1/p' >"$scratch/enumerators"
[ "$(wc -l <"$scratch/enumerators")" -gt 200 ] || fail "no enumerators found"
grep -v '^QDMP_' "$scratch/enumerators" >"$scratch/bare" && fail "enumerators without the prefix: $(paste -s -d ' ' "$scratch/bare")"
echo "$(wc -l <"$scratch/words") words, $count files"
