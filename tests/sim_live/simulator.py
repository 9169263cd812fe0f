# SPDX-License-Identifier: MIT
"""Starts and ends the simulator, and counts the passed and failed checks. Has a CoAP server on loopback at which
modules register; it is written from RFC 7252 alone."""
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

IMEI = "863703030822519"
CREDENTIALS = f'AT+QDMPCFG=2,"M100000089","95Go-made-up",1,{IMEI}'
PASSWORD = "95Go-made-up"

qdmp = os.path.realpath(sys.argv[1])
work = tempfile.mkdtemp()
passed = failed = not_run = 0
started = []


def same(name, expected, got):
    global passed, failed
    if expected == got:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {name}\n  expected: {expected!r}\n  got:      {got!r}", flush=True)


def cannot_run(name, why):
    global not_run
    not_run += 1
    print(f"not run: {name}: {why}", flush=True)


def path(name):
    return os.path.join(work, name)


class Simulator:
    """One process. `said` has the lines of its standard output and error."""

    def __init__(self, *options):
        self.process = subprocess.Popen([qdmp, "sim", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        stdin=subprocess.DEVNULL)
        started.append(self)
        self.said = []
        self.device = None
        while self.device is None and self.read_line(10):
            if self.said[-1].startswith("ready "):
                self.device = self.said[-1].split(" ", 1)[1]
        threading.Thread(target=self.read_rest, daemon=True).start()

    def read_line(self, seconds):
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            return False
        line = b""
        while not line.endswith(b"\n"):
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                return False
            line += byte
        self.said.append(line.decode(errors="backslashreplace").rstrip("\n"))
        return True

    def read_rest(self):
        while self.read_line(None):
            pass

    def says(self, text, seconds=5):
        """Whether a line that contains this text comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if any(text in line for line in self.said):
                return True
            time.sleep(0.01)
        return False

    def end(self, number=signal.SIGTERM):
        """Its exit status."""
        self.process.send_signal(number)
        return self.process.wait(15)

    def memory(self):
        """Resident memory, kB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(next(line for line in status if line.startswith("VmRSS")).split()[1])


class Server(threading.Thread):
    """Answers 2.01 to a register, 2.04 to an update, 2.02 to a de-register. `heard` has the methods and paths of the
    requests, `requests` their datagrams. With `mute` it sends no answer."""

    CODES = {(2, "rd"): 0x41, (2, "rd/x"): 0x44, (4, "rd/x"): 0x42}

    def __init__(self, host="127.0.0.1", mute=False):
        super().__init__(daemon=True)
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.port = self.socket.getsockname()[1]
        self.address = f"{host}:{self.port}"
        self.mute = mute
        self.heard = []
        self.requests = []
        self.module = None
        self.answers = []
        self.start()

    def run(self):
        while True:
            datagram, self.module = self.socket.recvfrom(2048)
            method, names = datagram[1], "/".join(options(datagram, URI_PATH))
            if method >> 5 or not method:
                self.answers.append(datagram)
                continue
            self.requests.append(datagram)
            self.heard.append((method, names))
            if not self.mute:
                self.answer(datagram, method, names)

    def answer(self, datagram, method, names):
        token = datagram[4:4 + (datagram[0] & 15)]
        code = self.CODES.get((method, names), 0x84)
        location = b"\x82rd\x01x" if code == 0x41 else b""
        self.socket.sendto(bytes([0x60 | len(token), code]) + datagram[2:4] + token + location, self.module)

    def get(self, segments, seconds=5):
        """The answer of the module to a GET; None: no answer."""
        request = b"\x41\x01\x77\x77\xaa"
        head = 0xb0
        for segment in segments:
            request += bytes([head | len(segment)]) + segment.encode()
            head = 0
        self.answers.clear()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.socket.sendto(request, self.module)
            for _ in range(50):
                for answer in list(self.answers):
                    if answer[4:5] == b"\xaa":
                        return answer
                time.sleep(0.01)
        return None

    def heard_within(self, what, seconds=5, times=1):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.heard.count(what) >= times:
                return True
            time.sleep(0.005)
        return False


REGISTER, UPDATE, DEREGISTER = (2, "rd"), (2, "rd/x"), (4, "rd/x")


URI_PATH, URI_QUERY = 11, 15


def parts(datagram):
    """The options of a request, none of which is longer than 268 bytes, as (number, value), and the payload."""
    at, number, found = 4 + (datagram[0] & 15), 0, []
    while at < len(datagram) and datagram[at] != 0xff:
        delta, length = datagram[at] >> 4, datagram[at] & 15
        at += 1
        if delta == 13:
            delta, at = 13 + datagram[at], at + 1
        if length == 13:
            length, at = 13 + datagram[at], at + 1
        number += delta
        found.append((number, datagram[at:at + length].decode()))
        at += length
    return found, datagram[at + 1:]


def options(datagram, number):
    return [value for its_number, value in parts(datagram)[0] if its_number == number]


def conclude():
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
    shutil.rmtree(work)
    print(f"{passed} passed, {failed} failed, {not_run} not run")
    sys.exit(1 if failed else 0)
