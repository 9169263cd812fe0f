#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Looks for passwords in what `qdmp decode --mask` prints: mask_random.py BINARY [ROUNDS [SEED]].

Each round decodes a log of lines of credentials that are damaged in random ways, each with a password that occurs
nowhere else, in every output form. No run of five bytes of a password may be in any output; four are shown of one that
decodes.

Lines for which the mask promises nothing are not made: a bare password behind a name whose letters are damaged, and a
password that a LF cuts.
"""
import json
import random
import re
import subprocess
import sys
import tempfile

RUN = 5
LINES = 400
FORMS = [[], ["-t"], ["-q"], ["--as=request"], ["--as=response"], ["-t", "--as=request"], ["-t", "--as=response"],
         ["--log"], ["--log", "-t"], ["--log", "--as=request"], ["--log", "--as=response", "-t"],
         ["--tolerant", "--as=response"], ["--tolerant", "--log", "-t"]]
PASSWORD = bytes(b for b in range(0x21, 0x7f) if b not in b'"*\\') + bytes(range(0x80, 0x100))
PLAIN = bytes(b for b in PASSWORD if chr(b).isalnum() and b < 0x80)
PREFIXES = [b"", b"", b"", b"[11:35:02] ", b"I (31245) modem: RX: ", b"<- ", b"\x1b[32m",
            b"2026-11-28 11:35:02,123 - modem - DEBUG - ", b"'", b"b'", b"x ", b"5\" wide: ",
            b"[00:00:12.345,678] <dbg> modem: ", b"\0\0", b"  "]
SUFFIXES = [b"", b"", b"", b"\x1b[0m", b"<CR><LF>", b" (CR)(LF)", b"'", b"\\r\\n'", b";+QDMPCFG?", b";+CSQ", b" x"]
NAMES = [b"+QDMPCFG", b"+QDMPCFG", b"+qdmpcfg", b"+QdMpCfG"]


class Line:
    """A line, as pieces with known places: text before the name, the name, text before the password, the password,
    text after it."""

    def __init__(self, random_):
        self.random = random_
        self.password = self.make_password()
        self.quoted = self.random.random() < 0.6
        self.cut = None
        answer = self.random.random() < 0.3
        quote = b'"' if self.quoted else b""
        key = b"M100000089"
        before = self.random.choice(PREFIXES)
        before += b"" if answer else self.random.choice([b"AT", b"at", b"", b"AT ", b"AT+CSQ;"])
        sign = b": " if answer else b"="
        kind = self.random.choice([b"2,", b"2,", b"2,", b"2, ", b"7,", b"0,0,", b""])
        first = self.random.choice([quote + key + quote + b",", quote + key + quote + b" , ", quote + key + b",", b""])
        behind = quote + self.random.choice([b",1,863703030822519", b",9,863703030822519", b",1", b"",
                                             b",1,863703030822519,"])
        self.pieces = [before, self.random.choice(NAMES), sign + kind + first + quote, self.password,
                       behind + self.random.choice(SUFFIXES)]

    def make_password(self):
        alphabet = self.random.choice([PASSWORD, PLAIN])
        return bytes(self.random.choice(alphabet) for _ in range(self.random.randint(9, 24)))

    def damage_name(self):
        """A byte that is not a letter of the name, so that a reader still recognises the name."""
        name = self.pieces[1]
        at = self.random.randrange(1, len(name) + 1)
        if self.random.random() < 0.1:
            self.pieces[1] = name[:at] + b"\x1b[1;31m" + name[at:]
            return
        byte = self.random.choice(list(range(0x01, 0x0a)) + [0, 0x0b, 0x0c, 0x1b, 0x20, 0x7f, 0x80, 0xa0, 0xff])
        self.pieces[1] = name[:at] + bytes([byte]) * self.random.randint(1, 3) + name[at:]

    def damage_letters(self):
        """Only for a quoted password."""
        name = self.pieces[1]
        at = self.random.randrange(1, len(name))
        self.pieces[1] = self.random.choice([name[:at] + name[at + 1:], name[:at] + b"x" + name[at:], name[:at], b"",
                                             name[:at] + b"\n" + name[at:]])

    def damage_elsewhere(self):
        """Anything, in any piece but the name: quotes too."""
        which = self.random.choice([0, 2, 2, 3, 4])
        piece = self.pieces[which]
        at = self.random.randrange(len(piece) + 1)
        byte = bytes([self.random.choice(list(b'",;=?:+ \r\0\x01\x1b\\\'<>AT0129') + [self.random.randrange(11, 256)])])
        self.pieces[which] = self.random.choice([piece[:at] + piece[at + 1:], piece[:at] + byte + piece[at:],
                                                 piece[:at] + byte + piece[at + 1:]])

    def cut_in_password(self, end=None):
        end = end or self.random.choice([b"\r", b"\n", b"\r\n"])
        at = self.random.randrange(len(self.pieces[3]) + 1)
        self.pieces[3] = self.pieces[3][:at] + end + self.pieces[3][at:]

    def damage(self):
        if self.quoted and self.random.random() < 0.25:
            # A quoted text is known only if all quotes, or all but one, have partners.
            self.damage_letters()
            self.pieces[0] = self.pieces[0].replace(b'"', b"")
            self.pieces[2] = b'=2,"M100000089","'
            how = self.random.choice([self.cut_in_password, self.cut_line, self.add_quote, lambda: None])
            how()
            return
        if self.random.random() < 0.3:
            self.damage_name()
        for _ in range(self.random.choice([0, 1, 1, 2, 3])):
            self.damage_elsewhere()
        if self.random.random() < 0.1:
            self.cut_in_password(b"\r")
        if self.random.random() < 0.1:
            self.cut_line()

    def add_quote(self):
        self.pieces[0] += b'"'

    def cut_line(self):
        self.cut = self.random.randrange(len(b"".join(self.pieces)) + 1)

    def make(self):
        self.damage()
        whole = b"".join(self.pieces)[:self.cut]
        if self.random.random() < 0.05 and b"\n" not in whole:
            whole = b"".join(bytes([b, 0]) for b in whole)
        return whole


def strings(value):
    if isinstance(value, dict):
        if set(value) == {"hex"}:
            yield bytes.fromhex(value["hex"])
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value.encode()


def unescaped(out):
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), out)


def readable(form, done):
    """The text that a reader of the output can recognise."""
    yield from (done.stdout, done.stderr, unescaped(done.stdout), unescaped(done.stderr))
    if "-t" not in form and "-q" not in form:
        for line in done.stdout.splitlines():
            yield from strings(json.loads(line))


def runs_in(texts):
    return {text[i:i + RUN] for text in texts for i in range(len(text))}


def decode(binary, arguments):
    done = subprocess.run([binary, "decode", *arguments], capture_output=True, timeout=60, check=False)
    if done.returncode > 1:
        sys.exit(f"{arguments}: exit status {done.returncode}: {done.stderr!r}")
    return done


def main():
    binary = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    leaks = lines = 0
    for number in range(seed, seed + rounds):
        random_ = random.Random(number)
        runs, log = {}, []
        for _ in range(LINES):
            line = Line(random_)
            bytes_ = line.make()
            for i in range(len(line.password) - RUN + 1):
                runs[line.password[i:i + RUN]] = bytes_
            log.append(bytes_)
            if random_.random() < 0.2:
                log.append(random_.choice([b"OK", b"ERROR", b"+CEREG: 1", b'+COPS: 0,0,"CHINA MOBILE",7']))
        lines += LINES
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"AT\n" + b"\n".join(log))
            file.flush()
            for form in FORMS:
                found = runs_in(readable(form, decode(binary, ["--mask", *form, file.name]))) & runs.keys()
                for run in sorted(found):
                    leaks += 1
                    print(f"LEAK, seed {number}, {form}: {run!r} of {runs[run]!r}")
            # Without the mask all passwords are found, so the search looks in the right places.
            if len(runs_in(readable([], decode(binary, [file.name]))) & runs.keys()) < LINES:
                sys.exit(f"seed {number}: no passwords where nothing is masked")
    print(f"{lines} lines in {len(FORMS)} forms: {leaks} leaks")
    return leaks > 0


sys.exit(main())
