#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# re2c's own self-check: programs that run each automaton over inputs made from its graph, and compare every match with
# what the graph says. They hold re2c's code, not our primitives and accelerators, which other tests compare.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
"$root/scripts/grammar_automata.py" blocks >blocks
for grammar in $(cut -d' ' -f1 blocks | sort -u); do
    re2c -W -Werror -Wno-sentinel-in-midrule -Wno-match-empty-string -i --skeleton -I "$root/grammar" \
        -o "$grammar.c" "$root/grammar/$grammar"
    "$cc" -w -o "$grammar.run" "$grammar.c"
    "./$grammar.run" || fail "a skeleton of $grammar disagrees"
done
# re2c makes one program of a file, which tries its blocks in turn; each has its inputs and the matches wanted.
while read -r grammar line lexer; do
    for data in input keys; do
        [ -s "$grammar.c.line$line.$data" ] || fail "$lexer ($grammar:$line) was not tried: it has no $data"
    done
    grep -q "if (lex_line$line() != 0)" "$grammar.c" || fail "$lexer ($grammar:$line) was not tried: nothing calls it"
done <blocks
echo "the skeletons of $(wc -l <blocks) automata agree"
