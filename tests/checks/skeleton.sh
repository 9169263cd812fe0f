#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs re2c's own self-check: programs that run each automaton over inputs made from its graph, and compare every match
# with the graph. They test re2c's code, not our primitives and accelerators, which other tests compare.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
run_skeleton() {
    local grammar
    grammar=$(basename "$1")
    re2c -W -Werror -Wno-sentinel-in-midrule -Wno-match-empty-string -i --skeleton -I "$root/grammar" \
        -o "$grammar.c" "$root/$1"
    "$cc" -w -o "$grammar.run" "$grammar.c"
    "./$grammar.run" || fail "a skeleton of $grammar disagrees"
}
"$root/scripts/grammar_automata.py" blocks >blocks
for grammar in $(cut -d' ' -f1 blocks | sort -u); do
    run_skeleton "grammar/$grammar"
done
# re2c makes one program of a file, which tries its blocks in turn. Each block has its own inputs and expected matches.
while read -r grammar line lexer; do
    for data in input keys; do
        [ -s "$grammar.c.line$line.$data" ] || fail "$lexer ($grammar:$line) was not tried: it has no $data"
    done
    grep -q "if (lex_line$line() != 0)" "$grammar.c" || fail "$lexer ($grammar:$line) was not tried: nothing calls it"
done <blocks
# The tool's own grammar. Its blocks are those with a rule for any byte.
run_skeleton tools/log_token.re
own=$(find . -name 'log_token.re.c.line*.input' -size +0 | wc -l)
[ "$own" -eq "$(grep -c '^ *\* .*{' "$root/tools/log_token.re")" ] ||
    fail "$own automata of tools/log_token.re were tried"
echo "the skeletons of $(($(wc -l <blocks) + own)) automata agree"
