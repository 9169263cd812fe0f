#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints a header in a form that doxygen understands. The output has enumerators in place of the lists that the
compiler expands to them. Each enumerator has its text as a comment, because doxygen drops the texts in lists. In
comments, names of functions have () after them, so that doxygen makes links. The number of lines stays the same.

usage: expand.py HEADER
"""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = re.compile(r"\b(QDMP_[A-Z_]+)\((QDMP__[A-Z_]+)\)")
ENUM = re.compile(r"\benum\s+(?!qdmp__)\w*\s*\{.*?\}", re.DOTALL)
# Enumerators that no program uses: private values, the end of a list, or a value that makes the enum wide enough.
PRIVATE = re.compile(r"\s=\sQDMP__\w+|\bQDMP__\w+(\s*=\s*\w+)?,?(?=\s*\})")
DOC = re.compile(r'DOC\(((?:\s*"(?:[^"\\]|\\.)*"\s*)+)\)')
COMMENT = re.compile(r"/\*\*.*?\*/", re.DOTALL)
# The name of a function in a text. Code, which is indented, and the names of examples do not match.
NAME = re.compile(r"(?<!\.c )\b(qdmp_[a-z0-9_]+)\b(?![(\w])")
CODE = re.compile(r"^ \*    .*", re.MULTILINE)


def functions():
    """The names of all public functions."""
    names = set((ROOT / "tests/checks/exported.txt").read_text().split())
    for header in (ROOT / "include/qdmp").glob("**/*.h"):
        names |= set(re.findall(r"^(?:static inline|QDMP_API) .*?\b(qdmp_\w+)\(", header.read_text(), re.MULTILINE))
    return names


def expansions(lists):
    """The expansion of each (list, macro) by the preprocessor."""
    source = "".join(f'#include "{path}"\n' for path in ("qdmp/spec.def", "qdmp/registration.h", "qdmp/tokens.h"))
    source += "".join(f"#undef {macro}\n" for _, macro in lists)
    source += f'#include "{ROOT}/docs/reference/rows.h"\n'
    source += "".join(f"@@{rows}({macro})\n" for rows, macro in lists)
    command = [os.environ.get("CC", "cc"), "-E", "-P", "-xc", f"-I{ROOT}/include", "-"]
    output = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
    return [" ".join(part.split()) for part in output.split("@@")[1:]]


def comment(match):
    return "/**< " + "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match[1])).rstrip(", ") + " */"


def main():
    text = pathlib.Path(sys.argv[1]).read_text()
    lists = sorted({pair for enum in ENUM.findall(text) for pair in LIST.findall(enum)})
    of = dict(zip(lists, expansions(lists))) if lists else {}
    missing = [rows for (rows, macro), part in of.items() if macro in part]
    if missing:
        sys.exit(f"expand.py: rows.h has no macro for {missing}")

    def expand(enum):
        expanded = LIST.sub(lambda match: DOC.sub(comment, of[match.groups()]), enum[0])
        return PRIVATE.sub("", expanded)

    names = functions()

    def call(name):
        return f"{name[1]}()" if name[1] in names else name[0]

    def link(line):
        return line if CODE.match(line) else NAME.sub(call, line)

    text = ENUM.sub(expand, text)
    print(COMMENT.sub(lambda match: "\n".join(map(link, match[0].split("\n"))), text), end="")


main()
