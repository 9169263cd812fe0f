#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the snippets of the reference's examples to a folder, one file for each source. Removes the indentation that
a snippet has in a function, and the marks of other snippets.

usage: snippets.py FOLDER SOURCE...
"""
import pathlib
import re
import sys
import textwrap

MARK = re.compile(r"^ *//! \[(\w+)\]\n", re.MULTILINE)


def snippets(text):
    """The code of each snippet, by its name. A snippet may have several pieces."""
    code = {}
    marks = list(MARK.finditer(text))
    for name in dict.fromkeys(mark[1] for mark in marks):
        ends = [mark for mark in marks if mark[1] == name]
        if len(ends) % 2:
            sys.exit(f"snippets.py: {name} begins and does not end")
        pieces = (text[begin.end() : end.start()] for begin, end in zip(ends[::2], ends[1::2]))
        code[name] = textwrap.dedent(MARK.sub("", "".join(pieces)))
    return code


def main():
    folder = pathlib.Path(sys.argv[1])
    for path in map(pathlib.Path, sys.argv[2:]):
        text = "".join(f"//! [{name}]\n{code}//! [{name}]\n" for name, code in snippets(path.read_text()).items())
        (folder / path.name).write_text(text)


main()
