#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
What the lexers of grammar/ are as automata, read from `re2c --emit-dot`.

    grammar_automata.py blocks        one line for each block of rules: file, line, lexer
    grammar_automata.py states        a Markdown table: the states of each lexer
    grammar_automata.py dot FOLDER    a graph of each lexer for graphviz, in FOLDER/<lexer>.dot

re2c draws how its C runs. The graphs here are the automata themselves: a state that matches a rule shows the rule, an
edge shows the bytes that it takes. What re2c does when no edge fits (stop, or go back to the last match) is left out.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "grammar"
FLAGS = ["-W", "-Werror", "-Wno-sentinel-in-midrule", "-Wno-match-empty-string"]
ALL_BYTES = frozenset(range(256))
SPECIAL = {ord("\n"): r"\n", ord("\r"): r"\r", ord("\\"): r"\\", ord("]"): r"\]", ord("-"): r"\-", ord("^"): r"\^"}


def die(message):
    sys.exit(f"grammar_automata: {message}")


class Rule:
    """A line of a block: a pattern, and what the lexer returns or where it goes when it matches."""

    def __init__(self, text):
        self.pattern, _, action = (part.strip() for part in text.partition(" {"))
        self.outcomes = re.findall(r"\b(?:return )?((?:(?<=return )|goto )\w+)", action)


class Block:
    """One automaton: the rules between two `/*!re2c` and `*/` of a lexer."""

    def __init__(self, path, line, lexer, label):
        self.path, self.line, self.lexer, self.label = path, line, lexer, label
        self.rules = {}


def read_blocks(path):
    """The blocks with rules in a grammar, in the order in which they stand there."""
    blocks, lexer, label, block = [], None, None, None
    for number, text in enumerate(path.read_text().splitlines(), 1):
        if head := re.match(r".*\b(lex_\w+)\(.*\{$", text):
            lexer = head[1]
        elif head := re.match(r"(\w+):$", text):
            label = head[1]
        elif text.strip() == "/*!re2c":
            block, label = Block(path, number, lexer, label), None
        elif block and text.strip() == "*/":
            blocks += [block] if block.rules else []
            block = None
        elif block and " {" in text:
            block.rules[number] = Rule(text)
    return blocks


def run_re2c(path):
    with tempfile.NamedTemporaryFile(suffix=".dot") as out:
        subprocess.run(["re2c", *FLAGS, "--emit-dot", "-I", FOLDER, "-o", out.name, path], check=True)
        return pathlib.Path(out.name).read_text()


def byte_of(text):
    return int(text, 16) if text.startswith("0x") else ord(text)


def bytes_of(label):
    """The set of bytes of a label that re2c writes, `[0x00-0x09][ ][!-0xFF]`."""
    one = r"(0x[0-9A-F]{2}|.)"
    found = set()
    for first, _, last in re.findall(rf"\[{one}(-{one})?\](?=\[|$)", label.replace('\\"', '"').replace("\\\\", "\\")):
        found |= set(range(byte_of(first), byte_of(last or first) + 1))
    return frozenset(found)


class Automaton:
    """States with the edges that take a byte, and the line of the rule that a state matches."""

    def __init__(self, dot):
        edges = [(a, b, label) for a, b, label in re.findall(r'^(\d+) -> (\d+)(?: \[label="(.*)"\])?$', dot, re.M)]
        lines = {node: int(line) for node, line in re.findall(r'^(\d+) \[label=".*:(\d+)"\]$', dot, re.M)}
        back = {a for a, _, label in edges if label.startswith("yyaccept=")}
        same = {a: b for a, b, label in edges if not label and b not in lines}
        self.matches = {a: lines[b] for a, b, label in edges if b in lines and a not in back}
        self.edges = {}
        for a, b, label in edges:
            if a not in back and b not in lines and b not in back and label:
                self.edges.setdefault(a, {})[same.get(b, b)] = bytes_of(label)
        stops = [(a, label) for a, b, label in edges if label and a not in back and (b in lines or b in back)]
        for a, label in stops:
            if bytes_of(label) != ALL_BYTES.difference(*self.edges.get(a, {}).values()):
                die(f"state {a} stops at other bytes than those that it does not take")
        first = re.search(r"^(\d+) -> ", dot, re.M)[1]
        self.start = same.get(first, first)
        self.matches = {same.get(a, a): line for a, line in self.matches.items()}
        self.states = sorted({self.start, *self.edges, *(b for to in self.edges.values() for b in to)}, key=int)

    def sources(self, state):
        return [a for a in self.states if state in self.edges.get(a, {})]


