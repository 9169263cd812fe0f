#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sums stack usage along the call graph that gcc -fcallgraph-info=su wrote. Prints one line for each public function:
its name, the bytes of its deepest path, and that path. Functions of libc and of the compiler's runtime count as nothing;
a cycle is an error, for its depth has no bound.

usage: deepest_stack.py [CALLER:THROUGH:CALLEE | FUNCTION: | PUBLIC=FUNCTION]... FILE.ci...

gcc does not see calls by pointer: CALLER:THROUGH:CALLEE says that CALLER has THROUGH call CALLEE, and FUNCTION: that the
pointers which FUNCTION calls are the user's own. A call by pointer that neither explains is an error. PUBLIC=FUNCTION
says that a public function hands out a pointer to one of its file: what that takes counts as its own."""
import re
import sys

usage, calls, home = {}, {}, {}  # by the title of a function; home is the file it came from


def short(title):
    """The name as the source has it: gcc puts the file before it, and the kind of copy behind it."""
    return title.rsplit(":", 1)[-1].split(".", 1)[0]


pointers = [argument.split(":") for argument in sys.argv[1:] if ":" in argument]
handed_out = [argument.split("=") for argument in sys.argv[1:] if "=" in argument]
for path in (argument for argument in sys.argv[1:] if ":" not in argument and "=" not in argument):
    with open(path, encoding="utf-8") as graph:
        for line in graph:
            if line.startswith("node:"):
                title = re.search(r'title: "([^"]+)"', line)[1]
                size = re.search(r"\\n(\d+) bytes \((\w+)", line)
                if size:
                    if size[2] != "static":
                        sys.exit(f"{title}: stack is {size[2]}")
                    usage[title] = int(size[1])
                    home[title] = path
            elif line.startswith("edge:"):
                source, target = re.search(r'sourcename: "([^"]+)" targetname: "([^"]+)"', line).groups()
                calls.setdefault(source, set()).add(target)


def find(name):
    return [title for title in usage if short(title) == name] or sys.exit(f"no function {name}")


def files(names):
    return {home[title] for name in names for title in find(name)}


def callers(name, through):
    """The function and whatever it may have been inlined into."""
    named = {pointer[0] for pointer in pointers}
    return [title for title in home if home[title] in files([name]) and set(find(through)) & calls.get(title, set())
            and (short(title) == name or short(title) not in named)]


explained = files(pointer[1] or pointer[0] for pointer in pointers)
for title in usage:
    if "__indirect_call" in calls.get(title, ()) and home[title] not in explained:
        sys.exit(f"{title} calls a pointer, and nobody says whom")

for caller, through, callee in (pointer for pointer in pointers if len(pointer) == 3):
    for title in callers(caller, through):
        step = f"{title}:{through}"  # a step of its own: THROUGH calls nobody else's CALLEE
        usage[step] = max(usage[target] for target in find(through))
        calls.setdefault(step, set()).update(find(callee))
        calls[title].add(step)


def depth(title, above=()):
    if title in above:
        sys.exit("recursion: " + " -> ".join(map(short, above + (title,))))
    below = [depth(target, above + (title,)) for target in calls.get(title, ())]
    deepest = max(below, default=(0, []))
    return usage.get(title, 0) + deepest[0], [title] + deepest[1]


for public in sorted(title for title in home if re.fullmatch(r"qdmp_[a-z]\w*", title)):
    own = [title for giver, name in handed_out if giver == short(public)
           for title in find(name) if home[title] == home[public]]
    total, chain = max(map(depth, [public] + own))
    print(public, total, " > ".join(short(title) for title in chain if title in usage))
