# SPDX-License-Identifier: MIT
"""The builds of the library for the tests and for the check of equivalence, and the programs linked with it once."""
import functools
import hashlib
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "build/mutants"
BUILT = ROOT / "build/test"  # where scripts/test.sh has compiled tests and fuzz targets
SPEC = "include/qdmp/spec.def"

CC = ["gcc", "-std=c11", "-w", "-fPIC", "-Iinclude", "-Isrc"]
# Leaves it to the compiler what it inlines. The two decoders then compile in a fraction of the time.
FREE = ["-DQDMP__FAST=1", "-Dalways_inline=unused"]
SHARED = ["-shared", "-Wl,-z,now", "-Wl,-soname,libqdmp.so"]
TRACED = ["-gdwarf-4", "-fsanitize-coverage=trace-pc"]
# The builds on which tests run: the one of microcontrollers, the one with accelerators, and the one with the
# accelerators of processors without SSE2.
BUILDS = {"plain": ["-O1", "-DQDMP__FAST=0"], "fast": ["-O1", *FREE], "scalar": ["-O1", *FREE, "-DQDMP__SSE2=0"]}
# Added to the build of a survivor: an error of memory or arithmetic ends a test that notices nothing else.
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# The builds whose object code shows that a mutant is equivalent.
SHOWING = {"size": ["-Os"], "speed": ["-O2", *FREE], "scalar speed": ["-O2", *FREE, "-DQDMP__SSE2=0"]}
SECONDS = 1800  # limit of a command; the limit of a mutant is processor time


class Failed(Exception):
    """A command failed. The text is its output."""


def run(command, folder=ROOT, seconds=SECONDS, environment=None):
    """Returns what a command prints."""
    done = subprocess.run([str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=seconds, env=environment, check=False)
    text = done.stdout.decode(errors="replace")
    if done.returncode:
        raise Failed(text)
    return text


def sources():
    return sorted(path.name for path in (ROOT / "src").glob("*.c"))


def mutable():
    """The files of which mutants are made."""
    return sorted(f"src/{path.name}" for path in (ROOT / "src").glob("*.[ch]")) + [SPEC]


@functools.cache
def text_of(path):
    """The text of a file at its first use, so that a run uses one state of the sources."""
    return (ROOT / path).read_text()


@functools.cache
def sanitized():
    """The environment for programs without sanitizers that are linked with a library with them."""
    runtime = run(["gcc", "-print-file-name=libasan.so"]).strip()
    return {"LD_PRELOAD": runtime, "ASAN_OPTIONS": "detect_leaks=0"}


class Tree:
    """A copy of include/ and src/ in which one file at a time is changed, and the files compiled from it."""

    def __init__(self, name):
        self.folder = OUT / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for part in ("include", "src"):
            shutil.copytree(ROOT / part, self.folder / part)
        for path in mutable():
            self.restore(path)
        (self.folder / "src/all.c").write_text("".join(f'#include "{name}"\n' for name in sources()))

    def write(self, path, text):
        (self.folder / path).write_text(text)

    def restore(self, path):
        self.write(path, text_of(path))

    def compile(self, name, flags, output="object.o"):
        """The hash of the object code of one source."""
        run([*CC, *flags, "-c", f"src/{name}", "-o", output], self.folder)
        return hashlib.sha256((self.folder / output).read_bytes()).digest()

    def link(self, objects, flags=()):
        try:
            run(["gcc", *flags, *SHARED, *objects, "-o", "libqdmp.so"], self.folder)
        except Failed as failure:
            raise RuntimeError(f"no library: {failure}") from failure


class Originals:
    """The objects of the unchanged library, for every build, and their hashes."""

    def __init__(self):
        self.tree = Tree("original")
        self.hashes = {}

    def folder(self, build):
        return self.tree.folder / build.replace(" ", "_")

    def build(self, build, names):
        """Compiles sources, or all of them as one."""
        self.folder(build).mkdir(exist_ok=True)
        for name in names:
            self.hashes[build, name] = self.tree.compile(name, BUILDS[build], self.object(build, name))

    def object(self, build, name):
        return self.folder(build) / (name + ".o")

    def objects(self, build, without=None):
        return [self.object(build, name) for name in sources() if name != without]


def link_with_shared(target, output, dropped=(), added=()):
    """Links a program as CMake did, but with a shared library instead of the static one."""
    folder, name = (BUILT / target).parent, (BUILT / target).name
    command = (folder / "CMakeFiles" / f"{name}.dir" / "link.txt").read_text().split()
    at = command.index("-o")
    words = [word for word in command[:at] + command[at + 2:]
             if word != "../libqdmp.a" and word != "../../libqdmp.a" and not any(part in word for part in dropped)]
    run([*words, *added, f"-L{OUT / 'original'}", "-lqdmp", "-ldl", "-Wl,-z,now", "-o", output], folder)


def live_lines(tree, flags):
    """For each file, the lines that a build compiles: those that preprocessor conditions do not remove."""
    live = {}
    path, number = None, 0
    for line in run([*CC, *flags, "-E", "-fdirectives-only", "src/all.c"], tree.folder).splitlines():
        marker = re.match(r'# (\d+) "([^"]*)"', line)
        if marker:
            number, path = int(marker.group(1)), marker.group(2)
            continue
        if line.strip():
            live.setdefault(path, set()).add(number)
        number += 1
    return live
