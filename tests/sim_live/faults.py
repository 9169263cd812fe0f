#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of the faults of qdmp sim: faults.py BINARY. A small driver survives each of them, or reports it."""
import signal
import time

from driver import Module, NoAnswer
from simulator import CREDENTIALS, DEREGISTER, REGISTER, UPDATE, Server, Simulator, conclude, path, same

LINES = ["+QDMPCFG: 0,0", "+QDMPCFG: 1,117.161.2.41,5683,86400", "OK"]


def with_fault(*specs, options=()):
    faults = [word for spec in specs for word in ("--fault", spec)]
    sim = Simulator(*faults, *options)
    return sim, Module(sim.device)


def over(sim, module):
    module.close()
    same("exit status", 0, sim.end())


def prepared(mute=False):
    """A server, and a state file with whose settings a module registers there."""
    server = Server(mute=mute)
    state = path(f"state{server.port}")
    sim, module = with_fault(options=("--state", state))
    for command in (CREDENTIALS, "AT+QDMPCFG=0,1", f"AT+QDMPCFG=1,127.0.0.1,{server.port},300"):
        same(command.split(",")[0], ["OK"], module.ask(command))
    over(sim, module)
    return server, state


def seconds_of(module, command):
    begin = time.monotonic()
    lines = module.ask(command)
    return lines, time.monotonic() - begin


def raw(module, command):
    module.write(command + b"\r")
    return module.up_to(b"OK\r\n")


# The user ends the simulator during a register that nobody answers. It waits 10 seconds; the other tests run meanwhile.
unanswered, state = prepared()
ending = Simulator("--state", state, "--fault", "silent-server")
same("silent-server: registers", True, unanswered.heard_within(REGISTER))
ending.process.terminate()

# --- the line --------------------------------------------------------------------------------------------------------

runs = []
for seed in (("--seed", "1"), ("--seed", "1"), ("--seed", "2"), ()):
    sim, module = with_fault("noise", options=seed)
    runs.append(raw(module, b"ATE0+QDMPCFG?"))
    same("noise: the driver takes the answer", LINES, module.ask("AT+QDMPCFG?"))
    over(sim, module)
same("noise: the same with the same seed", runs[0], runs[1])
same("noise: seed 1 if left out", runs[0], runs[3])
same("noise: another with another seed", False, runs[0] == runs[2])
noise = bytes(byte for byte in runs[0] if (byte < 0x20 and byte not in b"\r\n") or byte >= 0x7f)
same("noise: 1 to 8 bytes before each of three answers", True, 3 <= len(noise) <= 24)

sim, module = with_fault("split")
lines, took = seconds_of(module, "AT+QDMPCFG?")
same("split: the driver takes the answer", LINES, lines)
same("split: three cuts", True, 0.6 <= took < 2)
same("split: the next", ["OK"], module.ask("AT"))
over(sim, module)

sim, module = with_fault("urc")
same("urc: between two lines", b"AT+QDMPCFG?\r\r\n+QDMPCFG: 0,0\r\n\r\n+CSCON: 1\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400"
     b"\r\n\r\nOK\r\n", raw(module, b"AT+QDMPCFG?"))
same("urc: none where there is one line", b"AT+QDMPCFG=6\r\r\n+QDMPCFG: 6,0\r\n\r\nOK\r\n", raw(module, b"AT+QDMPCFG=6"))
same("urc: the driver takes the answer", LINES, module.ask("AT+QDMPCFG?"))
over(sim, module)

sim, module = with_fault("noecho")
same("noecho", b"\r\nOK\r\n", raw(module, b"ATE1"))
over(sim, module)

sim, module = with_fault("late=300")
module.write(b"AT+QDMPCFG=6\r")
same("late: the line comes", b"AT+QDMPCFG=6\r\r\n+QDMPCFG: 6,0\r\n", module.up_to(b"6,0\r\n"))
begin = time.monotonic()
same("late: the result code comes", b"\r\nOK\r\n", module.up_to(b"OK\r\n"))
same("late: later", True, time.monotonic() - begin > 0.1)
same("late: the driver waits", True, 0.3 <= seconds_of(module, "AT+QDMPCFG?")[1] < 2)
over(sim, module)

