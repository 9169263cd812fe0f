#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the instructions of each call into the library in a trace of instructions.c, those of memcpy and its like among
them; the harness's own apart. Prints the mean and the worst of each of the four directions, and appends them to ROWS.

usage: instructions.py NM ELF OPT GUIDE ROWS <TRACE

TRACE is what qemu -singlestep -d exec,nochain writes: a line per instruction."""
import re
import subprocess
import sys

nm, elf, opt, guide, rows = sys.argv[1:]
symbols = {line.split()[-1]: int(line.split()[0], 16)
           for line in subprocess.run([nm, elf], check=True, capture_output=True, text=True).stdout.splitlines()}
harness = range(symbols["harness_begin"], symbols["harness_end"])
names = [f"{side}_{way}" for side in ("request", "response") for way in ("decode", "encode")]
entries = {symbols[f"qdmp_{name}"]: name for name in names}
counts = {name: [] for name in names}

call = None
for line in sys.stdin:
    traced = re.match(r"Trace 0: \S+ \[[0-9a-f]+/([0-9a-f]+)/", line)
    if not traced:
        sys.exit(line)
    at = int(traced[1], 16)
    if at in harness:
        call = None
    elif call is None:
        call = counts[entries[at]]
        call.append(1)
    else:
        call[-1] += 1

with open(guide, encoding="utf-8") as text:
    lines = [line.rstrip("\n") for line in text if line.strip() and not line.startswith("#")]
with open(rows, "a", encoding="utf-8") as table:
    for name in names:
        calls = counts[name]
        asked = [line for line in lines if line.startswith("AT") == name.startswith("request")]
        if len(calls) != len(asked):
            sys.exit(f"{name}: {len(calls)} calls for {len(asked)} lines")
        mean, worst = sum(calls) / len(calls), max(calls)
        print(f"cortex-m3 {opt} {name:<15} {len(calls)} messages, instructions: mean {mean:.0f}, worst {worst}:"
              f" {asked[calls.index(worst)][:40]}")
        table.write(f"{name},cortex-m3,{opt},{len(calls)},{mean:.1f},{worst}\n")
