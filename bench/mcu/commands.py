#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the instructions that each command of commands.c takes in the library, those of memcpy and its like among them;
the harness's and its storage's apart. Prints the mean and the worst, and appends them to ROWS, with rows for opening and
for long lines of commands of another's, which are no commands. Fails where such a line takes more than twice its half.

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
    if not line.endswith("\n"):
        sys.exit("the trace is cut: the program was not at its end in time")
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
others = [count for name, count in zip(names, counts) if name.startswith("others")]
halves, wholes = others[::2], others[1::2]
for half, whole in zip(halves, wholes):
    if whole > 2.1 * half:
        sys.exit(f"a line takes {whole} instructions, half of it {half}: not in proportion to its length")
commands = [(count, name) for name, count in zip(names, counts) if not name.startswith(("opening", "others"))]
mean, (worst, name) = sum(count for count, _ in commands) / len(commands), max(commands)
print(f"cortex-m3 {opt} command         {len(commands)} commands, instructions: mean {mean:.0f}, worst {worst}: {name[:40]};"
      f" opening {max(openings)}")
print(f"cortex-m3 {opt} command         worst, of 300 ms at 16 MHz: {100 * worst / (16e6 * 0.3):.2f} % with 1 cycle an"
      f" instruction")
print(f"cortex-m3 {opt} others          lines of 1024, instructions: {', '.join(map(str, wholes))}; of 300 ms at 16 MHz:"
      f" {100 * max(wholes) / (16e6 * 0.3):.2f} % with 1 cycle an instruction")
with open(rows, "a", encoding="utf-8") as table:
    table.write(f"command,cortex-m3,{opt},{len(commands)},{mean:.1f},{worst}\n")
    table.write(f"opening,cortex-m3,{opt},{len(openings)},{sum(openings) / len(openings):.1f},{max(openings)}\n")
    table.write(f"others,cortex-m3,{opt},{len(wholes)},{sum(wholes) / len(wholes):.1f},{max(wholes)}\n")
