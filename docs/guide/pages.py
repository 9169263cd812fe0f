#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the pages of the guide to a folder: docs/guide/*.md, with each line `<!-- WHAT -->` expanded.

`forms LANGUAGE`, `limits LANGUAGE` and `values LANGUAGE` are the tables that tables.c makes from spec.def. `errors`
shows each status with a line of errors.txt and the tool's output for it, or with the call of tests/reference/ that
returns it. `explain` is a link to the line viewer (explain.html).

usage: pages.py FOLDER TABLES QDMP SNIPPETS
"""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TRANSCRIPT = HERE.parents[1] / "tests/vectors/guide.txt"
# The classes of statuses, by the tens digit of their number in spec.def.
CLASSES = ("No fault", "The shape of a line", "A value", "Encoding", "CoAP and registration", "The session", "Storage")

# A browser would show a line end between two Chinese characters as a space.
CHINESE = "[\u2018-\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
CHINESE_BREAK = re.compile(f"(?<={CHINESE})\n(?={CHINESE})")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def fault(qdmp, code, name, line):
    """The output of the tool for a line with a fault, as a terminal shows it."""
    said = json.loads(run(qdmp, "decode", "-e", line))
    if said.get("error") != name:
        sys.exit(f"pages.py: the line of {code} in errors.txt gives {said}")
    return run(qdmp, "decode", "--text", "-e", line)


def errors(tables, qdmp, snippets):
    lines = {}
    for row in (HERE / "errors.txt").read_text().splitlines():
        if not row.startswith("#"):
            code, line = row.split(" ", 1)
            lines[code] = line.replace("\\t", "\t")
    calls = dict(re.findall(r"//! \[QDMP_(\w+)\]\n(.*?)//! \[QDMP_\1\]\n", snippets.read_text(), re.DOTALL))
    text, shown = [], -1
    for row in run(tables, "statuses").splitlines():
        code, number, name, meaning = row.split("\t")
        if int(number) // 10 != shown:
            shown = int(number) // 10
            text.append(f"## {CLASSES[shown]}\n")
        text.append(f"### QDMP_{code}, {number}: {meaning}\n")
        if code in lines:
            text.append("".join(f"    {line}\n" for line in fault(qdmp, code, name, lines.pop(code)).splitlines()))
        elif f"QDMP_{code}" in calls.get(code, ""):
            text.append(f"```c\n{calls.pop(code)}```\n")
        else:
            sys.exit(f"pages.py: QDMP_{code} has neither a line in errors.txt nor a call in {snippets.name}")
    if lines or calls:
        sys.exit(f"pages.py: no such status, or shown twice: {sorted(lines) + sorted(calls)}")
    return "\n".join(text)


def main():
    folder, tables, qdmp, snippets = sys.argv[1:5]

    def expand(match):
        what, *of = match[1].split()
        if what in ("forms", "limits", "values"):
            return run(tables, what, *of, *([TRANSCRIPT] if what == "forms" else []))
        if what == "errors":
            return errors(tables, qdmp, pathlib.Path(snippets))
        if what == "explain":
            return (HERE / f"explain.{of[0]}.txt").read_text()
        return match[0]

    for page in sorted(HERE.glob("*.md")):
        text = re.sub(r"^<!-- (.*) -->\n", expand, page.read_text(), flags=re.MULTILINE)
        text = CHINESE_BREAK.sub("", text)
        (pathlib.Path(folder) / page.name).write_text(text)


main()
