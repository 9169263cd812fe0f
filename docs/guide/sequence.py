#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws a sequence chart as SVG, on standard output.

The first line names the parties. `FROM -> TO: TEXT` is a message, `FROM --> TO: TEXT` is an answer, and `: TEXT` is the
heading of a part.

usage: sequence.py CHART
"""
import html
import pathlib
import re
import sys

BETWEEN, MARGIN, STEP, TOP = 300, 90, 30, 40
STYLE = """text{font-family:sans-serif;font-size:14px;text-anchor:middle}
.message{font-family:monospace;font-size:13px}.party{font-weight:bold}
line{stroke:#000}.life{stroke:#999}.answer{stroke-dasharray:5 3}rect{fill:#eee}"""


def main():
    rows = [row for row in pathlib.Path(sys.argv[1]).read_text().splitlines() if not row.startswith("#")]
    parties = rows.pop(0).split(" | ")
    at = {party: MARGIN + BETWEEN * i for i, party in enumerate(parties)}
    width, height = 2 * MARGIN + BETWEEN * (len(parties) - 1), TOP + STEP * (len(rows) + 1)
    title = f"Messages between {', '.join(parties)}"
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
           f"<title>{title}</title><style>{STYLE}</style>",
           '<defs><marker id="head" markerWidth="10" markerHeight="8" refX="10" refY="4" orient="auto">'
           '<path d="M0,0 10,4 0,8z"/></marker></defs>']
    for party, x in at.items():
        out.append(f'<text class="party" x="{x}" y="20">{party}</text>'
                   f'<line class="life" x1="{x}" y1="28" x2="{x}" y2="{height}"/>')
    for number, row in enumerate(rows, 1):
        y = TOP + STEP * number
        if row.startswith(": "):
            out.append(f'<rect x="10" y="{y - 20}" width="{width - 20}" height="24" rx="4"/>'
                       f'<text x="{width / 2}" y="{y - 3}">{html.escape(row[2:])}</text>')
            continue
        match = re.fullmatch(r"(\w+) (--?>) (\w+): (.*)", row)
        if not match or not {match[1], match[3]} <= set(at):
            sys.exit(f"sequence.py: no such row: {row}")
        begin, end = at[match[1]], at[match[3]]
        out.append(f'<text class="message" x="{(begin + end) / 2}" y="{y - 6}">{html.escape(match[4])}</text>'
                   f'<line class="{"answer" if match[2] == "-->" else "call"}" x1="{begin}" y1="{y}" x2="{end}" y2="{y}" '
                   'marker-end="url(#head)"/>')
    print("\n".join(out + ["</svg>"]))


main()
