#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A second implementation of images of settings. It writes and judges them by docs/image.md, with the CRC-32 of zlib
and limits typed from docs/protocol.md (sections 4 and 5).

usage: image.py vectors             prints the rows of tests/vectors/image-v1.txt
       image.py random SEED COUNT   prints rows for image_peer.c: settings with their image, bytes with their verdict"""
import random
import struct
import sys
import zlib

SERVER = ([117, 161, 2, 41], 5683, 86400)
CREDENTIALS = ("appkey", "password")
# The texts of each <type> of QDMPCFGEX, and the most bytes of each.
EXTENDED = [[255], [19], [19, 19, 19, 47], [47, 47], [7, 19, 47, 19], [255]]


# --- settings: a form's tag, and its values in the order of the guide ---


def text16(data):
    return struct.pack("<H", len(data)) + data


def text8(data):
    return bytes([len(data)]) + data


def content(tag, values):
    if tag == 1:
        return bytes(values)
    if tag == 2:
        octets, port, period = values
        return bytes(octets) + struct.pack("<HI", port, period)
    if tag == 3:
        appkey, password, terminal, imei = values
        return text16(appkey) + text16(password) + bytes([terminal]) + text8(imei)
    return b"".join(map(text8, values))


def seal(version, parts):
    head = b"QDMP" + struct.pack("<HH", version, 12 + len(parts)) + parts
    return head + struct.pack("<I", zlib.crc32(head))


def part(tag, data):
    return struct.pack("<BH", tag, len(data)) + data


def image_of(settings):
    return seal(1, b"".join(part(tag, content(tag, settings[tag])) for tag in sorted(settings)))


def line_of(settings):
    """The command line that sets these settings."""
    commands = []
    for tag, values in settings.items():
        if tag == 1:
            commands.append(b"=0,%d" % values[0])
        elif tag == 2:
            octets, port, period = values
            commands.append(b"=1,%s,%d,%d" % (b".".join(b"%d" % octet for octet in octets), port, period))
        elif tag == 3:
            commands.append(b'=2,"%s","%s",%d,%s' % tuple(values))
        else:
            commands.append(b"EX=%d,0" % (tag - 16) + b"".join(b',"%s"' % value for value in values))
    return b"AT" + b";".join(b"+QDMPCFG" + command for command in commands)


# --- judging ---


def is_text(data, least, most, several, trimmed):
    """A text that a request may have, and an information line can show."""
    good = all(byte >= 0x20 and byte not in (0x22, 0x7F) for byte in data)
    return good and least <= len(data) <= most and not (several and b"," in data) and not (trimmed and data != data.strip(b" "))


def shown(password):
    """The shown part of a password."""
    return password[:4].rstrip(b"*")


class Short(Exception):
    pass


def cut(data, size):
    if size > len(data):
        raise Short
    return data[:size], data[size:]


def take8(data):
    size, data = cut(data, 1)
    return cut(data, size[0])


def take16(data):
    size, data = cut(data, 2)
    return cut(data, struct.unpack("<H", size)[0])


def values_of(tag, data):
    """The values of a part; None if it is damaged."""
    try:
        if tag == 1:
            mode, data = cut(data, 1)
            values, good = [mode[0]], mode[0] in (0, 1)
        elif tag == 2:
            server, data = cut(data, 10)
            port, period = struct.unpack("<HI", server[4:])
            values, good = (list(server[:4]), port, period), port >= 1 and 300 <= period <= 4294966
        elif tag == 3:
            appkey, data = take16(data)
            password, data = take16(data)
            terminal, data = cut(data, 1)
            imei, data = take8(data)
            values = (appkey, password, terminal[0], imei)
            good = (is_text(appkey, 1, 65535, True, True) and is_text(password, 0, 65535, False, False)
                    and is_text(shown(password), 0, 4, True, True) and terminal[0] in (0, 1, 2)
                    and 15 <= len(imei) <= 17 and imei.isdigit())
        else:
            values, good = [], True
            for most in EXTENDED[tag - 16]:
                value, data = take8(data)
                values.append(value)
                good = good and is_text(value, 0, most, len(EXTENDED[tag - 16]) > 1, False)
    except Short:
        return None
    return values if good and not data else None


def judge(image):
    """The verdict, and the settings of an image that is good."""
    if not image.strip(b"\0") or not image.strip(b"\xFF"):
        return "nothing", None
    if len(image) < 12 or image[:4] != b"QDMP" or struct.unpack("<H", image[6:8])[0] != len(image):
        return "damaged", None
    if struct.unpack("<I", image[-4:])[0] != zlib.crc32(image[:-4]):
        return "damaged", None
    version = struct.unpack("<H", image[4:6])[0]
    if version != 1:
        return ("newer" if version > 1 else "damaged"), None
    settings, data, last = {}, image[8:-4], 0
    while data:
        if len(data) < 3 or data[0] <= last:
            return "damaged", None
        last, size = struct.unpack("<BH", data[:3])
        if size > len(data) - 3:
            return "damaged", None
        body, data = data[3:3 + size], data[3 + size:]
        if last in (1, 2, 3) or 16 <= last <= 21:
            settings[last] = values_of(last, body)
            if settings[last] is None:
                return "damaged", None
    return "good", settings


# --- vectors ---

GUIDE = {1: [1], 2: ([117, 161, 2, 7], 5683, 420), 3: (b"M100000089", b"95Go****", 1, b"863703030822519"),
         16: [b"Douyin|FW1|990650|9123;Wechat|FW02|80650|9201;QQ|FW03|11650|92551;Alipay|FW88|22650|5555;Zhihu|FW333|77750|65101"],
         17: [b"00-01-6C-06-A6-29"], 18: [b"4096KB", b"4096KB", b"MT2625", b"FREE RTOS"], 19: [b"BC26NBR01A07", b"Quectel"],
         20: [b"off", b"NB-IoT", b"XY05553867549", b"18009699999"], 21: [b"31.8438799075,117.2025477950,OTDOA"]}


def letters(size):
    return bytes(0x41 + i % 26 for i in range(size))


def longest(appkey, password):
    settings = {1: [1], 2: ([255] * 4, 65535, 4294966), 3: (letters(appkey), letters(password), 2, b"86370303082251901")}
    settings.update({16 + i: [letters(most) for most in limits] for i, limits in enumerate(EXTENDED)})
    return settings


def vectors():
    rows = {"no-part": {}, "guide": GUIDE, "mode-forbidden": {1: [0]}, "mode-allowed": {1: [1]}, "server-defaults": {2: SERVER},
            "server-least": {2: ([0] * 4, 1, 300)}, "server-most": {2: ([255] * 4, 65535, 4294966)},
            "credentials-shortest": {3: (b"a", b"", 0, b"000000000000000")},
            "credentials-of-256-and-300": {3: (letters(256), letters(300), 2, b"86370303082251901")},
            "credentials-with-a-comma-behind-what-is-shown": {3: (b"a b", b"95Go, *", 1, b"8637030308225190")},
            "extended-empty": {16 + i: [b""] * len(limits) for i, limits in enumerate(EXTENDED)},
            "extended-null": {16 + i: [b"NULL"] * len(limits) for i, limits in enumerate(EXTENDED)},
            "spaces-at-ends": {17: [b" x "], 19: [b" ", b"  "]}, "bytes-above-7f": {16: [bytes(range(0x80, 0x100))]},
            "every-ascii": {21: [bytes(byte for byte in range(0x20, 0x7F) if byte != 0x22)]}, "longest": longest(16, 16)}
    for tag in (16, 17, 18, 19, 20, 21):
        rows[f"extended-{tag - 16}-alone"] = {tag: GUIDE[tag]}
    return rows


def escaped(data):
    return "".join(f"\\x{byte:02x}" if not 0x20 <= byte < 0x7F else "\\" * (byte in b'"\\') + chr(byte) for byte in data)


def print_vectors():
    print("# SPDX-License-Identifier: MIT")
    print('# name "the command line that sets it" image in hexadecimal; written by tests/peers/image.py, kept as long as version 1 is read')
    for name, settings in vectors().items():
        print(f'{name} "{escaped(line_of(settings))}" {image_of(settings).hex()}')


# --- random rows ---


class Maker:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def text(self, most, several=False, trimmed=False, least=0):
        size = self.dice.choice([least, most, self.dice.randint(least, most), self.dice.randint(least, min(most, 12))])
        barred = b'"\x7F' + (b"," if several else b"") + (b" " if trimmed else b"")
        choice = self.dice.choice([range(0x20, 0x7F), range(0x20, 0x100)])
        return bytes(self.dice.choices([byte for byte in choice if byte not in barred], k=size))

    def form(self, tag):
        dice = self.dice
        if tag == 1:
            return [dice.randint(0, 1)]
        if tag == 2:
            return dice.choices(range(256), k=4), dice.choice([1, 65535, dice.randint(1, 65535)]), dice.randint(300, 4294966)
        if tag == 3:
            imei = bytes(dice.choices(b"0123456789", k=dice.randint(15, 17)))
            return self.text(300, True, True, 1), self.text(40, True, True), dice.randint(0, 2), imei
        limits = EXTENDED[tag - 16]
        return [self.text(most, len(limits) > 1) for most in limits]

    def settings(self):
        """In any order, for the order of commands is not that of parts."""
        tags = [tag for tag in (1, 2, 3, 16, 17, 18, 19, 20, 21) if self.dice.random() < 0.5]
        self.dice.shuffle(tags)
        return {tag: self.form(tag) for tag in tags}

    def parts(self, settings):
        return [[tag, content(tag, settings[tag])] for tag in sorted(settings)]

    def bytes(self):
        """Bytes like an image, with something wrong in front of the checksum, behind it, or nowhere."""
        dice, parts, version = self.dice, self.parts(self.settings()), 1
        for _ in range(dice.randint(0, 2)):
            change = dice.randrange(8)
            if change == 0:
                version = dice.choice([0, 2, 256, 65535])
            elif change == 1:
                parts.insert(dice.randint(0, len(parts)), [dice.randrange(256), dice.randbytes(dice.randint(0, 5))])
            elif change == 2:
                parts = sorted(parts + [[dice.randint(4, 15), dice.randbytes(3)], [dice.randint(22, 255), b""]])
            elif parts and change == 3:
                parts.append(dice.choice(parts))
            elif parts and change == 4:
                chosen = dice.choice(parts)
                chosen[1] = chosen[1][:-1] if dice.random() < 0.5 else chosen[1] + b"\0"
            elif parts:
                chosen, data = dice.choice(parts), bytearray(b"x")
                data[:] = chosen[1]
                if data:
                    data[dice.choice([0, len(data) - 1, dice.randrange(len(data))])] = dice.choice([0, 1, 0x20, 0x22, 0x2C, 0xFF, dice.randrange(256)])
                chosen[1] = bytes(data)
        image = bytearray(seal(version, b"".join(part(tag, data) for tag, data in parts)))
        change = dice.randrange(12)
        if change == 0:
            image[dice.randrange(len(image))] ^= 1 << dice.randrange(8)
        elif change == 1:
            image = image[:dice.randrange(len(image))]
        elif change == 2:
            image += dice.randbytes(1)
        elif change == 3:
            image = dice.choice([b"\0", b"\xFF"]) * dice.randint(0, 40)
        return bytes(image)


def shown_hex(data):
    return data.hex() or "-"


def print_random(seed, count):
    maker = Maker(seed)
    for _ in range(count):
        settings = maker.settings()
        if settings:
            print("set", line_of(settings).hex(), image_of(settings).hex())
        image = maker.bytes()
        verdict, settings = judge(image)
        print(verdict, shown_hex(image), image_of(settings).hex() if settings is not None else "-")


if sys.argv[1:] == ["vectors"]:
    print_vectors()
elif len(sys.argv) == 4 and sys.argv[1] == "random":
    print_random(int(sys.argv[2]), int(sys.argv[3]))
else:
    sys.exit(__doc__)
