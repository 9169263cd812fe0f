#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints every vector as row_bytes.h, in the format of rows.h. The first row of each sort is followed by planted rows,
one for each compared part. A planted row is the same row with one wrong expectation. Fails if the folder has a file
that this program does not read.

usage: rows.py FOLDER_OF_VECTORS"""
import base64
import hashlib
import json
import re
import sys
from pathlib import Path

folder = Path(sys.argv[1])
ESCAPES = {"r": b"\r", "n": b"\n", "0": b"\0", "\\": b"\\", '"': b'"'}
ITEM = re.compile(r' *(?:"((?:\\.|[^"\\])*)"|(\S+))')
LINE, GUIDE, IMAGE, REGISTRATION, REPLY = range(1, 6)
RESPONSE, TOLERANT, REST, EX, BEHIND_COLON, MORE = (1 << bit for bit in range(6))
VERDICT, USED, FIELD, OFFSET = range(1, 5)
NAME, UPDATE_NAME, REGISTER, UPDATE, DEREGISTER = range(5)
PROFILES = ["sdk", "sdk-ct", "cis", "rda"]
# The place of the text in rows that are decoded behind a name: after the flags and the number of a qdmp_request_rest.
PLACES = {
    "sign": (0, 0),
    "set": (0, 1),
    "test": (0, 2),
    "read": (0, 3),
    "colon": (RESPONSE, 0),
    "behind-colon": (RESPONSE | BEHIND_COLON, 0),
    "tolerant-colon": (RESPONSE | TOLERANT, 0),
    "tolerant-behind-colon": (RESPONSE | TOLERANT | BEHIND_COLON, 0),
}
CHUNK = 1 << 14  # where an int has 16 bits, no array has more than 32767 bytes
rows, planted = [], set()


def number(value, size):
    return value.to_bytes(size, "little")


def text(data):
    data = data.encode() if isinstance(data, str) else data
    return number(len(data), 2) + data


def texts(data):
    return number(len(data), 1) + b"".join(map(text, data))


def wrong(data):
    """The same text with another last byte; an empty one gets a byte."""
    data = data.encode() if isinstance(data, str) else data
    return data[:-1] + bytes([data[-1] ^ 1]) if data else b"x"


def expected_text(mark, data):
    return mark, text(data), text(wrong(data))


def expected_number(mark, value):
    return mark, number(value, 2), number(value + 1, 2)


def row(kind, name, parts, sort):
    """Adds a row, and a planted row for each mark that is new to its sort. A part is either bytes, or an expectation:
    the mark, the right bytes and the wrong bytes."""
    expected = [part for part in parts if isinstance(part, tuple)]
    for wrong_one in [None] + [part for part in expected if (sort, part[0]) not in planted]:
        mark = wrong_one[0] if wrong_one else 0
        planted.add((sort, mark))
        bytes_ = (part if isinstance(part, bytes) else part[2 if part is wrong_one else 1] for part in parts)
        rows.append(number(kind, 1) + number(mark, 1) + text(name) + b"".join(bytes_))


def lines_of(name):
    for line in (folder / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line


def unescaped(text_):
    parts = re.findall(r"\\x(..)|\\(.)|([^\\]+)", text_)
    return b"".join(bytes.fromhex(x) if x else ESCAPES[c] if c else plain.encode() for x, c, plain in parts)


def items(line, count):
    """The first items of a line, bytes for a quoted one and a string for a word; and the rest of the line."""
    found, at = [], 0
    for _ in range(count):
        item = ITEM.match(line, at) or sys.exit(f"{line}: an item is missing")
        found.append(item[2] if item[1] is None else unescaped(item[1]))
        at = item.end()
    return found, line[at:].strip(" ")


def offset_of(place, data, line):
    if place == "$":
        return re.match(rb"[\r\n]*[^\r\n]*", data).end()
    found = [at for at in range(len(data)) if data.startswith(place, at)] if place else [0]
    return found[0] if len(found) == 1 else sys.exit(f"{line}: the text at the offset stands {len(found)} times in the input")


def take_line(line, flags, accept, file):
    """See tests/vector_file.h."""
    (rule, name), rest = items(line, 2)
    request_rest = 0
    if flags & REST:
        (command, place), rest = items(rest, 2)
        more, request_rest = PLACES[place]
        flags |= more | {"cfg": 0, "ex": EX}[command]
    (mode, data, rest), verdict = items(rest, 3)
    flags |= {"whole": 0, "more": MORE}[mode]
    used = 0 if rest == "*" else len(data) - len(rest) if data.endswith(rest) else sys.exit(f"{line}: no such rest")
    parts = [bytes([flags, request_rest]) + text(data), expected_number(USED, used), bytes([accept])]
    if accept:
        parts += [expected_text(VERDICT, verdict)]
    else:
        (code, field, place), _ = items(verdict, 3)
        parts += [expected_text(VERDICT, code), expected_text(FIELD, "" if field == "-" else field),
                  expected_number(OFFSET, offset_of(place, data, line))]
    row(LINE, f"{rule} {name}", parts, file)


def lines(flags, accept):
    return lambda name: [take_line(line, flags, accept, name) for line in lines_of(name)]


def guide(name):
    for line in lines_of(name):
        response = not line.startswith("AT")
        plain = line.replace(", ", ",")  # the guide is not consistent about spaces (protocol.md, section 9)
        canonical = f"\r\n{plain}\r\n" if response else f"{plain}\r"
        row(GUIDE, line, [bytes([response]) + text(line), expected_text(VERDICT, canonical)], name)


def image(name):
    for line in lines_of(name):
        (title, command), digits = items(line, 2)
        row(IMAGE, title, [text(command), expected_text(VERDICT, bytes.fromhex(digits))], name)


def call(title, what, given, cipher, expected, key="", name=b""):
    """One call of an encoder. The plaintexts follow docs/registration.md, and the ciphertext is that of the vector."""
    hashed = given.get("password", "").encode() or b"0" * 32
    hash_ = hashlib.sha256(hashed)
    if key not in ("", hash_.hexdigest()):
        sys.exit(f"{title}: the key is {hash_.hexdigest()}")
    parts = [given.get("imei", ""), given.get("imei2") or "****", given.get("imsi") or "****",
             "****" if what in (UPDATE_NAME, UPDATE) else "v2.0"]
    plain = "-".join(parts).encode()
    padding = 16 - len(plain) % 16
    plain += bytes([padding]) * padding
    if cipher and len(cipher) != len(plain):
        sys.exit(f"{title}: {len(plain)} bytes are encrypted to {len(cipher)}")
    data = bytes([what, given.get("tmlType", 0), PROFILES.index(given.get("profile", "sdk"))])
    data += number(given.get("updatePeriod", 0), 4)
    data += b"".join(text(given.get(part, "")) for part in ("imei", "imei2", "imsi", "appkey", "password"))
    data += texts(given.get("location", [])) + number(given.get("mid", 0), 2) + text(bytes.fromhex(given.get("token", "")))
    data += text(hashed) + hash_.digest() + text(plain) + text(cipher) + text(name)
    row(REGISTRATION, title, [data, expected_text(VERDICT, expected)], ("registration", what))


def encrypted(name):
    return base64.b64decode(name.split(b"@#@")[1]) if name else b""


def registration(file):
    vectors = json.loads((folder / file).read_text(encoding="utf-8"))
    for vector in vectors.pop("crypto"):
        parts = vector["plain"].split("-")
        if len(parts) != 4:
            continue  # not a name's plaintext
        given = {"imei": parts[0], "imei2": parts[1].strip("*"), "imsi": parts[2].strip("*"), "tmlType": 1,
                 "appkey": "M100000089", "password": vector["password"]}
        name = f"L@#@{vector['b64']}@#@M100000089@#@{parts[0]}@#@v2.0".encode()
        call(vector["plain"], NAME if parts[3] == "v2.0" else UPDATE_NAME, given, encrypted(name), name,
             key=vector.get("key", ""))
    for vector in vectors.pop("endpoint"):
        for part, what in (("ep", NAME), ("epi", UPDATE_NAME)):
            if part in vector:
                call(vector[part], what, vector["in"], encrypted(vector[part].encode()), vector[part].encode())
    for vector in vectors.pop("message"):
        title, datagram = vector["name"], bytes.fromhex(vector["hex"])
        what = {"register": REGISTER, "update": UPDATE, "deregister": DEREGISTER}[title.split(" ")[0]]
        name = re.search(rb"epi?=(.*?@#@v2\.0)", datagram)
        name = name[1] if name else b""
        call(title, what, vector["in"], encrypted(name), datagram, name=name)
    for vector in vectors.pop("response"):
        major, detail = map(int, vector["code"].split("."))
        given = text(bytes.fromhex(vector["hex"])) + bytes([major << 5 | detail]) + number(vector["mid"], 2)
        row(REPLY, vector["hex"],
            [given, expected_text(VERDICT, bytes.fromhex(vector["token"])), texts(vector.get("location", []))], "response")
    if vectors:
        sys.exit(f"{file}: nothing reads {' '.join(vectors)}")


READERS = {
    "request-accept.txt": lines(0, True),
    "request-reject.txt": lines(0, False),
    "response-accept.txt": lines(RESPONSE, True),
    "response-reject.txt": lines(RESPONSE, False),
    "response-tolerant.txt": lines(RESPONSE | TOLERANT, True),
    "response-tolerant-reject.txt": lines(RESPONSE | TOLERANT, False),
    "behind-name.txt": lines(REST, True),
    "behind-name-reject.txt": lines(REST, False),
    "guide.txt": guide,
    "image-v1.txt": image,
    "registration.json": registration,
}
# Bodies of object 666 are ciphertext throughout, and these programs have no AES. tests/object_values.c reads them, with
# the AES of PSA.
ELSEWHERE = {"object666.json"}
present = {path.name for path in folder.iterdir()} - ELSEWHERE
if present != READERS.keys():
    sys.exit(f"rows.py: reads {sorted(READERS.keys() - present)}, which are not there; does not read {sorted(present - READERS.keys())}")
for name, reader in READERS.items():
    before = len(rows)
    reader(name)
    if len(rows) == before:
        sys.exit(f"rows.py: {name} has no row")

stream = b"".join(number(len(data), 2) + data for data in rows)
wrongs = sum(data[1] != 0 for data in rows)
chunks = range(0, len(stream), CHUNK)
print("/* SPDX-License-Identifier: MIT */\n/* Written by rows.py. */")
print(f"/* {len(rows) - wrongs} vectors, {wrongs} planted */")
print(f"enum {{ ROW_MAX = {max(map(len, rows))}, ROW_CHUNK = {CHUNK} }};")
print(f"#define ROW_BYTES {len(stream)}UL")
for chunk in chunks:
    print(f"static const unsigned char row_bytes_{chunk}[] ROWS_PLACE = {{")
    for at in range(chunk, min(chunk + CHUNK, len(stream)), 32):
        print("".join(f"{byte}," for byte in stream[at:min(at + 32, chunk + CHUNK)]))
    print("};")
print("#define ROW_CHUNKS " + ", ".join(f"row_bytes_{chunk}" for chunk in chunks))
