#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of the line and the process of qdmp sim: line.py BINARY. The expected answers are written from docs/sim.md
and V.250."""
import os
import random
import signal
import subprocess
import sys
import time

from driver import Module, NoAnswer
from simulator import CREDENTIALS, PASSWORD, Simulator, conclude, path, qdmp, same


def refused(name, status, text, *options):
    done = subprocess.run([qdmp, "sim", *options], capture_output=True, text=True, timeout=10, stdin=subprocess.DEVNULL)
    same(name, (status, "", f"qdmp: {text}\n"), (done.returncode, done.stdout, done.stderr))


def idle(process):
    """The ticks of processor time that a process uses in half a second."""
    def used():
        with open(f"/proc/{process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])
    before = used()
    time.sleep(0.5)
    return used() - before


def exchange(module, data, pause=0):
    """The bytes that come as the answer to these bytes, up to an OK."""
    for byte in data:
        module.write(bytes([byte]))
        time.sleep(pause)
    return module.up_to(b"OK\r\n")


# --- options ---------------------------------------------------------------------------------------------------------

refused("no argument", 2, "sim: takes nothing but options", "x")
refused("both lines", 2, "sim: --link and --listen exclude each other", "--link", "x", "--listen", "127.0.0.1:0")
for text in ("0.0.0.0:1", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:x"):
    refused(f"listen {text}", 2, "sim: --listen takes 127.0.0.1:PORT, the port from 0 to 65535", "--listen", text)
for text in ("example.org:1", "1.2.3:4", "1.2.3.4", "1.2.3.4:0", "[::1]:1"):
    refused(f"server {text}", 2, "sim: --server takes IPV4:PORT or localhost:PORT, the port from 1 to 65535",
            "--server", text)
for text in ("0", "10001", "x"):
    refused(f"rate {text}", 2, "sim: --clock-rate takes a number from 1 to 10000", "--clock-rate", text)
refused("imei", 2, "sim: --imei takes 15 digits", "--imei", "12345678901234")
refused("imsi", 2, "sim: --imsi takes 6 to 15 digits", "--imsi", "x")
refused("profile", 2, "sim: --profile takes sdk, sdk-ct, cis or rda", "--profile", "x")
refused("urc", 2, "sim: --restart-urc takes printable ASCII", "--restart-urc", "a\nb")
refused("seed", 2, "sim: --seed takes a number from 0 to 4294967295", "--seed", "-")
for text in ("x", "noise=1", "late", "late=0", "drop=101", "drop=", "Drop=1", "late=600001", ""):
    refused(f"fault {text}", 2, f"sim: --fault {text}: no such fault, or its value is not possible; "
            "`qdmp sim --help` lists them", "--fault", text)
refused("state is a folder", 2, f"{path('')}: Is a directory", "--state", path(""))
refused("state in no folder", 2, f"{path('none/state')}: No such file or directory", "--state", path("none/state"))

with open("/dev/full", "w") as full:
    done = subprocess.run([qdmp, "sim", "--trace"], stdout=full, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          text=True, timeout=10)
same("output that fails ends it", (2, "qdmp: standard output: No space left on device\n"), (done.returncode, done.stderr))

# --- the pseudo-terminal ---------------------------------------------------------------------------------------------

link = path("modem")
sim = Simulator("--link", link, "--state", path("state"), "--trace")
same("the link leads to the device", sim.device, os.readlink(link))
same("ready is the first line", f"ready {sim.device}", sim.said[0])
modes = subprocess.run(["stty", "-F", link, "-a"], capture_output=True, text=True, check=True).stdout.split()
same("raw from the start", [], [mode for mode in ("-echo", "-icanon", "-isig", "-ixon", "-icrnl", "-opost")
                                if mode not in [word.strip(";") for word in modes]])
same("nobody there: it does not spin", True, idle(sim.process) <= 2)
module = Module(link)
same("echo and answer, as bytes", b"AT\r\r\nOK\r\n", exchange(module, b"AT\r"))
same("somebody there: it does not spin", True, idle(sim.process) <= 2)
same("byte by byte", b"ATI0\r\r\nQuectel_Ltd", exchange(module, b"ATI0\r", 0.02)[:18])
same("NUL and ESC CR before", b"AT\r\r\nOK\r\n", exchange(module, b"\0\x1b\rAT\r"))
same("lower case, CR LF", ["OK"], module.ask("at")[-1:])
module.close()

# Bytes that a host did not read are not sent to the next one.
module = Module(link)
module.ask("ATE0")
module.write(b"ATI\r" * 200)
time.sleep(0.3)
module.close()
same("a hang-up is traced", True, sim.says("hang-up"))
time.sleep(0.1)
module = Module(link)
same("nothing stale comes", b"", module.bytes(0.3))
same("an answer comes", ["OK"], module.ask("AT"))
module.write(b"AT+QDM")
module.close()
time.sleep(0.2)
module = Module(link)
same("half a line of the last host is forgotten", ["OK"], module.ask("AT"))

# A host that does not read loses answers; the simulator goes on.
before = sim.memory()
for _ in range(40):
    module.write(b"ATI;+CGMR;+QDMPCFG?;+QDMPCFGEX=?\r" * 20)
    time.sleep(0.01)
same("losses are traced", True, sim.says("the host does not read"))
while module.bytes(0.3):
    pass
module.pending = b""
same("it answers again", True, module.until("AT", "OK", 5))
with open(qdmp, "rb") as program:
    sanitized = b"__asan_init" in program.read()
if not sanitized:  # a sanitizer does not reuse freed memory
    same("memory does not grow with what nobody reads", True, sim.memory() - before < 2000)

begin = time.monotonic()
count = 0
while time.monotonic() - begin < 1:
    module.ask("AT+QDMPCFG=6")
    count += 1
print(f"commands per second over the pseudo-terminal: {count}; resident memory: {sim.memory()} kB")

# --- settings --------------------------------------------------------------------------------------------------------

same("credentials are saved", ["OK"], module.ask(CREDENTIALS))
same("extended values are saved", ["OK"], module.ask('AT+QDMPCFGEX=2,0,"4096KB","512KB","MT2625","FREE RTOS"'))
sim.end(signal.SIGKILL)
module.close()
same("a link of one that was killed stays", True, os.path.islink(link))
sim = Simulator("--link", link, "--state", path("state"), "--trace")
module = Module(link)
same("nothing is lost", ["+QDMPCFG: 2,M100000089,95Go****,1,863703030822519", "OK"], module.ask("AT+QDMPCFG=4,2"))
refused("the state file is another's", 2, f"{path('state')}: another process has it open", "--state", path("state"),
        "--link", link)
same("the link is the first one's still", sim.device, os.readlink(link) if os.path.islink(link) else None)
same("the password is in no trace", [], [line for line in sim.said if PASSWORD in line])
same("exit status at SIGINT", 0, sim.end(signal.SIGINT))
same("the link is gone", False, os.path.lexists(link))
module.close()

# The process is killed at any moment: the settings are those last answered with OK, or those last sent.
chance = random.Random(1)
acknowledged = sent = 5683
for round_ in range(20):
    sim = Simulator("--state", path("killed"))
    module = Module(sim.device)
    module.ask("ATE0")
    port = int(module.ask("AT+QDMPCFG=4,1")[0].split(",")[2])
    same(f"killed {round_}: one of both", True, port in (acknowledged, sent))
    acknowledged = port
    deadline = time.monotonic() + chance.random() * 0.03
    for sent in range(port + 1, port + 1000):
        module.write(b"AT+QDMPCFG=1,127.0.0.1,%d,420\r" % sent)
        if module.line(deadline) != "OK":
            break
        acknowledged = sent
    sim.end(signal.SIGKILL)
    module.close()

# --- the link --------------------------------------------------------------------------------------------------------

refused("a link in no folder", 2, f"sim: {path('none/link')}: No such file or directory", "--link", path("none/link"))
sims = [Simulator("--link", link), Simulator("--link", link)]
same("the later one has the link", sims[1].device, os.readlink(link))
same("the first one ends", 0, sims[0].end())
same("and leaves it", sims[1].device, os.readlink(link))
sims[1].end()
for name, make in (("a file", lambda: open(link, "w").close()), ("a link elsewhere", lambda: os.symlink("/tmp", link)),
                   ("a directory", lambda: os.mkdir(link))):
    make()
    refused(f"{name} is not replaced", 2, f"sim: {link}: is there, and is no link to a pseudo-terminal", "--link", link)
    same(f"{name} stays", True, os.path.lexists(link))
    os.rmdir(link) if os.path.isdir(link) and not os.path.islink(link) else os.unlink(link)

# --- restarts --------------------------------------------------------------------------------------------------------

sim = Simulator("--restart-urc", "RDY")
module = Module(sim.device)
module.ask("ATE0&W")
same("set", ["OK"], module.ask("AT+QDMPCFG=0,1"))
same("in force later", "+QDMPCFG: 0,0", module.ask("AT+QDMPCFG?")[0])
same("the rest of the line is dropped", ["OK"], module.ask("AT+QRST=1;+CGMI"))
module.write(b"AT\r")
same("deaf for half a second, then the line", b"\r\nRDY\r\n", module.up_to(b"RDY\r\n"))
same("in force now, without echo", b"\r\n+QDMPCFG: 0,1\r\n", exchange(module, b"AT+QDMPCFG?\r")[:17])
module.close()
sim.end()

# --- TCP -------------------------------------------------------------------------------------------------------------

sim = Simulator("--listen", "127.0.0.1:0")
module = Module(sim.device)
same("TCP", ["OK"], module.ask("AT+QDMPCFG=0,1"))
second = Module(sim.device)
try:
    second.ask("AT", 0.3)
    same("the second waits", "no answer", "an answer")
except NoAnswer:
    same("the second waits", True, True)
module.close()
same("its turn comes", True, second.line(time.monotonic() + 5) is not None)
second.close()
same("TCP: the end", 0, sim.end())
conclude()
