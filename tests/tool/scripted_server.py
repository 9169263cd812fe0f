#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A CoAP server on loopback that answers each datagram as the next step says.

Each line of standard input is a script: the address to listen at and the steps, with tabs between them. An empty line,
the next script or the end of the input ends a script that is not over, but only after the datagrams that have arrived.

    silence         nothing
    reset           a Reset
    2.01/rd/X       this code, piggybacked, with this Location-Path; 2.01//rd begins with an empty segment
    later:2.02      an empty acknowledgement, then this code in a confirmable message
    twice:2.04      this code with a wrong token, then with the right one
    slow:2.01/rd/X  this code after half a second
    ask:2.01/rd/X   this code, then GET /666/0
    4.00=text       this code with a diagnostic payload, in which \\n is LF
    format:4.00=x   this code with a payload that has a Content-Format
    garbage:2.04    four bytes that are no CoAP, then this code
    reserved:2.04   6.04 and 7.31 in its place, then this code
    critical:2.04   this code with an unknown critical option, then without
    id:2.04         this code with another Message ID, then with the right one

For each script it prints "port" and the port, a line for each datagram that came, and "over" when it no longer listens.
Written from RFC 7252 alone.
"""
import select
import socket
import sys
import time

TYPES = ["CON", "NON", "ACK", "RST"]
CON, NON, ACK, RST = 0, 1, 2, 3
LOCATION_PATH, URI_PATH, CONTENT_FORMAT, URI_QUERY, UNKNOWN_CRITICAL = 8, 11, 12, 15, 9


def extended(nibble, data):
    if nibble == 13:
        return 13 + data.pop(0)
    if nibble == 14:
        return 269 + (data.pop(0) << 8 | data.pop(0))
    return nibble


def parse(datagram):
    data = list(datagram)
    kind, size = data[0] >> 4 & 3, data[0] & 15
    code, mid, token = data[1], datagram[2:4], datagram[4:4 + size]
    data = data[4 + size:]
    number, options = 0, []
    while data and data[0] != 0xFF:
        head = data.pop(0)
        number += extended(head >> 4, data)
        length = extended(head & 15, data)
        options.append((number, bytes(data[:length])))
        data = data[length:]
    return kind, code, mid, token, options


def describe(datagram):
    if len(datagram) < 4 or datagram[0] >> 6 != 1:
        return f"no CoAP: {datagram!r}"
    kind, code, _, _, options = parse(datagram)
    path = "/".join(value.decode() for number, value in options if number == URI_PATH)
    query = "&".join(value.decode().split("=")[0] for number, value in options if number == URI_QUERY)
    text = f"{TYPES[kind]} {code >> 5}.{code & 31:02}"
    return text + (f" {path}" if path else "") + (f"?{query}" if query else "")


def message(kind, spoken, mid, token, segments=(), number=LOCATION_PATH, payload=""):
    major, detail = spoken.split(".")
    out = bytes([0x40 | kind << 4 | len(token), int(major) << 5 | int(detail)]) + mid + token
    for segment in segments:
        out += bytes([number << 4 | len(segment)]) + segment.encode()
        number = 0
    return out + (b"\xff" + payload.encode() if payload else b"")


def answers(step, datagram):
    if len(datagram) < 4 or datagram[0] >> 6 != 1:
        return []
    _, _, mid, token, _ = parse(datagram)
    what, _, text = step.partition("=")
    how, _, what = what.rpartition(":")
    if what == "silence":
        return []
    if what == "reset":
        return [message(RST, "0.0", mid, b"")]
    code, *segments = what.split("/")
    good = message(ACK, code, mid, token, segments, payload=text.replace("\\n", "\n"))
    if how == "later":
        return [message(ACK, "0.0", mid, b""), message(CON, code, b"\x77\x01", token, segments)]
    if how == "twice":
        return [message(ACK, code, mid, bytes(len(token))), good]
    if how == "slow":
        time.sleep(0.5)
    if how == "ask":
        return [good, message(CON, "0.1", b"\x77\x02", b"\x99", ["666", "0"], URI_PATH)]
    if how == "format":
        return [message(ACK, code, mid, token, [""], CONTENT_FORMAT, text)]
    if how == "garbage":
        return [b"\x80\x00\x00\x00", good]
    if how == "reserved":
        return [message(ACK, "6.04", mid, token), message(NON, "7.31", mid, token), good]
    if how == "critical":
        return [message(ACK, code, mid, token, ["x"], UNKNOWN_CRITICAL), good]
    if how == "id":
        return [message(ACK, code, bytes([mid[0] ^ 1, mid[1]]), token, segments), good]
    return [good]


def serve(server, steps):
    for step in steps:
        if server not in select.select([server, sys.stdin], [], [])[0]:
            return
        datagram, client = server.recvfrom(65535)
        print(describe(datagram), flush=True)
        for answer in answers(step, datagram):
            server.sendto(answer, client)


def main():
    for line in iter(sys.stdin.readline, ""):
        address, *steps = line.rstrip("\n").split("\t")
        if not address:
            continue
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as server:
            server.bind((address, 0))
            print("port", server.getsockname()[1], flush=True)
            serve(server, steps)
        print("over", flush=True)


main()