# Nothing is sent after a result code that is ten minutes late.
sim, module = with_fault("late=600000", options=("--trace",))
module.write(b"ATE0\r")
same("late: what is held back is bounded", False, sim.says("lost ", 0.3))
for _ in range(400):
    module.write(b"AT" + b";".join([b"+QDMPCFG?"] * 180) + b"\r")
    if any("lost " in line for line in sim.said):
        break
    time.sleep(0.01)
same("late: what is above that is lost, and counted", True, sim.says(" bytes: too many wait for the host"))
over(sim, module)

sim, module = with_fault("mute=3")
answered = []
for _ in range(6):
    try:
        answered.append(module.ask("AT+QDMPCFG=0,1", 0.3)[-1])
    except NoAnswer:
        answered.append(None)
same("mute: every third", ["OK", "OK", None] * 2, answered)
same("mute: the driver asks again", ["+QDMPCFG: 0,1", "OK"], module.ask_again("AT+QDMPCFG=4,0"))
over(sim, module)

# --- storage ---------------------------------------------------------------------------------------------------------

sim, module = with_fault("fail-nvram=2", options=("--state", path("failing")))
module.ask("AT+CMEE=1")
answers = [module.ask(f"AT+QDMPCFG=1,127.0.0.1,{5000 + i},420")[-1] for i in range(4)]
same("fail-nvram: every second", ["OK", "+CME ERROR: 23"] * 2, answers)
port = int(module.ask("AT+QDMPCFG=4,1")[0].split(",")[2])
same("fail-nvram: the old or the new one is stored", True, port in (5002, 5003))
same("fail-nvram: the driver tries again", ["OK"], module.ask_again("AT+QDMPCFG=1,127.0.0.1,6000,420"))
over(sim, module)
sim, module = with_fault(options=("--state", path("failing")))
same("fail-nvram: what was answered OK is there", "+QDMPCFG: 1,127.0.0.1,6000,420", module.ask("AT+QDMPCFG=4,1")[0])
over(sim, module)

sim, module = with_fault("slow-nvram=400", options=("--trace",))
same("slow-nvram: a set is slow", True, 0.4 <= seconds_of(module, "AT+QDMPCFG=0,1")[1] < 2)
same("slow-nvram: a read is not", True, seconds_of(module, "AT+QDMPCFG?")[1] < 0.4)
raw(module, b"ATE0")
module.write(b"AT+QDMPCFG=0,0\rAT+QDM")
module.write(b"PCFG=6\r")
same("slow-nvram: what is sent meanwhile waits, and is answered", b"\r\nOK\r\n\r\n+QDMPCFG: 6,0\r\n\r\nOK\r\n",
     module.up_to(b"OK\r\n") + module.up_to(b"OK\r\n"))
module.write(b"AT+QDMPCFG=0,1\rATI\rAT+CS")
time.sleep(0.1)
module.close()
same("slow-nvram: the host hangs up", True, sim.says("hang-up"))
module = Module(sim.device)
module.write(b"AT\r")
same("slow-nvram: what a host sent meanwhile is gone with it", b"\r\nOK\r\n", module.bytes(0.6))
over(sim, module)

# A restart takes half a second from its OK on, whatever delays the OK.
for fault in ("slow-nvram=900", "late=900"):
    sim, module = with_fault(fault, options=("--restart-urc", "RDY"))
    module.write(b"AT+QDMPCFG=0,1;+QRST=1\r")
    same(f"{fault}: the OK of a restart", b"AT+QDMPCFG=0,1;+QRST=1\r\r\nOK\r\n", module.up_to(b"OK\r\n"))
    begin = time.monotonic()
    module.write(b"AT\r")
    same(f"{fault}: what is sent right behind it is dropped", b"\r\nRDY\r\n", module.up_to(b"RDY\r\n"))
    same(f"{fault}: the restart begins with the OK", True, 0.4 <= time.monotonic() - begin < 1)
    same(f"{fault}: after the restart", ["OK"], module.ask("AT"))
    over(sim, module)

