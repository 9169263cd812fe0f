#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sums stack usage along the call graph that gcc -fcallgraph-info=su wrote, and prints the deepest path from a public
function. The four memory functions of libc count as nothing; a cycle is an error, for its depth has no bound.

usage: deepest_stack.py [CALLER:THROUGH:CALLEE ...] FILE.ci...

gcc does not see calls by pointer: CALLER:THROUGH:CALLEE says that CALLER has THROUGH call CALLEE."""
import re
import sys

usage, calls = {}, {}


def short(title):
    return title.rsplit(":", 1)[-1]


by_pointer = [argument.split(":") for argument in sys.argv[1:] if ":" in argument]
for path in (argument for argument in sys.argv[1:] if ":" not in argument):
    with open(path, encoding="utf-8") as graph:
        for line in graph:
            if line.startswith("node:"):
                title = re.search(r'title: "([^"]+)"', line)[1]
                size = re.search(r"\\n(\d+) bytes \((\w+)", line)
                if size:
                    if size[2] != "static":
                        sys.exit(f"{title}: stack is {size[2]}")
                    usage[title] = int(size[1])
            elif line.startswith("edge:"):
                source, target = re.search(r'sourcename: "([^"]+)" targetname: "([^"]+)"', line).groups()
                calls.setdefault(source, set()).add(target)


def find(name):
    return next(title for title in usage if short(title) == name)


for caller, through, callee in by_pointer:
    step = f"{caller}:{through}"  # a step of its own: THROUGH calls nobody else's CALLEE
    usage[step] = usage[find(through)]
    calls.setdefault(find(caller), set()).add(step)
    calls[step] = {find(callee)}


def depth(title, above=()):
    if title in above:
        sys.exit("recursion: " + " -> ".join(map(short, above + (title,))))
    below = [depth(target, above + (title,)) for target in calls.get(title, ())]
    deepest = max(below, default=(0, []))
    return usage.get(title, 0) + deepest[0], [title] + deepest[1]


public = [title for title in usage if re.fullmatch(r"qdmp_[a-z]\w*", title)]
total, chain = max(depth(title) for title in public)
print(total, "bytes:", " > ".join(short(title) for title in chain if title in usage))
