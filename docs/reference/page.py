#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints a Markdown page in a form that doxygen understands. docs/NAME.md gets the label doc_NAME, and links between
such pages use this label. A link to a heading, or to a file that is not in the reference, becomes its text.

usage: page.py PAGE
"""
import pathlib
import re
import sys

DOCS = pathlib.Path(__file__).resolve().parents[1]
LINK = re.compile(r"(?<!!)\[([^]]+)\]\((?!https?:|@)([^)#\s]*)(#[^)\s]*)?\)")


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    text = path.read_text()

    def link(match):
        to = (path.parent / match[2]).resolve()
        return f"[{match[1]}](@ref doc_{to.stem})" if to.parent == DOCS and to.suffix == ".md" else match[1]

    # Removes comments before the first heading. Otherwise doxygen gives the page a different label.
    text = re.sub(r"\A(<!--.*-->\s*)+", "", text)
    if path.parent == DOCS:
        text = re.sub(r"^# (.*)$", rf"# \1 {{#doc_{path.stem}}}", text, count=1, flags=re.MULTILINE)
        text = LINK.sub(link, text)
        text = re.sub(r"^#.*<.*", lambda heading: heading[0].replace("<", "&lt;"), text, flags=re.MULTILINE)
    # doxygen takes a single quotation mark in backticks for the beginning of a string.
    print(text.replace('`"`', "<code>&quot;</code>"), end="")


main()
