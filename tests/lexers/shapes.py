# SPDX-License-Identifier: MIT
"""
The tokens of the language as shapes, typed by hand from docs/protocol.md and not from grammar/, and the automaton of
each lexer that follows from them. A shape is a regular expression; an automaton's states are derivatives of its shapes.
"""
import functools

# --- regular expressions: frozen sets of bytes, and tuples ---

NEVER, EMPTY = ("any",), ("all",)


def seq(*parts):
    """The parts, one behind the other."""
    flat = [p for part in parts for p in (part[1:] if isinstance(part, tuple) and part[0] == "all" else (part,))]
    return NEVER if NEVER in flat else flat[0] if len(flat) == 1 else ("all", *flat)


def alt(*parts):
    """One of the parts."""
    flat = {p for part in parts for p in (part[1:] if isinstance(part, tuple) and part[0] == "any" else (part,))}
    return flat.pop() if len(flat) == 1 else ("any", *sorted(flat, key=repr))


def many(part):
    """The part, any number of times."""
    return ("many", part)


def maybe(part):
    return alt(EMPTY, part)


def text(word):
    """The bytes of `word`, unchanged."""
    return seq(*(frozenset([byte]) for byte in word.encode()))


def any_case(word):
    return seq(*(frozenset(letter.upper().encode() + letter.lower().encode()) for letter in word))


def may_end(shape):
    """Whether the shape matches the empty text."""
    if isinstance(shape, frozenset):
        return False
    kind, *parts = shape
    return kind == "many" or (all if kind == "all" else any)(map(may_end, parts))


def behind(shape, byte):
    """The shape of the texts that may follow `byte`: the derivative."""
    if isinstance(shape, frozenset):
        return EMPTY if byte in shape else NEVER
    kind, *parts = shape
    if kind == "many":
        return seq(behind(parts[0], byte), shape)
    if kind == "any":
        return alt(*(behind(part, byte) for part in parts))
    if not parts:
        return NEVER
    rest = seq(*parts[1:])
    here = seq(behind(parts[0], byte), rest)
    return alt(here, behind(rest, byte)) if may_end(parts[0]) else here


# --- the tokens ---

BYTES = frozenset(range(256))
LINE_END = frozenset(b"\r\n")  # R2
SPACES = many(frozenset(b" "))  # R3
DIGIT = frozenset(b"0123456789")  # R4
STRING = frozenset(range(0x20, 0x7F)) - frozenset(b'"') | frozenset(range(0x80, 0x100))  # R5
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GOES_ON = frozenset(LETTERS + LETTERS.lower() + b"_") | DIGIT  # R20: a letter, digit or `_`
NOISE = frozenset(range(0x20)) - LINE_END | frozenset([0x20, 0x7F, 0xFF])  # R28
REQUEST = seq(SPACES, maybe(seq(any_case("AT"), SPACES)), any_case("+QDMPCFG"))  # R1, R3

# The texts that a lexer may accept, and its verdict on each. It accepts the longest text that is a shape.
SHAPES = {
    # R2: a line of only CR, LF and spaces, followed by a line end
    "lex_empty_line": [("true", seq(SPACES, LINE_END)), ("false", EMPTY)],
    # section 10: an error consumes the line to its end
    "lex_rest": [("", many(BYTES - LINE_END))],
    # R2: CR, CR LF, LF, or `;`
    "lex_end": [("", alt(EMPTY, text("\r"), text("\r\n"), text("\n"), text(";")))],
    # R20
    "lex_name": [
        ("QDMP__NAME_CFG", REQUEST),
        ("QDMP__NAME_EX", seq(REQUEST, any_case("EX"))),
        ("QDMP__NAME_NONE", alt(EMPTY, seq(REQUEST, GOES_ON - frozenset(b"Ee")))),
        ("QDMP__NAME_NONE", seq(REQUEST, any_case("E"))),
        ("QDMP__NAME_NONE", seq(REQUEST, any_case("EX"), GOES_ON)),
    ],
    # section 3, with the spaces of R3
    "lex_sign": [
        ("QDMP__SIGN_SET", seq(SPACES, text("="))),
        ("QDMP__SIGN_TEST", seq(SPACES, text("="), SPACES, text("?"))),
        ("QDMP__SIGN_READ", seq(SPACES, text("?"))),
        ("QDMP__SIGN_NONE", SPACES),
    ],
    # R28
    "lex_noise": [("", many(NOISE))],
    # R12, R13, R20
    "lex_start": [
        ("QDMP__START_OK", text("OK")),
        ("QDMP__START_ERROR", text("ERROR")),
        ("QDMP__START_CME_ERROR", seq(text("+CME ERROR:"), SPACES)),
        ("QDMP__START_CFG", text("+QDMPCFG:")),
        ("QDMP__START_EX", text("+QDMPCFGEX:")),
        ("QDMP__START_OTHER", EMPTY),
    ],
    # R13, R28: `<` or `(`, with or without a space before it
    "lex_test": [("true", seq(maybe(text(" ")), frozenset(b"<("))), ("false", EMPTY)],
    # R12: quotes included
    "lex_detail": [("", many(STRING | frozenset(b'"')))],
    # R3, R16
    "lex_spaces": [("", SPACES)],
    # R4
    "lex_number": [("QDMP_OK", seq(DIGIT, many(DIGIT))), ("QDMP_MISSING", EMPTY)],
    # section 4: a tmlIMEI is digits only
    "lex_digits": [("true", seq(DIGIT, many(DIGIT))), ("false", EMPTY)],
    # section 4: an octet of 1-3 digits without leading zeros
    "lex_octet": [
        ("true", text("0")),
        ("true", seq(DIGIT - frozenset(b"0"), maybe(DIGIT), maybe(DIGIT))),
        ("false", EMPTY),
    ],
    # R5
    "lex_text": [("", many(STRING))],
    # R14: a comma separates
    "lex_bare": [("", many(STRING - frozenset(b",")))],
}


