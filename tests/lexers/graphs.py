# SPDX-License-Identifier: MIT
"""The automata that re2c makes of grammar/, in the form of shapes.py."""
import pathlib
import sys

import shapes

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
import grammar_automata  # noqa: E402


class Unclear(Exception):
    """A grammar of which this module can make no automaton."""


def join(lexer, pairs):
    """
    The automaton of a lexer, whose blocks are entered by `goto`. A rule that leads to another block ends in a state
    that accepts no byte: that is the first state of the other block.
    """
    starts = {block.label: (i, graph.start) for i, (block, graph) in enumerate(pairs) if block.label}
    outcomes, same = {}, {}
    for i, (block, graph) in enumerate(pairs):
        for state, line in graph.matches.items():
            outcome = (block.rules[line].outcomes or [""])[0]
            if not outcome.startswith("goto "):
                outcomes[i, state] = outcome
            elif graph.edges.get(state):
                raise Unclear(f"{lexer}: a rule with a goto is the beginning of another")
            else:
                same[i, state] = starts[outcome[5:]]
    states = [(i, state) for i, (_, graph) in enumerate(pairs) for state in graph.states if (i, state) not in same]
    numbers = {state: number for number, state in enumerate(states, 1)}
    edges = [[shapes.DEAD] * 256 for _ in range(len(states) + 1)]
    for i, state in states:
        for to, taken in pairs[i][1].edges.get(state, {}).items():
            for byte in taken:
                edges[numbers[i, state]][byte] = numbers[same.get((i, to), (i, to))]
    return shapes.Automaton(numbers[0, pairs[0][1].start], [None, *map(outcomes.get, states)], edges)


def read(folder):
    """The automaton of each lexer of the grammars in `folder`."""
    grammar_automata.FOLDER = pathlib.Path(folder)
    return {lexer: join(lexer, pairs) for lexer, pairs in grammar_automata.lexers().items()}
