# SPDX-License-Identifier: MIT
"""A host's driver in its simplest form, with only the standard library: it sends command lines to a module, and parses
the answers. Written from V.250 and the guide; it knows nothing of the simulator."""
import os
import re
import select
import socket
import termios
import time
import tty

FINAL = re.compile(r"OK|ERROR|\+CME ERROR: .*")
NOISE = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\xff]")


class NoAnswer(Exception):
    """No final result code came in time."""


class Module:
    """A module on a pseudo-terminal or, with HOST:PORT, on TCP."""

    def __init__(self, device):
        self.socket = None
        if device.startswith("/"):
            self.fd = os.open(device, os.O_RDWR | os.O_NOCTTY)
            tty.setraw(self.fd, termios.TCSANOW)
        else:
            host, port = device.split(":")
            self.socket = socket.create_connection((host, int(port)), 5)
            self.fd = self.socket.fileno()
        self.pending = b""

    def close(self):
        if self.socket:
            self.socket.close()
        else:
            os.close(self.fd)

    def write(self, data):
        while data:
            data = data[os.write(self.fd, data):]

    def bytes(self, seconds):
        """The bytes that come before a pause of `seconds`."""
        got = b""
        while select.select([self.fd], [], [], seconds)[0]:
            piece = os.read(self.fd, 4096)
            if not piece:
                break
            got += piece
        return got

    def up_to(self, end, seconds=5):
        """The bytes that come, up to and including `end`."""
        got = b""
        deadline = time.monotonic() + seconds
        while not got.endswith(end) and time.monotonic() < deadline:
            if select.select([self.fd], [], [], 0.1)[0]:
                got += os.read(self.fd, 1)
        return got

    def line(self, deadline):
        """The next line that is not empty, without noise; None: no line came in time."""
        while True:
            while b"\n" in self.pending:
                line, self.pending = self.pending.split(b"\n", 1)
                line = NOISE.sub(b"", line).strip(b"\r")
                if line:
                    return line.decode()
            wait = deadline - time.monotonic()
            if wait <= 0 or not select.select([self.fd], [], [], wait)[0]:
                return None
            piece = os.read(self.fd, 4096)
            if not piece:
                return None
            self.pending += piece

    def ask(self, command, seconds=5):
        """The lines of the answer without echo and unsolicited lines; the final result code is the last one."""
        self.write(command.encode() + b"\r")
        deadline = time.monotonic() + seconds
        lines = []
        while True:
            line = self.line(deadline)
            if line is None:
                self.pending = b""
                raise NoAnswer(command)
            if line.strip("\r") == command or line.startswith("+CSCON"):
                continue
            lines.append(line)
            if FINAL.fullmatch(line):
                return lines

    def ask_again(self, command, tries=5, seconds=1):
        """Sends the command until the answer is OK."""
        for _ in range(tries):
            try:
                lines = self.ask(command, seconds)
            except NoAnswer:
                continue
            if lines[-1] == "OK":
                return lines
        raise NoAnswer(command)

    def until(self, command, answer, seconds):
        """Sends the command until one of the lines is `answer`. Returns whether it came."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if answer in self.ask(command, 1):
                    return True
            except NoAnswer:
                pass
            time.sleep(0.02)
        return False
