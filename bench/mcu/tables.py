#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the vectors and the guide's lines as the C tables of tables.h, for a machine without files.

usage: tables.py FOLDER_OF_VECTORS"""
import re
import sys
from pathlib import Path

folder = Path(sys.argv[1])
ESCAPES = {"r": b"\r", "n": b"\n", "0": b"\0", "\\": b"\\", '"': b'"'}
ITEM = re.compile(r' *(?:"((?:\\.|[^"\\])*)"|(\S+))')


def rows_of(name):
    for line in (folder / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line


def unescaped(text):
    parts = re.findall(r"\\x(..)|\\(.)|([^\\]+)", text)
    return b"".join(bytes.fromhex(x) if x else ESCAPES[c] if c else plain.encode() for x, c, plain in parts)


def items(line, count):
    """The first items of a line, bytes for a quoted one and a string for a word; and the rest of the line."""
    found, at = [], 0
    for _ in range(count):
        item = ITEM.match(line, at) or sys.exit(f"{line}: an item is missing")
        found.append(item[2] if item[1] is None else unescaped(item[1]))
        at = item.end()
    return found, line[at:].strip(" ")


def quoted(data):
    """A C string; octal escapes have three digits, so that none swallows what follows."""
    return '"' + "".join(chr(b) if 0x20 <= b < 0x7F and b not in b'"\\?' else f"\\{b:03o}" for b in data) + '"'


def span(data):
    return f"{{{quoted(data)}, {len(data)}}}"


def offset_of(place, data, row):
    if place == "$":
        return re.match(rb"[\r\n]*[^\r\n]*", data).end()
    found = [at for at in range(len(data)) if data.startswith(place, at)] if place else [0]
    return found[0] if len(found) == 1 else sys.exit(f"{row}: the text at the offset stands {len(found)} times in the input")


# Where the text begins in the rows of what stands behind a name.
PLACES = {
    "sign": "REQUEST, .request_rest = QDMP_REQUEST_FROM_SIGN",
    "set": "REQUEST, .request_rest = QDMP_REQUEST_OF_SET",
    "test": "REQUEST, .request_rest = QDMP_REQUEST_OF_TEST",
    "read": "REQUEST, .request_rest = QDMP_REQUEST_OF_READ",
    "colon": "RESPONSE",
    "behind-colon": "RESPONSE, .behind_colon = true",
    "tolerant-colon": "RESPONSE, .tolerant = true",
    "tolerant-behind-colon": "RESPONSE, .tolerant = true, .behind_colon = true",
}


def behind_name(line, accept):
    (rule, name, command, place), rest = items(line, 4)
    return vector(f"{rule} {name} {rest}", f"{PLACES[place]}, .rest = true, .command = QDMP_COMMAND_{command.upper()}",
                  accept)


def vector(line, reading, accept):
    (rule, name, mode, data, rest), verdict = items(line, 5)
    ends = {"whole": "QDMP_WHOLE_LINE", "more": "QDMP_MORE_MAY_COME"}[mode]
    used = 0 if rest == "*" else len(data) - len(rest) if data.endswith(rest) else sys.exit(f"{line}: no such rest")
    if accept:
        outcome = f"{quoted(verdict.encode())}, NULL, NULL, 0"
    else:
        (code, field, place), _ = items(verdict, 3)
        field = "" if field == "-" else field
        outcome = f"NULL, {quoted(code.encode())}, {quoted(field.encode())}, {offset_of(place, data, line)}"
    return f'    {{"{rule}", "{name}", {{.direction = {reading}}}, {ends}, {span(data)}, {used}, {outcome}}},'


def unless_left_out(row):
    """A row, where no switch leaves out what decodes it."""
    for part, switch in ((".tolerant = true", "QDMP_STRICT"), (".rest = true", "QDMP_WHOLE_LINES")):
        if part in row:
            row = f"#ifndef {switch}\n{row}\n#endif"
    return row


def table(type_, name, rows):
    print(f"const table_{type_} table_{name}[] = {{", *rows, "};", sep="\n")
    print(f"const size_t table_{type_ if type_ == 'vector' else name}_count = sizeof table_{name} / sizeof *table_{name};")


print("/* SPDX-License-Identifier: MIT */\n/* Written by tables.py. */\n#include \"tables.h\"")
SETS = [
    ("request-accept", "REQUEST", True),
    ("request-reject", "REQUEST", False),
    ("response-accept", "RESPONSE", True),
    ("response-reject", "RESPONSE", False),
    ("response-tolerant", "RESPONSE, .tolerant = true", True),
    ("response-tolerant-reject", "RESPONSE, .tolerant = true", False),
]
vectors = [vector(line, reading, accept) for name, reading, accept in SETS for line in rows_of(f"{name}.txt")]
vectors += [behind_name(line, accept) for name, accept in (("behind-name", True), ("behind-name-reject", False))
            for line in rows_of(f"{name}.txt")]
table("vector", "vectors", [unless_left_out(row) for row in vectors])
table("line", "guide", [f"    {{{'REQUEST' if line.startswith('AT') else 'RESPONSE'}, {span(line.encode())}}},"
                        for line in rows_of("guide.txt")])
