#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# re2c's own self-check: a program that runs the automaton over inputs made from its graph, and compares every match with what the graph says.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
re2c -W -Werror -Wno-sentinel-in-midrule -Wno-match-empty-string -i --skeleton -o line.c "$root/grammar/line.re"
"$cc" -w -o line line.c
./line || fail "the skeleton of line.re disagrees"
[ -n "$(find . -name 'line.c.*.input' -size +1k)" ] || fail "the skeleton of line.re had no input"
echo "the skeleton agrees"
