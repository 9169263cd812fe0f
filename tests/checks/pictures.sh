#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The committed pictures of the automata, and the table of their states, match the grammar. The pictures of the
# simulator's parts and of the costs match their sources. Needs no graphviz.
. "$(dirname "$0")/lib.sh"
cd "$root"
mkdir "$scratch/graphs"
scripts/grammar_automata.py dot "$scratch/graphs"
names() { find "$1" -name "*$2" -printf '%f\n' | sed "s/$2\$//" | sort; }
lexers=$(names "$scratch/graphs" .dot)
[ "$lexers" = "$(names docs/grammar .svg)" ] || fail "docs/grammar has other pictures than the grammar has lexers"
for lexer in $lexers; do
    grep -qx "<!-- $(sha256sum <"$scratch/graphs/$lexer.dot" | cut -d' ' -f1) -->" "docs/grammar/$lexer.svg" ||
        fail "docs/grammar/$lexer.svg is stale: run scripts/grammar-pictures.sh"
    grep -q "docs/grammar/$lexer.svg" grammar/README.md || fail "grammar/README.md does not show $lexer"
done
for shown in $(grep -o 'docs/grammar/lex_[a-z_]*\.svg' grammar/README.md); do
    [ -f "$shown" ] || fail "grammar/README.md shows $shown, which does not exist"
done
sed '/^<!-- states: begin/,/^<!-- states: end/!d;//d' grammar/README.md >"$scratch/shown"
scripts/grammar_automata.py states | diff "$scratch/shown" - ||
    fail "the table of states in grammar/README.md is stale: run scripts/grammar-pictures.sh"
grep -qx "<!-- $(scripts/sim-picture.sh --dot | sha256sum | cut -d' ' -f1) -->" docs/sim/parts.svg ||
    fail "docs/sim/parts.svg is stale: run scripts/sim-picture.sh"
scripts/cost_picture.py --check
echo "$(wc -l <<<"$lexers") pictures are of the grammar"
