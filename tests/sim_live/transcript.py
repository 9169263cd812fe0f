#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Replays docs/sim.md: transcript.py BINARY HOST. HOST is examples/posix_host. The server is on another
port than on the page."""
import pathlib
import re
import subprocess
import sys
import time

from driver import FINAL, Module
from simulator import Server, Simulator, conclude, path, same

page = pathlib.Path(__file__).resolve().parents[2] / "docs" / "sim.md"


def block(name):
    text = re.search(f"<!-- {name}: begin -->\n(.*?)<!-- {name}: end -->", page.read_text(), re.S)[1]
    return [line.removeprefix("    ") for line in text.splitlines()]


def replay(module, lines):
    """The bytes that the host sends, and those that it receives for them."""
    got = []
    for line in lines:
        if line.startswith("AT"):
            got += [line] + module.ask(line)
        if line.startswith("AT+QRST"):
            time.sleep(0.6)
    return got


def alike(lines):
    """Names that differ from run to run."""
    return [re.sub("^(ready|answer 2.01 Created, Location-Path) .*", r"\1", line) for line in lines]


server = Server()
sim = Simulator("--state", path("settings"), "--server", server.address, "--trace")
module = Module(sim.device)
session = block("session")
same("it has commands and result codes", True, sum(line.startswith("AT") for line in session) > 9 and
     any(FINAL.fullmatch(line) for line in session))
same("the session", session, replay(module, session))
sim.says("< OK")
time.sleep(0.1)
same("the trace", alike(block("trace")), alike(sim.said))
module.close()
same("the end", 0, sim.end())

sim = Simulator("--fault", "urc", "--fault", "split")
done = subprocess.run([sys.argv[2], sim.device], capture_output=True, text=True, timeout=20)
same("the driver", (0, block("driver")), (done.returncode, done.stdout.splitlines()))
same("the end of that", 0, sim.end())

# The page must name each fault and each option of the help.
help_text = subprocess.run([sys.argv[1], "sim", "--help"], capture_output=True, text=True, check=True).stdout
faults = re.findall(r"^  ([a-z][a-z-]*)(?:=[A-Z]+)? ", help_text, re.M)
named = re.findall(r"--[a-z0-9-]+", help_text)
same("the help has faults and options", (True, True), (len(faults) > 9, len(named) > 9))
for name in faults:
    same(f"the page has {name}", True, re.search(rf"^\| (?:.*, )?{name}\b", page.read_text(), re.M) is not None)
for name in set(named) - {"--help"}:
    same(f"the page has {name}", True, re.search(rf"`[^`\n]*{name}\b(?!-)", page.read_text()) is not None)
conclude()
