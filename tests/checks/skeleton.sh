#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# re2c's own self-check: a program that runs the automaton over inputs made from its graph, and compares every match with what the graph says.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
for grammar in grammar/line tools/log_token; do
    name=$(basename "$grammar")
    re2c -W -Werror -Wno-sentinel-in-midrule -Wno-match-empty-string -i --skeleton -o "$name.c" "$root/$grammar.re"
    "$cc" -w -o "$name" "$name.c"
    "./$name" || fail "the skeleton of $name.re disagrees"
    [ -n "$(find . -name "$name.c.*.input" -size +1k)" ] || fail "the skeleton of $name.re had no input"
done
echo "the skeleton agrees"
