#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests of the registration of qdmp sim: registration.py BINARY. The server is written from RFC 7252; the endpoint
names are those of vectors/registration.json and of openssl. clients.sh checks the bodies of object 666."""
import os
import signal
import subprocess
import time

from driver import Module
from simulator import (CREDENTIALS, DEREGISTER, PASSWORD, REGISTER, UPDATE, URI_QUERY, Server, Simulator, cannot_run,
                       conclude, options, parts, path, same)

STATE = "AT+QDMPCFG=6"


def start(*options):
    sim = Simulator("--state", path("state"), "--trace", *options)
    return sim, Module(sim.device)


def state(module, number, seconds=5):
    return module.until(STATE, f"+QDMPCFG: 6,{number}", seconds)


def restart(module):
    same("restart", ["OK"], module.ask("AT+QRST=1"))
    time.sleep(0.55)


server, other = Server(), Server()
sim, module = start()
same("nothing stored: initial state", True, state(module, 0))
same("dmMode alone", ["OK"], module.ask("AT+QDMPCFG=0,1"))
restart(module)
same("no credentials: initial state", True, state(module, 0))
same("credentials", ["OK"], module.ask(CREDENTIALS))
restart(module)
same("the default server is refused: dmstate 5", True, state(module, 5))
same("and that is said", True, sim.says("qdmp: sim: 117.161.2.41:5683 is outside the loopback range, which needs --network"))
same("server", ["OK"], module.ask(f"AT+QDMPCFG=1,127.0.0.1,{server.port},300"))
same("not before the restart", [], server.heard)
restart(module)
same("registered: dmstate 6", True, state(module, 6))
same("one register", [REGISTER], server.heard)

# Object 666 answers from the settings in force.
same("a value is saved", ["OK"], module.ask('AT+QDMPCFGEX=2,0,"4096KB","512KB","MT2625","FREE RTOS"'))
before = server.get(["666", "0", "6604"])
same("a read", b"\x45", before[1:2])
restart(module)
same("other settings: registered anew", True, server.heard_within(REGISTER, 5, 2))
same("still there", True, state(module, 6))
same("another value", False, server.get(["666", "0", "6604"])[5:] == before[5:])
same("no such resource", b"\x84", server.get(["666", "1"])[1:2])
restart(module)
same("the same settings: the registration is taken up", True, state(module, 6))
same("and not made anew", 2, server.heard.count(REGISTER))

# The radio.
same("off", ["OK"], module.ask("AT+CFUN=0"))
same("off: initial state", True, state(module, 0))
same("off: no answer", None, server.get(["666", "0", "6604"], 0.3))
same("on", ["OK"], module.ask("AT+CFUN=1"))
same("on: registered", True, state(module, 6) and server.heard_within(REGISTER, 1, 3))

# dmMode 0 comes into force with a restart, together with other credentials: the old registration is ended.
same("forbidden", ["OK"], module.ask("AT+QDMPCFG=0,0"))
same("other credentials", ["OK"], module.ask(CREDENTIALS.replace("M100000089", "M200000000")))
same("still registered", True, state(module, 6))
same("nothing ended yet", 0, server.heard.count(DEREGISTER))
restart(module)
same("forbidden: de-registers", True, server.heard_within(DEREGISTER, 5))
same("forbidden: initial state", True, state(module, 0))

# Credentials that cannot make an endpoint name.
same("@#@", ["OK"], module.ask(CREDENTIALS.replace("M100000089", "M@#@1")))
same("allowed", ["OK"], module.ask("AT+QDMPCFG=0,1"))
count = len(server.heard)
restart(module)
same("no name: dmstate 7", True, state(module, 7))
same("no name: that is said", True, sim.says("qdmp: sim: cannot register: appkey: "))
same("no name: no datagram", count, len(server.heard))
same("credentials again", ["OK"], module.ask(CREDENTIALS))
module.close()
same("exit status", 0, sim.end())

# Another process: it registers from the start. SIGTERM ends the registration, SIGKILL does not.
begin = time.monotonic()
sim = Simulator("--state", path("state"))
same("at start", True, server.heard_within(REGISTER, 5, 4))
module = Module(sim.device)
same("at start: registered", True, state(module, 6))
print(f"from start to registered: {(time.monotonic() - begin) * 1000:.0f} ms")
module.close()
same("SIGTERM", 0, sim.end())
same("SIGTERM: de-registers", True, server.heard_within(DEREGISTER, 5, 2))
sim, module = start()
same("killed: registered before", True, state(module, 6))
module.close()
sim.end(signal.SIGKILL)
sim, module = start("--server", f"localhost:{other.port}")
same("killed: registers anew, at the server of the option", True, other.heard_within(REGISTER))
module.close()
sim.end()

# The times run faster: an update of 300 s comes within seconds, and one more.
sim, module = start("--clock-rate", "100")
same("updates", True, server.heard_within(UPDATE, 10, 2))
same("dmstate 11", True, state(module, 11))
same("the trace has it", True, sim.says("dmstate 11 update success"))
module.close()
same("exit status after updates", 0, sim.end(signal.SIGINT))

# No server listens.
sim, module = start("--server", "localhost:1", "--clock-rate", "200")
same("nobody listens: dmstate 8", True, state(module, 8, 10))
module.close()
same("nobody listens: the end", 0, sim.end())

# --- the effect of options on a register -----------------------------------------------------------------------------

ENCRYPTED = {
    "nothing": "wZTUVj8JzyITJGBVGyyNeaqGsa0eHwW1zJ31lOW918I=",
    "imsi": "wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjtWeYHQ2Q6xYw+CI1fR5r5",
    "imei2": "wZTUVj8JzyITJGBVGyyNeZb1TW8ufynTr9gF+53nt4fIn29ked6xGJHl99Ot/dDn",
    "both": "wZTUVj8JzyITJGBVGyyNeZb1TW8ufynTr9gF+53nt4cWt0Iwjti6wXiq8kYuZTJHj8s+Om1KBmAJMOPDBx00tA==",
}
IMSI, IMEI2 = ("--imsi", "460001234567890"), ("--imei2", "490154203237518")
SDK = '</>;rt="oma.lwm2m",</1/0>,</3/0>,</666/0>'
SDK_CT = '</>;rt="oma.lwm2m";ct=11543,</1/0>,</3/0>,</666/0>'
CIS = '</>;rt="oma.lwm2m",</0/0>,</666/0>'
RDA = '</>;rt="oma.lwm2m";ct=11543,</1/0>,</3/0>,</4/0>,</5/0>,</666/0>'


def set_up(host, port):
    """A state file with which a module registers at this server."""
    sim = Simulator("--state", path("identity"))
    module = Module(sim.device)
    for command in (CREDENTIALS.replace(PASSWORD, "95Go0123456789abcdefghijklmnopqr"), "AT+QDMPCFG=0,1",
                    f"AT+QDMPCFG=1,{host},{port},420"):
        same(command, ["OK"], module.ask(command))
    module.close()
    sim.end()


def check_register(name, arguments, version, encrypted, lifetime, payload):
    server = Server()
    set_up("127.0.0.1", server.port)
    sim = Simulator("--state", path("identity"), *arguments)
    same(f"{name}: registers", True, server.heard_within(REGISTER))
    expected = version + [f"ep=L@#@{ENCRYPTED[encrypted]}@#@M100000089@#@863703030822519@#@v2.0", "b=U", f"lt={lifetime}"]
    same(f"{name}: the query", expected, options(server.requests[0], URI_QUERY))
    same(f"{name}: the objects", payload.encode(), parts(server.requests[0])[1])
    same(f"{name}: ends", 0, sim.end())


V1 = ["lwm2m=1.0"]
check_register("no option", (), V1, "nothing", 420, SDK)
check_register("--imsi", IMSI, V1, "imsi", 420, SDK)
check_register("--imei2", IMEI2, V1, "imei2", 420, SDK)
check_register("--imei is not in the name", ("--imei", "490154203237518"), V1, "nothing", 420, SDK)
check_register("--profile sdk", ("--profile", "sdk", *IMSI, *IMEI2), V1, "both", 420, SDK)
check_register("--profile sdk-ct", ("--profile", "sdk-ct"), V1, "nothing", 420, SDK_CT)
check_register("--profile cis", ("--profile", "cis", *IMSI), [], "imsi", 420, CIS)
check_register("--profile rda", ("--profile", "rda"), V1, "nothing", 466, RDA)

sim = Simulator(*IMSI)
module = Module(sim.device)
same("--imsi is what AT+CIMI answers", ["460001234567890", "OK"], module.ask("AT+CIMI"))
module.close()
sim.end()

# --- addresses outside the loopback range ----------------------------------------------------------------------------

FOREIGN = "192.0.2.1"  # for documentation: RFC 5737


def check_network():
    server = Server(FOREIGN)
    set_up(FOREIGN, server.port)
    sim = Simulator("--state", path("identity"))
    module = Module(sim.device)
    same("no --network: dmstate 5", True, state(module, 5))
    same("no --network: no datagram", [], server.heard)
    module.close()
    sim.end()
    for arguments in ((), ("--server", server.address)):
        sim = Simulator("--state", path("identity"), "--network", *arguments)
        module = Module(sim.device)
        same("--network: registered", True, state(module, 6))
        same("--network: the server has heard it", REGISTER, server.heard[-1] if server.heard else None)
        module.close()
        same("--network: the end", 0, sim.end())


if "QDMP_TEST_ALONE" in os.environ:
    subprocess.run(["ip", "address", "add", f"{FOREIGN}/32", "dev", "lo"], check=True)
    check_network()
else:
    cannot_run("--network", "no network namespace of its own")
conclude()
