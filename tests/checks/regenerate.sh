#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The committed lexers are those that re2c makes of the grammars.
. "$(dirname "$0")/lib.sh"
"$root/scripts/regenerate.sh" "$scratch/generated" "$scratch/tool"
for file in "$scratch"/generated/*; do
    # re2c names the files it was given only in its warnings, so the bytes can be compared.
    cmp "$file" "$root/src/generated/$(basename "$file")" || fail "src/generated/$(basename "$file") is not what re2c writes"
done
[ "$(ls "$scratch/generated")" = "$(ls "$root/src/generated")" ] || fail "src/generated holds other files"
for grammar in $("$root/scripts/grammar_automata.py" blocks | cut -d' ' -f1 | sort -u); do
    [ -s "$root/src/generated/${grammar%.re}.h" ] || fail "scripts/regenerate.sh leaves out $grammar, which holds lexers"
done
cmp "$scratch/tool/log_token.h" "$root/tools/generated/log_token.h" ||
    fail "tools/generated/log_token.h is not what re2c writes"
echo "$(ls "$scratch/generated" "$scratch/tool" | grep -c '\.h$') files are what re2c writes"
