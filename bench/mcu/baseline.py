#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds measured rows against a committed table, or rewrites it.

usage: baseline.py --check|--update TABLE.csv <ROWS

Both have a header; the first three columns say what was measured, the rest are figures. A row may grow by 2 % in the
columns below and not at all in the others. Comments in front name the compiler."""
import csv
import sys

MAY_GROW_BY_2_PERCENT = {"text", "stack", "mean", "worst"}
KEY = 3


def read(lines):
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    header = next(rows)
    return header, {tuple(row[:KEY]): list(map(float, row[KEY:])) for row in rows}


def comments(text):
    return "\n".join(line for line in text.splitlines() if line.startswith("#"))


def complaints(header, old, new):
    for key in old.keys() ^ new.keys():
        yield f"{' '.join(key)}: {'no longer measured' if key in old else 'not in the baseline'}"
    for key in sorted(old.keys() & new.keys()):
        for column, was, now in zip(header[KEY:], old[key], new[key]):
            if now > was * (1.02 if column in MAY_GROW_BY_2_PERCENT else 1):
                yield f"{' '.join(key)}: {column} was {was:g}, is {now:g}"


mode, path = sys.argv[1:]
measured = sys.stdin.read()
if mode == "--update":
    with open(path, "w", encoding="utf-8") as table:
        table.write(measured)
    sys.exit()
with open(path, encoding="utf-8") as table:
    kept = table.read()
header, old = read(kept.splitlines())
measured_header, new = read(measured.splitlines())
found = list(complaints(header, old, new)) if header == measured_header else ["other columns than the baseline"]
if found and comments(kept) != comments(measured):
    found.append(f"the baseline is of\n{comments(kept)}\nand this run of\n{comments(measured)}")
print("\n".join(found) or f"{path}: {len(new)} rows hold", file=sys.stderr if found else sys.stdout)
sys.exit(bool(found))
