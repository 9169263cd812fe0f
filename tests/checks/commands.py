#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks every command line that the README, the man pages and the pages of docs/ show.

usage: commands.py QDMP [--write]

A block ```console of a page, and a literal display of a man page that has `$ ` in it, is a session: each line with `$ `
in front is run by bash in a scratch folder of the page, and the lines below are its output and its error output. A line
`...` stands for any number of lines; `...` within a line stands for any text. With --write, puts the output of the blocks
```console into the pages.

Other command lines (indented by four spaces, or in backquotes) are not run, because they take long, need the network or
never end. The scripts and files in them must exist, and must have the options that are named. A command that this check
does not know fails."""
import glob
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Files that the sessions read.
GIVEN = {"modem.log": "tests/tool/logs/modemmanager.log"}
# Programs of other packages.
FOREIGN = {"coap-rd-notls", "coap-client-notls", "picocom", "git"}
# The first words by which a text in backquotes is a command line.
OWN = re.compile(r"(\./)?(scripts|\.ci|build|tools/man)/|(qdmp|cmake|ctest|man) ")
failures = []


def complain(where, text):
    failures.append(f"{where}: {text}")


# --- what is run ---


class Sessions:
    """The sessions of one page, which share a scratch folder."""

    def __init__(self, folder, qdmp):
        self.folder = folder
        binaries = folder / "bin"
        binaries.mkdir()
        (binaries / "qdmp").symlink_to(qdmp)
        self.work = folder / "work"
        self.work.mkdir()
        for name, source in GIVEN.items():
            shutil.copy(ROOT / source, self.work / name)
        (binaries / "journalctl").write_text(f"#!/bin/sh\nexec cat '{self.work}/modem.log'\n")
        (binaries / "journalctl").chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    def run(self, command):
        done = subprocess.run(["bash", "-c", command], cwd=self.work, env=self.environment, text=True, timeout=30,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.stdout.splitlines()


def split(block):
    """The commands of a session, each with its output."""
    parts = []
    for line in block:
        if line.startswith("$ "):
            parts.append((line[2:], []))
        elif parts:
            parts[-1][1].append(line)
    return parts


def agrees(shown, got):
    pattern = "\n".join("\0" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") for line in shown)
    pattern = pattern.replace("\0\n", "(.*\n)*").replace("\0", "(.*\n?)*")
    return re.fullmatch(pattern, "\n".join(got)) is not None


def check_session(where, block, sessions):
    """The session as it is."""
    anew = []
    parts = split(block)
    if not parts or not block[0].startswith("$ "):
        complain(where, "a session begins with a command")
    for command, shown in parts:
        got = sessions.run(command)
        if not agrees(shown, got):
            complain(where, f"$ {command}\n  shown: " + "\n         ".join(shown) + "\n  got:   " + "\n         ".join(got))
        anew += [f"$ {command}"] + (shown if agrees(shown, got) else got)
    return anew


# --- what is not run ---


class Known:
    def __init__(self, qdmp):
        self.qdmp = qdmp
        presets = json.loads((ROOT / "CMakePresets.json").read_text())
        self.presets = {preset["name"] for preset in presets["configurePresets"]}
        lists = subprocess.run(["git", "ls-files", "*CMakeLists.txt"], cwd=ROOT, check=True, capture_output=True, text=True)
        cmake = "\n".join((ROOT / name).read_text() for name in lists.stdout.split())
        self.targets = set(re.findall(r"add_executable\((\w+)", cmake)) | set(re.findall(r"OUTPUT_NAME (\w+)", cmake))
        self.help = {}

    def options(self, command):
        """Options of a command of the tool, by its help."""
        if command not in self.help:
            done = subprocess.run([self.qdmp, "help", command], capture_output=True, text=True)
            self.help[command] = set(re.findall(r"(?<!\S)--?[a-z][a-z0-9-]*", done.stdout)) if done.returncode == 0 else None
        return self.help[command]

    def judge(self, where, command, made):
        """Complains of one simple command. `made` are the files that earlier commands of the page made."""
        words = shlex.split(command, comments=True)
        while words and "=" in words[0]:
            words.pop(0)  # the environment
        if not words:
            return
        name, *arguments = words
        options = [word.split("=")[0] for word in arguments if re.fullmatch(r"--[a-z][a-z0-9-]*(=.*)?", word)]
        base = name.rsplit("/", 1)[-1]
        path = ROOT / name
        if base == "qdmp":
            self.judge_tool(where, arguments, options)
        elif name in made or name in FOREIGN:
            pass
        elif name == "cc":
            for word in arguments[:-2]:
                if not word.startswith("-") and not glob.glob(str(ROOT / word)):
                    complain(where, f"{word} does not exist")
            made.add(arguments[-1])
        elif name in ("cmake", "ctest"):
            for preset in (arguments[arguments.index("--preset") + 1:] or [""])[:1] if "--preset" in arguments else []:
                if preset not in self.presets:
                    complain(where, f"{preset} is no preset")
        elif name == "man":
            for page in arguments:
                if not (ROOT / page).is_file():
                    complain(where, f"{page} does not exist")
        elif base in self.targets:
            pass
        elif "/" in name and path.is_file() and os.access(path, os.X_OK):
            text = path.read_text()
            for option in options:
                if option not in text:
                    complain(where, f"{name} has no option {option}")
        else:
            complain(where, f"unknown command: {command}")

    def judge_tool(self, where, arguments, options):
        if not arguments or arguments[0] in ("COMMAND", "--version"):
            return
        known = self.options(arguments[0])
        if known is None:
            complain(where, f"qdmp has no command {arguments[0]}")
            return
        for option in options:
            if option not in known:
                complain(where, f"qdmp {arguments[0]} has no option {option}")


def simple_commands(line):
    """`a && b | c &` is three; quotes are left alone."""
    return [part for part in re.split(r"\s(?:&&|\||;)\s|\s&(?=\s|$)", line) if part.strip()]


# --- pages ---


def check_page(name, text, qdmp, known, folder):
    """How many command lines were run and looked up, and the text with the output of today."""
    lines = text.splitlines()
    sessions, made, anew = Sessions(folder, qdmp), set(), []
    at, counts = 0, [0, 0]
    while at < len(lines):
        line = lines[at]
        where = f"{name}:{at + 1}"
        anew.append(line)
        at += 1
        if line.startswith("```") and "```" not in lines[at:]:
            complain(where, "a block of code without an end")
        elif line == "```console":
            end = lines.index("```", at)
            anew += check_session(where, lines[at:end], sessions)
            counts[0] += len(split(lines[at:end]))
            at = end
            anew.append(lines[at])
            at += 1
            continue
        elif line.startswith("```"):
            end = lines.index("```", at)
            anew += lines[at:end + 1]
            at = end + 1
            continue
        shown = re.fullmatch(r" {4}((\$ .*)|(?:\./|scripts/|\.ci/|cmake |ctest |qdmp |build/).*)", line)
        commands = []
        if shown:
            commands = [re.split(r"\s{2,}", shown[1].removeprefix("$ "))[0]]
        elif not line.startswith("    "):
            commands = [span for span in re.findall(r"`([^`]+)`", line) if OWN.match(span) and not re.search(r"[*{}<]", span)]
        for command in commands:
            counts[1] += 1
            if re.fullmatch(r"(\./)?(scripts|tools/man)/\S*", command) and (ROOT / command).exists():
                continue
            if re.fullmatch(r"build/\S*", command):
                continue  # the path of something that is built
            for part in simple_commands(command):
                known.judge(where, part, made)
    return counts, "\n".join(anew) + "\n"


def check_man_page(name, text, qdmp, folder):
    sessions, counts = Sessions(folder, qdmp), [0, 0]
    for display in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", text, re.S | re.M):
        block = [line.replace(r"\e", "\\").replace(r"\&", "").replace(r"\-", "-") for line in display.splitlines()]
        if not any(line.startswith("$ ") for line in block):
            continue
        counts[0] += len(split(block))
        check_session(name, block, sessions)
    return counts


def expect_failures(qdmp, known):
    """Each kind of fault is noticed."""
    for text in ("```console\n$ qdmp decode -e OK\n{}\n```", "```console\n$ qdmp decode -e OK\n```", "```console\nOK\n```",
                 "```console\n$ no-such-program\n```", "    $ no-such-program", "    $ qdmp decode --loud log", "`qdmp recode`",
                 "    ./scripts/none.sh", "`scripts/size.sh --loud`", "    cmake --preset none", "`build/test/none 1`",
                 "```console\n$ qdmp decode -e OK"):
        with tempfile.TemporaryDirectory() as scratch:
            check_page("planted", text, qdmp, known, pathlib.Path(scratch))
        if not failures:
            sys.exit(f"the check does not notice a fault in {text!r}")
        failures.clear()


def main(qdmp, write):
    known = Known(qdmp)
    expect_failures(qdmp, known)
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md", "*.1"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout.split()
    total = [0, 0]
    for name in listed:
        page = ROOT / name
        if name == "CHANGELOG.md" or name.startswith("corpus/") or not page.is_file():
            continue
        with tempfile.TemporaryDirectory() as scratch:
            if name.endswith(".1"):
                counts = check_man_page(name, page.read_text(), qdmp, pathlib.Path(scratch))
            else:
                counts, anew = check_page(name, page.read_text(), qdmp, known, pathlib.Path(scratch))
                if write:
                    page.write_text(anew)
        total = [sum(pair) for pair in zip(total, counts)]
    if failures:
        print("\n".join(failures), file=sys.stderr)
        sys.exit(0 if write else 1)
    if total[0] < 20 or total[1] < 40:
        sys.exit(f"only {total[0]} command lines were run and {total[1]} looked up: does the check still find them?")
    print(f"{total[0]} command lines give what the pages show; {total[1]} more name what there is")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--write"]):
        sys.exit(__doc__)
    main(str(pathlib.Path(sys.argv[1]).resolve()), len(sys.argv) == 3)
