#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the instructions that each command of commands.c takes in the library, those of memcpy and its like among them;
the harness's and its storage's apart. Prints the mean and the worst, and appends them to ROWS, with a row for opening,
which is no command.

usage: commands.py NM ELF OPT SAID ROWS <TRACE

TRACE is what qemu -singlestep -d exec,nochain writes: a line per instruction; SAID what the program said: a line per
command, and an answer that is not the one expected."""
import subprocess
import sys

nm, elf, opt, said, rows = sys.argv[1:]
symbols = {line.split()[-1]: int(line.split()[0], 16)
           for line in subprocess.run([nm, elf], check=True, capture_output=True, text=True).stdout.splitlines()}
harness = range(symbols["harness_begin"], symbols["harness_end"])

counts = []
for line in sys.stdin:
    at = int(line.split("/")[1], 16)
    if at == symbols["begin_command"]:
        counts.append(0)
    elif at not in harness and counts:
        counts[-1] += 1

with open(said, encoding="utf-8") as text:
    told, _, wrong = text.read().partition("wrong answer: ")
names = told.splitlines()
if wrong:
    sys.exit(f"{names[-1]}: wrong answer: {wrong.strip()}")
if len(names) != len(counts):
    sys.exit(f"{len(names)} commands, {len(counts)} counts")
openings = [count for name, count in zip(names, counts) if name.startswith("opening")]
commands = [(count, name) for name, count in zip(names, counts) if not name.startswith("opening")]
mean, (worst, name) = sum(count for count, _ in commands) / len(commands), max(commands)
print(f"cortex-m3 {opt} command         {len(commands)} commands, instructions: mean {mean:.0f}, worst {worst}: {name[:40]};"
      f" opening {max(openings)}")
print(f"cortex-m3 {opt} command         worst, of 300 ms at 16 MHz: {100 * worst / (16e6 * 0.3):.2f} % with 1 cycle an"
      f" instruction")
with open(rows, "a", encoding="utf-8") as table:
    table.write(f"command,cortex-m3,{opt},{len(commands)},{mean:.1f},{worst}\n")
    table.write(f"opening,cortex-m3,{opt},{len(openings)},{sum(openings) / len(openings):.1f},{max(openings)}\n")