def read_automata(path):
    """(block, automaton) of each block of a grammar."""
    blocks = read_blocks(path)
    graphs = re.findall(r"^digraph re2c \{\n(.*?)^\}", run_re2c(path), re.M | re.S) if blocks else []
    if len(graphs) != len(blocks):
        die(f"{path.name}: {len(blocks)} blocks, of which re2c makes {len(graphs)} automata")
    pairs = [(block, Automaton(graph)) for block, graph in zip(blocks, graphs)]
    for block, automaton in pairs:
        if not set(automaton.matches.values()) <= set(block.rules):
            die(f"{path.name}:{block.line}: re2c names rules of another block")
    return pairs


# --- labels ---


def read_classes():
    """The classes of classes.re that are one byte wide: name and set of bytes, as re2c understands them."""
    classes = {}
    for name in re.findall(r"^\s+(\w+)\s+= ", (FOLDER / "classes.re").read_text(), re.M):
        with tempfile.NamedTemporaryFile("w", suffix=".re") as probe:
            probe.write(f'/*!include:re2c "classes.re" */\n/*!re2c\n{name} {{ }}\n* {{ }}\n*/\n')
            probe.flush()
            graph = re.search(r"^digraph re2c \{\n(.*?)^\}", run_re2c(probe.name), re.M | re.S)[1]
        automaton = Automaton(graph)
        if len(automaton.states) > 1:
            classes[name] = frozenset().union(*(
                taken for to, taken in automaton.edges[automaton.start].items() if automaton.matches[to] == 3))
    return {name: taken for name, taken in classes.items() if len(taken) > 1}


def show_byte(byte):
    return SPECIAL.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}")


def show_class(taken):
    """A class as re2c writes it: runs of bytes folded."""
    if len(taken) > len(ALL_BYTES) // 2 and 0xFF in taken and 0 in taken:
        return "[^" + show_class(ALL_BYTES - taken)[1:]
    out, run = "", []
    for byte in sorted(taken) + [None]:
        if run and byte != run[-1] + 1:
            out += "".join(map(show_byte, run)) if len(run) < 3 else f"{show_byte(run[0])}-{show_byte(run[-1])}"
            run = []
        run.append(byte)
    return f"[{out}]"


def word_of(taken):
    """(character, whether in both cases) of an edge that takes one character."""
    letters = {chr(byte).upper() for byte in taken}
    if len(letters) != 1 or not all(0x20 <= byte < 0x7F for byte in taken):
        return None
    return min(letters), len(taken) == 2


def show_edge(taken, classes):
    for name, whole in classes.items():
        if taken == whole:
            return name
    but = [f"{name} \\ {show_class(whole - taken)}" for name, whole in classes.items() if taken < whole]
    return min([show_class(taken), *but], key=len)


def show_words(words):
    """A text as re2c writes it: in double quotes as it stands, in single quotes in any case."""
    text = "".join(character for character, _ in words)
    return f"'{text}'" if any(folded for _, folded in words) else f'"{text}"'


def may_join(words):
    """Whether the letters of one text agree on whether case matters."""
    return len({folded for character, folded in words if character.isalpha()}) <= 1


# --- graphs ---


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def is_passed(automaton, state):
    """Whether a state only leads from one edge to one other, so that a chain may be drawn as one edge."""
    ways = automaton.edges.get(state, {})
    return (state != automaton.start and state not in automaton.matches and len(ways) == 1 and state not in ways
            and len(automaton.sources(state)) == 1 and word_of(next(iter(ways.values()))))