# --- automata ---

DEAD = 0  # the state from which no text is a shape


class Automaton:
    """`verdicts`: of each state, None where the text is no shape; `edges`: of each state, the next one of each byte."""

    def __init__(self, start, verdicts, edges):
        self.start, self.verdicts, self.edges = start, verdicts, edges
        columns = [tuple(row[byte] for row in edges) for byte in range(256)]
        self.classes = [columns.index(column) for column in dict.fromkeys(columns)]  # the first byte of each

    def words(self):
        """A shortest text to each state."""
        found, queue = {self.start: b""}, [self.start]
        for state in queue:
            for byte in self.classes:
                if (to := self.edges[state][byte]) not in found:
                    found[to] = found[state] + bytes([byte])
                    queue.append(to)
        return found

    def go(self, state, word):
        for byte in word:
            state = self.edges[state][byte]
        return state


def verdict_of(shapes):
    verdicts = {verdict for verdict, shape in shapes if may_end(shape)}
    if len(verdicts) > 1:
        raise ValueError(f"one text, several verdicts: {verdicts}")
    return verdicts.pop() if verdicts else None


@functools.cache
def automaton_of(lexer):
    """The automaton of a lexer's shapes."""
    verdicts = [verdict for verdict, _ in SHAPES[lexer]]
    dead, start = (NEVER,) * len(verdicts), tuple(shape for _, shape in SHAPES[lexer])
    numbers, edges = {dead: DEAD, start: 1}, []
    for state in (queue := [dead, start]):
        row = []
        for byte in range(256):
            to = tuple(behind(shape, byte) for shape in state)
            if to not in numbers:
                numbers[to] = len(numbers)
                queue.append(to)
            row.append(numbers[to])
        edges.append(row)
    return Automaton(1, [verdict_of(list(zip(verdicts, state))) for state in queue], edges)


def first_difference(one, other):
    """(the shortest text on which two automata differ, or None; how many pairs of states were met)."""
    seen = {(one.start, other.start): b""}
    queue = list(seen)
    for a, b in queue:
        if one.verdicts[a] != other.verdicts[b]:
            return seen[a, b], len(seen)
        for byte in range(256):
            to = (one.edges[a][byte], other.edges[b][byte])
            if to not in seen:
                seen[to] = seen[a, b] + bytes([byte])
                queue.append(to)
    return None, len(seen)


def minimal(automaton):
    """The same automaton with the fewest states. The dead state stays the first."""
    part, words = {s: (v is not None, v or "") for s, v in enumerate(automaton.verdicts)}, automaton.words()
    part = {s: part[s] for s in {DEAD, *words}}
    while True:
        rows = {s: (part[s], tuple(part[automaton.edges[s][byte]] for byte in automaton.classes)) for s in part}
        numbers = {row: i for i, row in enumerate(dict.fromkeys(rows[s] for s in sorted(part)))}
        finer = {s: numbers[rows[s]] for s in part}
        if len(set(finer.values())) == len(set(part.values())):
            break
        part = finer
    of = {i: min(s for s in finer if finer[s] == i) for i in set(finer.values())}
    edges = [[finer[to] for to in automaton.edges[of[i]]] for i in range(len(of))]
    return Automaton(finer[automaton.start], [automaton.verdicts[of[i]] for i in range(len(of))], edges)


def distinguishing_words(automaton):
    """Texts of which one tells any two states of a minimal automaton apart: the characterisation set."""
    words, states = [b""], range(len(automaton.edges))

    def verdicts_behind(state):
        return [automaton.verdicts[automaton.go(state, word)] for word in words]

    for a in states:
        for b in range(a):
            if verdicts_behind(a) == verdicts_behind(b):
                one, other = (Automaton(s, automaton.verdicts, automaton.edges) for s in (a, b))
                words.append(first_difference(one, other)[0])
    return words
