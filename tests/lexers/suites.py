# SPDX-License-Identifier: MIT
"""
The tests of Chow's W-method for each compiled lexer, as a C header for runner.c. A lexer that has no more states than
the graph of its grammar, and passes them, is the automaton of the shapes.
"""
import functools

import shapes

# Numbers around those that a uint32_t cannot hold. R4 requires them to be exact, and no graph contains a count.
NUMBERS = [
    zeros + str(number).encode() + behind
    for number in [
        *(10**k + d for k in range(1, 21) for d in (-1, 0)),
        *(2**k + d for k in (16, 31, 32, 33, 64) for d in range(-11, 12)),
        *(4294967290 * 10**k + d for k in (0, 1, 2) for d in range(20)),
        *(429496729, 429496730),
    ]
    for zeros in (b"", b"0", b"0" * 12)
    for behind in (b"", b",", b"0", b"9")
]
TEXTS = {"lex_number": NUMBERS}
MORE_MAX = 1  # each state that a graph has and the shapes do not need makes 256 times as many tests


def literal(word):
    return '"' + "".join(f"\\{byte:03o}" for byte in word) + '"'


def words_of(name, words):
    return f"static const word {name}[] = {{{', '.join(f'{{{literal(word)}, {len(word)}}}' for word in words)}}};"


def numbers_of(kind, name, numbers):
    return f"static const {kind} {name}[] = {{{', '.join(map(str, numbers))}}};"


distinguishing_words = functools.cache(shapes.distinguishing_words)


@functools.cache
def law_of(lexer):
    return shapes.minimal(shapes.automaton_of(lexer))


def extra(lexer, states):
    """The number of states that the graph has and the shapes do not need."""
    return max(0, states - len(law_of(lexer).edges))


def suite_of(lexer, states):
    """The C of a lexer's tests; `states` are those of its graph, the dead one included."""
    law = law_of(lexer)
    access, tails = list(law.words().values()), distinguishing_words(law)
    texts = TEXTS.get(lexer, [])
    columns = [tuple(row[byte] for row in law.edges) for byte in range(256)]
    classes = [next(i for i, first in enumerate(law.classes) if columns[first] == column) for column in columns]
    edges = [row[first] for row in law.edges for first in law.classes]
    verdicts = ["NO_MATCH" if verdict is None else verdict or "0" for verdict in law.verdicts]
    more = min(extra(lexer, states), MORE_MAX)
    return [
        numbers_of("unsigned char", f"{lexer}_classes", classes),
        numbers_of("unsigned char", f"{lexer}_edges", edges),
        numbers_of("int", f"{lexer}_verdicts", verdicts),
        words_of(f"{lexer}_access", access),
        words_of(f"{lexer}_tails", tails),
        words_of(f"{lexer}_texts", texts or [b""]),
    ], (f'    {{"{lexer}", run_{lexer}, {lexer}_classes, {lexer}_edges, {len(law.classes)}, {law.start},'
        f" {lexer}_verdicts, {lexer}_access, {len(access)}, {more}, {lexer}_tails, {len(tails)},"
        f" {lexer}_texts, {len(texts)}}},")


def header(found):
    """The tests of all lexers, for the graphs that were found."""
    parts = [suite_of(lexer, len(graph.edges)) for lexer, graph in found.items()]
    lines = ["/* Written by tests/lexers/lexers.py. */", *(line for lines, _ in parts for line in lines)]
    return "\n".join([*lines, "static const suite suites[] = {", *(row for _, row in parts), "};"]) + "\n"
