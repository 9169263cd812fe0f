#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The API reference is whole: every public function has an example, which calls it, and every header with such functions
# is in a group. So is the guide: every status of spec.def has a line, of which the tool says just that, or a call; every
# lexer has its picture. The examples run as reference_examples; doxygen runs in scripts/docs.sh.
# usage: reference.sh QDMP TABLES
. "$(dirname "$0")/lib.sh"
cd "$root"
qdmp=${1:?usage: reference.sh QDMP TABLES} tables=${2:?usage: reference.sh QDMP TABLES}
headers=(include/qdmp/*.h include/qdmp/port/*.h)
mkdir "$scratch/examples"
docs/reference/snippets.py "$scratch/examples" tests/reference/*.c

# What programs call: what the library exports, its inline functions, and those of the adapters.
{
    grep -vE '^qdmp__|^qdmp_abi' tests/checks/exported.txt
    sed -nE 's/^static inline .*\b(qdmp_[a-z0-9_]+)\(.*/\1/p' include/qdmp/*.h
    sed -nE 's/^QDMP_API .*\b(qdmp_[a-z0-9_]+)\(.*/\1/p' include/qdmp/port/*.h
} | sort -u >"$scratch/functions"
[ "$(wc -l <"$scratch/functions")" -ge 70 ] || fail "too few functions found"

while read -r function; do
    shown=$(grep -hoE "^ \* @snippet [a-z]+\.c $function\$" "${headers[@]}") || fail "$function has no example: @snippet in its header"
    file=$(cut -d ' ' -f 4 <<<"$shown")
    sed -n "/^\/\/! \[$function\]/,//p" "$scratch/examples/$file" | grep -q "\b$function(" ||
        fail "tests/reference/$file has no example that calls $function"
    grep -q "  $file" tests/reference/CMakeLists.txt || fail "tests/reference/$file is not built"
done <"$scratch/functions"
for header in $(grep -lE '^(QDMP_API|static inline) ' "${headers[@]}"); do
    [ "$header" = include/qdmp/prefix.h ] && continue
    group=$(sed -n 's/^\/\*\* @addtogroup //p' "$header")
    grep -q "^ \* @defgroup $group " docs/reference/groups.dox || fail "$header is in no group of docs/reference/groups.dox"
done

mkdir "$scratch/guide"
docs/guide/pages.py "$scratch/guide" "$tables" "$qdmp" "$scratch/examples/status.c" || fail "the guide cannot be written"
statuses=$("$tables" statuses | wc -l)
[ "$(grep -c '^### QDMP_' "$scratch/guide/errors.md")" = "$statuses" ] || fail "errors.md does not show $statuses statuses"
for page in forms limits; do
    for language in "" .zh; do
        grep -q '^## AT+QDMPCFGEX$' "$scratch/guide/$page$language.md" || fail "$page$language.md is not expanded"
    done
done
# What the table of the README says of a parameter, the guide says as well.
"$qdmp" spec --markdown | sed -n 's/^| QDMP[A-Z]* | \([0-9]\) | \([A-Za-z]*\) | [a-z]* | \([^|]*\) | \([^|]*\) | .*/| \1 | \2 | \3 | \4 |/p' >"$scratch/limits"
[ "$(wc -l <"$scratch/limits")" = 24 ] || fail "the tool prints other tables than were expected"
while read -r row; do
    grep -qF "$row" "$scratch/guide/limits.md" || fail "limits.md has no row: $row"
done <"$scratch/limits"
# The example of each form in the Chinese page too, and one that decodes: at most the requests of the guide's transcript.
grep -h '^- \(example\|举例\)' "$scratch"/guide/forms*.md | sed 's/^[^`]*`//; s/`$//' | sort -u >"$scratch/lines"
"$qdmp" decode --quiet "$scratch/lines" >/dev/null || fail "an example of forms.md does not decode"
[ "$(wc -l <"$scratch/lines")" = 12 ] || fail "forms.md does not show an example for each of the 12 forms of requests"
for picture in docs/grammar/*.svg; do
    grep -qF "($(basename "$picture"))" docs/guide/lines.md || fail "docs/guide/lines.md does not show $picture"
done
echo "$(wc -l <"$scratch/functions") functions have an example, $statuses statuses a line or a call"
