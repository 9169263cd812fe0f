#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
Compares what llvm-cov reports for each build with misses.txt: check.py BUILD. Exit status 1 if a branch or condition is
missed and not listed, if one is listed and not missed, or if fewer conditions than LEAST percent have MC/DC.
"""
import re
import sys
from pathlib import Path

LEAST = 98
HERE = Path(__file__).parent
BUILDS = ("accelerated", "plain")
BRANCH = re.compile(r"Branch \((\d+):(\d+)\): \[(?:True: (\S+), False: (\S+)|Folded - Ignored)\]")
CONDITION = re.compile(r"Condition C(\d+) --> \((\d+):(\d+)\)")
PAIR = re.compile(r"C(\d+)-Pair: (covered|not covered|constant folded)")
LINE = re.compile(r" *(\d+)\|[^|]*\|(.*)")


def condition_at(text, column):
    """The condition that begins at a column: up to an operator or a bracket that is not its own."""
    depth = 0
    for at in range(column - 1, len(text)):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth -= 1
        if depth < 0 or (depth == 0 and re.match(r" (&&|\|\||\?) |;", text[at:])):
            return text[column - 1 : at]
    return text[column - 1 :]


def what_of(true, false):
    if true == "0" and false == "0":
        return "never reached"
    if true == "0":
        return "never true"
    return "never false" if false == "0" else ""


def read(path):
    """All misses, the number of conditions, and the number of conditions that lack MC/DC."""
    lines, branches, pairs, conditions = {}, {}, {}, {}
    name = ""
    for text in path.read_text(errors="replace").splitlines():
        if text.startswith("/") and text.endswith(":"):
            name = "src/" + text[:-1].rsplit("/src/", 1)[1]
        elif match := LINE.match(text):
            lines[name, int(match[1])] = match[2]
        elif match := BRANCH.search(text):
            place = name, int(match[1]), int(match[2])
            if match[3] is not None and (what := what_of(match[3], match[4])):
                branches[place] = what
        elif match := CONDITION.search(text):
            conditions[int(match[1])] = name, int(match[2]), int(match[3])
        elif match := PAIR.search(text):
            if match[2] != "constant folded":
                pairs[conditions[int(match[1])]] = match[2] == "covered"
    missed = {place for place, covered in pairs.items() if not covered}
    found = {}
    for place in missed | set(branches):
        name, line, column = place
        if not name.startswith("src/generated/"):
            found[name, condition_at(lines[name, line], column), branches.get(place, "no pair")] = line
    return found, len(pairs), len(missed)


def read_list():
    """A line of the list: build (or `both`), file, condition, miss, reason."""
    listed = {build: set() for build in BUILDS}
    for text in (HERE / "misses.txt").read_text().splitlines():
        if not text or text.startswith("#"):
            continue
        build, name, condition, what, reason = (part.strip() for part in text.split(" ¦ "))
        if not reason:
            sys.exit(f"no reason: {text}")
        for one in BUILDS if build == "both" else (build,):
            listed[one].add((name, condition, what))
    return listed


def main():
    listed, wrong = read_list(), False
    for build in BUILDS:
        found, count, missed = read(Path(sys.argv[1]) / f"{build}.txt")
        for miss in sorted(set(found) - listed[build]):
            wrong = True
            print(f"{build}: not listed: {miss[0]}:{found[miss]}: {miss[1]}: {miss[2]}")
        for miss in sorted(listed[build] - set(found)):
            wrong = True
            print(f"{build}: listed, and not missed: {miss[0]}: {miss[1]}: {miss[2]}")
        percent = 100 * (count - missed) / max(count, 1)
        wrong |= percent < LEAST
        print(f"{build}: MC/DC of {count - missed} of {count} conditions, {percent:.2f} %; {len(found)} misses")
    sys.exit(wrong)


if __name__ == "__main__":
    main()