def draw_edges(automaton, classes):
    """(from, to, label): chains of single characters are one edge."""
    hidden = set()
    for a in automaton.states:
        if a in hidden:
            continue
        for b, taken in automaton.edges.get(a, {}).items():
            words = [word_of(taken)]
            while words[0] and is_passed(automaton, b):
                (behind, following), = automaton.edges[b].items()
                if not may_join(words + [word_of(following)]):
                    break
                hidden.add(b)
                words.append(word_of(following))
                b = behind
            yield a, b, show_words(words) if words[0] else show_edge(taken, classes)


def draw_block(block, automaton, prefix, classes):
    yield f"{prefix}start [shape=point, width=0.08];"
    yield f"{prefix}start -> {prefix}{automaton.start};"
    edges = list(draw_edges(automaton, classes))
    hidden = set(automaton.states) - {automaton.start} - {b for _, b, _ in edges}
    for state in automaton.states:
        if state in hidden:
            continue
        rule = block.rules.get(automaton.matches.get(state))
        if not rule:
            yield f'{prefix}{state} [shape=circle, label="", width=0.18];'
            continue
        yield f'{prefix}{state} [label={quoted(chr(10).join([rule.pattern, " or ".join(rule.outcomes)]).strip())}];'
    for a, b, label in edges:
        if a not in hidden:
            yield f"{prefix}{a} -> {prefix}{b} [label={quoted(label)}];"


def draw_gotos(pairs):
    """The edges that lead from the rule of one block to another block."""
    starts = {block.label: f"b{i}_start" for i, (block, _) in enumerate(pairs) if block.label}
    for i, (block, automaton) in enumerate(pairs):
        for state, line in automaton.matches.items():
            for outcome in block.rules[line].outcomes:
                if outcome.startswith("goto "):
                    yield f"b{i}_{state} -> {starts[outcome[5:]]} [style=dashed, constraint={str(i == 0).lower()}];"


def draw_lexer(lexer, pairs, classes):
    yield f"digraph {lexer} {{"
    yield 'rankdir=LR; nodesep=0.15; ranksep=0.2; bgcolor=white; fontname="monospace";'
    yield 'node [shape=box, style=rounded, fontname="monospace", fontsize=11, margin="0.08,0.04", height=0.3];'
    yield 'edge [fontname="monospace", fontsize=11, arrowsize=0.6];'
    for i, (block, automaton) in enumerate(pairs):
        yield from draw_block(block, automaton, f"b{i}_", classes)
    yield from draw_gotos(pairs)
    yield "}"


# --- commands ---


def lexers():
    """The blocks and automata of each lexer, in the order of the files."""
    found = {}
    for path in sorted(FOLDER.glob("*.re")):
        for block, automaton in read_automata(path):
            found.setdefault(block.lexer, []).append((block, automaton))
    return found


def print_blocks():
    for path in sorted(FOLDER.glob("*.re")):
        for block in read_blocks(path):
            print(path.name, block.line, block.lexer)


def print_states():
    total = 0
    print("| lexer | file | rules | states |")
    print("|---|---|---|---|")
    for lexer, pairs in lexers().items():
        states = sum(len(automaton.states) for _, automaton in pairs)
        total += states
        print(f"| `{lexer}` | `{pairs[0][0].path.name}` | {sum(len(block.rules) for block, _ in pairs)} | {states} |")
    print(f"| all | | | {total} |")


def write_graphs(folder):
    classes = read_classes()
    for lexer, pairs in lexers().items():
        (pathlib.Path(folder) / f"{lexer}.dot").write_text("\n".join(draw_lexer(lexer, pairs, classes)) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["blocks"]: print_blocks()
        case ["states"]: print_states()
        case ["dot", folder]: write_graphs(folder)
        case _: sys.exit(__doc__)
