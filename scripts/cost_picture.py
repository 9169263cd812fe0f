#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws docs/costs.svg, the picture of the README, from the measured numbers that bench/ holds. With --check, compares it
with the committed file instead.

usage: cost_picture.py [--check]"""
import csv
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "costs.svg"
CPU = "cortex-m0plus"
NAME_WIDTH, BAR_WIDTH, ROW, MARGIN = 250, 330, 20, 12


def rows_of(name):
    with open(ROOT / "bench" / name) as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def microcontroller():
    """Flash and stack of each use on CPU. A use_ row is what a layer adds to the layers before it."""
    size = {row["layer"]: row for row in rows_of("mcu/baseline.csv") if row["cpu"] == CPU and row["opt"] == "-Os"}
    uses = [("AT commands, strict", ["use_at_strict"]), ("AT commands", ["use_at"]),
            ("and registration", ["use_at", "use_registration"]),
            ("and executing commands", ["use_at", "use_registration", "use_module"])]
    return ([(name, sum(int(size[layer]["text"]) for layer in layers)) for name, layers in uses],
            [(name, max(int(size[layer]["stack"]) for layer in layers)) for name, layers in uses])


def instructions():
    host = {row["case"]: float(row["instructions_per_message"]) for row in rows_of("baseline.csv") if row["compiler"] == "gcc"}
    board = {row["what"]: float(row["mean"]) for row in rows_of("mcu/instructions.csv") if row["opt"] == "-Os"}
    return [("decode, x86-64", host["decode/shuffled/qdmp"]), ("encode, x86-64", host["encode/shuffled/qdmp"]),
            ("decode a request, Cortex-M3", board["request_decode"]), ("decode a response, Cortex-M3", board["response_decode"]),
            ("encode a request, Cortex-M3", board["request_encode"]), ("encode a response, Cortex-M3", board["response_encode"])]


def text(x, y, words, style=""):
    return f'<text x="{x}" y="{y}"{style}>{words}</text>'


def panel(top, title, rows):
    """The lines of one bar chart, and the top of the next one."""
    lines = [text(MARGIN, top + 14, title, ' font-weight="bold"')]
    largest = max(value for _, value in rows)
    y = top + 24
    for name, value in rows:
        width = round(BAR_WIDTH * value / largest, 1)
        lines += [text(MARGIN, y + 13, name),
                  f'<rect x="{NAME_WIDTH}" y="{y + 2}" width="{width}" height="{ROW - 6}" fill="#1f5fa8"/>',
                  text(NAME_WIDTH + width + 5, y + 13, f"{value:,.0f}")]
        y += ROW
    return lines, y + 12


def picture():
    flash, stack = microcontroller()
    body, top = [], MARGIN
    for title, rows in (("Flash, bytes (Cortex-M0+, -Os); RAM: none but the caller's", flash),
                        ("Deepest stack, bytes (Cortex-M0+, -Os)", stack),
                        ("Instructions per message, mean (gcc -O2; Cortex-M3 -Os)", instructions())):
        lines, top = panel(top, title, rows)
        body += lines
    width, height = NAME_WIDTH + BAR_WIDTH + 70, top
    return "\n".join(["<!-- SPDX-License-Identifier: MIT -->",
                      f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
                      f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
                      "<title>What qdmp costs: flash, stack and instructions</title>",
                      f'<rect width="{width}" height="{height}" fill="#ffffff"/>', *body, "</svg>", ""])


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        if not PICTURE.is_file() or PICTURE.read_text() != picture():
            sys.exit("docs/costs.svg is stale: run scripts/cost_picture.py")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        PICTURE.write_text(picture())
