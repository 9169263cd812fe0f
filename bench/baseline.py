#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares measured rows with a committed table, or rewrites the table and the picture of the costs.

usage: baseline.py --check|--update TABLE.csv <ROWS

Both have a header. The columns that MAY_DIFFER does not name say what was measured. A figure below its baseline is a
fault, too: otherwise a later change could lose the gain unseen. The change that makes the gain lowers the baseline.
Comments in front name the compiler."""
import csv
import pathlib
import subprocess
import sys

# A column of figures, and by which part of the baseline a figure may differ from it.
MAY_DIFFER = {"text": 0.02, "stack": 0.02, "mean": 0.02, "worst": 0.02, "instructions_per_message": 0.02,
              "data": 0, "bss": 0, "messages": 0}


def read(lines):
    """What was measured, as a name; each of its figures by column."""
    return {" ".join(value for column, value in row.items() if column not in MAY_DIFFER):
            {column: float(value) for column, value in row.items() if column in MAY_DIFFER}
            for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


def comments(text):
    return "\n".join(line for line in text.splitlines() if line.startswith("#"))


def complaints(old, new):
    if not new:
        yield "nothing was measured"
    for name in sorted(old.keys() ^ new.keys()):
        yield f"{name}: {'no longer measured' if name in old else 'not in the baseline'}"
    for name in sorted(old.keys() & new.keys()):
        if old[name].keys() != new[name].keys():
            yield f"{name}: other columns than the baseline"
        for column in old[name].keys() & new[name].keys():
            was, now = old[name][column], new[name][column]
            if abs(now - was) > MAY_DIFFER[column] * was:
                yield f"{name}: {column} was {was:g}, is {now:g}" + (": lower it with --update" if now < was else "")


mode, path = sys.argv[1:]
measured = sys.stdin.read()
new = read(measured.splitlines())
if mode == "--update":
    if not new:
        sys.exit("nothing was measured")
    with open(path, "w", encoding="utf-8") as table:
        table.write(measured)
    # The README's picture is of these tables.
    sys.exit(subprocess.run([pathlib.Path(__file__).resolve().parents[1] / "scripts" / "cost_picture.py"]).returncode)
with open(path, encoding="utf-8") as table:
    kept = table.read()
found = list(complaints(read(kept.splitlines()), new))
if found and comments(kept) != comments(measured):
    found.append(f"the baseline is of\n{comments(kept)}\nand this run of\n{comments(measured)}")
print("\n".join(found) or f"{path}: {len(new)} rows hold", file=sys.stderr if found else sys.stdout)
sys.exit(bool(found))
