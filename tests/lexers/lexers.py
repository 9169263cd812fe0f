#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
The lexers against the shapes of the tokens (shapes.py).

    lexers.py graphs [FOLDER]     compares with the automata that re2c makes of grammar/, or of the grammars in FOLDER

    lexers.py suites [FOLDER]     writes the tests of the compiled lexers, a header for runner.c

Exit status 1 if a lexer differs; the shortest text that shows it is printed.
"""
import sys

sys.dont_write_bytecode = True
import graphs  # noqa: E402
import shapes  # noqa: E402
import suites  # noqa: E402


def shown(word):
    return '"' + "".join(chr(b) if 0x20 <= b < 0x7F and b not in b'"\\' else f"\\x{b:02x}" for b in word) + '"'


def told(verdict):
    return "no match" if verdict is None else verdict or "a match"


def difference(lexer, graph):
    """The difference between a graph and the shapes, or None."""
    law = suites.law_of(lexer)
    word, _ = shapes.first_difference(law, graph)
    if word is None:
        return None
    return (f"{lexer}: {shown(word)}: {told(law.verdicts[law.go(law.start, word)])} by the shapes,"
            f" {told(graph.verdicts[graph.go(graph.start, word)])} by the grammar")


def compare_graphs(folder=graphs.ROOT / "grammar"):
    found = graphs.read(folder)
    if set(found) != set(shapes.SHAPES):
        sys.exit(f"lexers: the grammar and the shapes have other lexers: {set(found) ^ set(shapes.SHAPES)}")
    total, wrong = 0, 0
    for lexer, graph in found.items():
        law = shapes.automaton_of(lexer)
        pairs = shapes.first_difference(law, graph)[1]
        wrong += bool(differs := difference(lexer, graph))
        total += pairs
        print(differs or f"{lexer}: {len(law.verdicts)} and {len(graph.verdicts)} states, {pairs} pairs")
    print(f"{len(found)} lexers, {wrong} differ; {total} pairs of states, each with 256 bytes")
    return 1 if wrong else 0


def write_suites(folder=None):
    found = graphs.read(folder or graphs.ROOT / "grammar")
    large = [lexer for lexer, graph in found.items() if suites.extra(lexer, len(graph.edges)) > suites.MORE_MAX]
    if large and not folder:
        sys.exit(f"lexers: too many states for a test of all texts: {large}")
    print(suites.header(found), end="")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["graphs", *folder]: sys.exit(compare_graphs(*folder))
        case ["suites", *folder]: write_suites(*folder)
        case _: sys.exit(__doc__)
