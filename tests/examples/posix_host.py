#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Tests examples/posix_host on a pseudo-terminal. The other end imitates a module with fixed texts: it waits for a
# request, byte for byte, and answers with bytes that are typed here. Then examples/posix_module is at the other end.
# usage: posix_host.py HOST MODULE
import os, pty, select, subprocess, sys, tempfile, time, tty

SERVER, READ, STATE = b"AT+QDMPCFG=1,117.161.2.7,5683,420\r", b"AT+QDMPCFG?\r", b"AT+QDMPCFG=6\r"
OK = b"\r\nOK\r\n"

# name, the bytes that the module receives and the pieces of its answer, the output of the program, its exit code
CASES = [
    ("a module as the guide has it",
     [(SERVER, [OK]),
      (READ, [b"\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,117.161.2.41,5683,86400\r\n", OK]),
      (STATE, [b"\r\n+QDMPCFG: 6,6\r\n" + OK])],
     "access mode 1\nserver 117.161.2.41:5683, every 86400 s\naccess state 6\n", 0),
    ("a module that echoes, cuts lines, makes noise and has news",
     [(SERVER, [SERVER + b"\r\n+CEREG", b": 1\r\n\x00\r\n\xffO", b"K  \r\n"]),
      (READ, [READ, b"\r\n+QDMPCFG: 1,,5683,\r\n\r\n+QDMPCFG: 2,\"M100000089\",95Go****,0,863703030822519\r\n" + OK
              + b"\r\n+CSCON: 0\r\n"]),
      (STATE, [b"\r\n+QDMPCFG: 6,1\r\n" + OK])],
     "foreign: AT+QDMPCFG=1,117.161.2.7,5683,420\nforeign: +CEREG: 1\nforeign: \0\nforeign: AT+QDMPCFG?\n"
     "no server\nappkey M100000089\nforeign: +CSCON: 0\naccess state 1\n", 0),
    ("a module that refuses", [(SERVER, [b"\r\n+CME ERROR: 50\r\n"])], "error 50\n", 1),
    ("a line that breaks a rule",
     [(SERVER, [OK]), (READ, [b"\r\n+QDMPCFG: 7,1\r\n" + OK]), (STATE, [OK])],
     "type: out of range, byte 10 of: foreign: +QDMPCFG: 7,1\n", 0),
    ("a module that says nothing", [(SERVER, [])], "no answer\n", 1),
]


def hear(master, size):
    heard, deadline = b"", time.monotonic() + 10
    while len(heard) < size and time.monotonic() < deadline:
        if select.select([master], [], [], 1)[0]:
            heard += os.read(master, size - len(heard))
    return heard


def play(name, program, steps, printed, code):
    master, slave = pty.openpty()
    tty.setraw(slave)
    host = subprocess.Popen([program, os.ttyname(slave)], stdout=subprocess.PIPE)
    try:
        for request, pieces in steps:
            heard = hear(master, len(request))
            assert heard == request, f"{name}: heard {heard}"
            for piece in pieces:
                os.write(master, piece)
                time.sleep(0.02)  # so that it is read by itself
        output = host.communicate(timeout=20)[0].decode("latin-1")
    finally:
        if host.poll() is None:
            host.kill()
        os.close(master)
        os.close(slave)
    assert output == printed, f"{name}: printed\n{output}"
    assert host.returncode == code, f"{name}: exit code {host.returncode}"


def drive(host, module):
    master, slave = pty.openpty()
    tty.setraw(slave)
    with tempfile.TemporaryDirectory() as folder:
        peer = subprocess.Popen([module, folder + "/settings"], stdin=master, stdout=master)
        try:
            output = subprocess.run([host, os.ttyname(slave)], stdout=subprocess.PIPE, timeout=20, check=True).stdout
        finally:
            peer.kill()
            peer.wait()
            os.close(master)
            os.close(slave)
    return output.decode()


for name, steps, printed, code in CASES:
    play(name, sys.argv[1], steps, printed, code)
printed = drive(sys.argv[1], sys.argv[2])
assert printed == "access mode 0\nserver 117.161.2.41:5683, every 86400 s\naccess state 0\n", printed
print(f"{len(CASES)} modules by heart, and the example")