sim, module = with_fault("reset-at=2", options=("--state", path("cut"), "--restart-urc", "RDY"))
module.ask("ATE0")
same("reset-at: the first is answered", ["OK"], module.ask("AT+QDMPCFG=0,1"))
module.write(b"AT+QDMPCFG=1,127.0.0.1,5683,420\r")
same("reset-at: the second is not; echo is on again", b"\r\nRDY\r\n", module.up_to(b"RDY\r\n"))
same("reset-at: it was stored, and is in force", ["+QDMPCFG: 0,1", "+QDMPCFG: 1,127.0.0.1,5683,420", "OK"],
     module.ask("AT+QDMPCFG?"))
same("reset-at: once", ["OK"], module.ask("AT+QDMPCFG=0,0"))
over(sim, module)

sim, module = with_fault("reset-at=1", options=("--restart-urc", "RDY"))
module.ask("ATE0")
module.write(b"AT+QDMPCFG=0,1;+QDMPCFG=1,127.0.0.1,7777,420\r")
same("reset-at: the line is not answered", b"\r\nRDY\r\n", module.up_to(b"RDY\r\n"))
same("reset-at: the second set of the line is not executed", ["+QDMPCFG: 0,1", "+QDMPCFG: 1,117.161.2.41,5683,86400", "OK"],
     module.ask("AT+QDMPCFG=4,0;+QDMPCFG=4,1"))
over(sim, module)

# --- datagrams -------------------------------------------------------------------------------------------------------


def registers(*specs, rate="20", seed="1", mute=False):
    """A module with credentials, whose server is `server`, with these faults."""
    server, state = prepared(mute)
    sim, module = with_fault(*specs, options=("--state", state, "--clock-rate", rate, "--seed", seed, "--trace"))
    return server, sim, module


server, sim, module = registers("drop=40", "double=30")
same("drop, double: registered after all", True, module.until("AT+QDMPCFG=6", "+QDMPCFG: 6,6", 15) or
     "+QDMPCFG: 6,11" in module.ask("AT+QDMPCFG=6"))
same("drop, double: an update gets through", True, server.heard_within(UPDATE, 15))
module.close()
same("drop, double: it ends", True, sim.end() in (0, 1))

server, sim, module = registers("drop=100", rate="200")
same("drop: nothing gets through", True, module.until("AT+QDMPCFG=6", "+QDMPCFG: 6,8", 5))
same("drop: the server has heard nothing", [], server.heard)
over(sim, module)

# A register that nobody answers has five transmissions. This number of them gets through. The counts come from a
# separate SplitMix64.
for seed, count in (("1", 3), ("1", 3), ("6", 2)):
    server, sim, module = registers("drop=50", rate="200", seed=seed, mute=True)
    same(f"drop: seed {seed}: unanswered", True, module.until("AT+QDMPCFG=6", "+QDMPCFG: 6,8", 5))
    same(f"drop: seed {seed}: what the server has heard", count, server.requests.count(server.requests[0]))
    over(sim, module)

# With this seed the first register gets through, and the answer to it is lost.
server, sim, module = registers("drop=50", rate="4", seed="11")
same("drop: the first answer is lost", True, server.heard_within(REGISTER, 5, 2))
same("drop: the same register again", server.requests[:1], server.requests[1:2])
module.close()
sim.end(signal.SIGKILL)

server, sim, module = registers("double=100")
same("double: registered", True, module.until("AT+QDMPCFG=6", "+QDMPCFG: 6,6", 5))
same("double: the server hears it twice", True, server.heard_within(REGISTER, 2, 2))
over(sim, module)
same("double: and the de-register", True, server.heard_within(DEREGISTER, 2, 2))

server, sim, module = registers("delay=200", rate="1")
begin = time.monotonic()
same("delay: registered", True, module.until("AT+QDMPCFG=6", "+QDMPCFG: 6,6", 5))
same("delay: registered later", True, time.monotonic() - begin >= 0.2)
over(sim, module)

server, sim, module = registers("silent-server", rate="200")
same("silent-server: the register is unanswered", True, module.until("AT+QDMPCFG=6", "+QDMPCFG: 6,8", 5))
same("silent-server: the server has heard it", REGISTER, server.heard[0])
over(sim, module)
same("silent-server: ended while the register is unanswered", 1, ending.process.wait(15))
same("silent-server: and that is said", True, ending.says("qdmp: sim: ended before the server had answered"))
same("silent-server: no de-register, for nothing is known to be registered", 0, unanswered.heard.count(DEREGISTER))
conclude()
