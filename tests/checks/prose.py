#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the prose of pages and comments for phrases that a reader has to decode, and the pages for long sentences.

It knows only a few patterns, and no grammar: what passes may still be unclear."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST = 40  # words of a sentence on a page
# Pages with rules and lists that are cited as they stand.
RULES = {"docs/protocol.md", "fuzz/README.md", "CHANGELOG.md"}
SOURCES = ("*.c", "*.h", "*.cpp", "*.re", "*.def", "*.sh", "*.py", "*CMakeLists.txt", "*.cmake", ".ci/run")
PAGES = ("*.md", "*.md.in")
# The pattern, and what to write instead.
BANNED = [
    (r"(?:^|[.:;] )Whom\b", "name who it is"),
    (r"(?:^|[.] )Whose\b", "name the owner"),
    (r"(?:^|[.] )Who (?:has|wants|needs|hands|does|gives|vendors|includes)\b", "a caller who, a program that"),
    (r"\bWhat [^.?]{1,60} is what\b", "subject, verb, object"),
    (r", for (?:it|they|there|nobody|he|she) (?:is|are|has|have|had|was|were|can|may|might|would|does|do)\b", "because"),
    (r"\b(?:is|are) there already\b", "exists already"),
    (r"\bnone of (?:ours|theirs|his)\b", "not ours"),
    (r"\b(?:is|are) nobody's\b", "belongs to nobody"),
    (r"\bhand(?:s|ed)? back\b", "return"),
    (r"\b(?:passes|passed) over\b", "skip"),
]


def listed(patterns):
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, check=True,
                           capture_output=True, text=True).stdout.split()
    return [name for name in names if (ROOT / name).is_file() and "/generated/" not in name and name not in RULES
            and name != "tests/checks/prose.py"]


def comments(text):
    """Blocks of comment lines, each joined: (line, text)."""
    blocks, at = [], None
    for number, line in enumerate(text.splitlines(), 1):
        found = re.search(r"(?:^|\s)(?:/\*\*?<?|//|#(?= )|\*(?= )|\"\"\")\s?(.*?)(?:\*/|\"\"\")?\s*\\?$", line)
        if found:
            if at == number - 1:
                blocks[-1][1] += " " + found[1]
            else:
                blocks.append([number, found[1]])
            at = number
    return blocks


def paragraphs(text):
    """Paragraphs and list items of a page without code, tables and headings: (line, text)."""
    blocks, fresh, fenced = [], True, False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        if fenced or not line.strip() or re.match(r"    |```|\||#|<|!\[", line):
            fresh = True
            continue
        if fresh or re.match(r"\s*(?:- |\d+\. )", line):
            blocks.append([number, line.strip()])
        else:
            blocks[-1][1] += " " + line.strip()
        fresh = False
    return blocks


def faults(name, blocks, page):
    for number, text in blocks:
        for pattern, better in BANNED:
            for found in re.finditer(pattern, text):
                yield f"{name}:{number}: '{found[0].strip()}': write '{better}'"
        if page:
            for sentence in re.split(r"(?<=[.:;?!])\s+", re.sub(r"`[^`]*`|\([^)]*\)", "X", text)):
                if len(sentence.split()) > LONGEST:
                    yield f"{name}:{number}: a sentence of {len(sentence.split())} words: {sentence[:60]}..."


def main():
    planted = ["Whom functions call by pointer, the graph does not show.", "It fails, for it is closed.",
               "What it says is what it does.", " ".join(["word"] * (LONGEST + 1)) + "."]
    if any(not list(faults("planted", [[1, text]], True)) for text in planted):
        sys.exit("the check does not notice what it is for")
    found = [fault for name in listed(SOURCES) for fault in faults(name, comments((ROOT / name).read_text()), False)]
    found += [fault for name in listed(PAGES) for fault in faults(name, paragraphs((ROOT / name).read_text()), True)]
    print("\n".join(found) or "no banned phrase, no long sentence")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
