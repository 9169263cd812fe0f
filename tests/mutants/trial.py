# SPDX-License-Identifier: MIT
"""The trial of a mutant: whether it compiles, and which test notices it."""
import concurrent.futures
import os
import pathlib
import re
import subprocess

import coverage
import instructions
from library import (BUILDS, BUILT, CC, OUT, ROOT, SANITIZERS, SHOWING, SPEC, Failed, Originals, Tree,
                     link_with_shared, live_lines, run, sanitized, sources, text_of)

TESTS = "tests/qdmp_tests"
# Programs that are tried after the suites of scripts/test.sh, with their arguments. They take seconds.
PROGRAMS = (["tests/exhaustive"], ["fuzz/oracle/sequences", "3", "1"], ["tests/module_random", "1", "20000"])
SLOW = 0.3  # seconds
PROGRAM_SECONDS = 60  # of processor time
TEST_FLAGS = ["-std=c11", "-w", "-O0", "-D_DEFAULT_SOURCE", f'-DQDMP_TEST_DATA="{ROOT}/tests/vectors"', "-Iinclude"]
LIBRARIES = ["-lqdmp", "-ljansson", "-lz", "-lmbedcrypto", "-ldl"]
# Suites that are compiled with a mutant of spec.def, the likeliest to notice it first.
SPEC_FIRST = ("boundaries", "names", "guide", "answers", "values", "vectors", "module", "settings", "encode")


class Bench:
    """Shared by all trials: the originals, the programs that are linked with them, and the map of the tests."""

    def __init__(self):
        self.originals = Originals()
        for build in BUILDS:
            self.originals.build(build, ["all.c"])
        self.originals.build("plain", sources())
        self.live = {build: live_lines(self.originals.tree, flags) for build, flags in BUILDS.items()}
        self.originals.tree.link(self.originals.objects("plain"))
        self.suite = OUT / "suite"
        run([*CC, "-O1", "-c", "tests/mutants/suite.c", "-o", OUT / "suite.o"])
        link_with_shared(TESTS, self.suite, ["criterion"], [OUT / "suite.o"])
        self.replays = [self._replay(path) for path in sorted((BUILT / "fuzz/CMakeFiles").glob("fuzz_*.dir"))
                        if not re.search("_small|_dictionary|_mutator", path.name)]
        self.programs = [self._program(command) for command in PROGRAMS]
        self.dependents = dependents(self.originals.tree)
        self.map = coverage.kept_trace(self.suite)
        self.counts = instructions.Counts()
        self._try_originals()

    def _try_originals(self):
        """Runs everything on the unchanged library of each build. What fails there would kill every mutant."""
        if not self.replays or not self.map.seconds:
            raise RuntimeError("nothing to try mutants with")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(self._try_original, BUILDS))  # a list, so that what a build raises is raised here

    def _try_original(self, build):
        tests = [self.suite, *sorted(self.map.seconds)]
        tree = Tree(f"original.{build}")
        environment = {"LD_LIBRARY_PATH": str(tree.folder), "PATH": os.environ["PATH"]}
        tree.link([self.originals.object(build, "all.c")])
        for command in (tests, *map(limited, [*self.replays, *self.programs])):
            run(command, environment=environment)
        tree.compile("all.c", [*BUILDS[build], *SANITIZERS])
        tree.link(["object.o"], SANITIZERS)
        run(tests, environment={**environment, **sanitized()})

    def _replay(self, path):
        name = path.name[len("fuzz_"):-len(".dir")]
        program = OUT / f"fuzz_{name}"
        link_with_shared(f"fuzz/fuzz_{name}", program)
        folders = [ROOT / part / name.replace("_oracle", "") for part in ("corpus", "corpus/regress")]
        return [program, *[folder for folder in folders if folder.is_dir()]]

    def _program(self, command):
        program = OUT / pathlib.Path(command[0]).name
        link_with_shared(command[0], program)
        return [program, *command[1:]]


def limited(command):
    return ["prlimit", f"--cpu={PROGRAM_SECONDS}", *command]


def dependents(tree):
    """For each header, the sources that include it."""
    found = {}
    for name in sources():
        for path in re.findall(r"\S+\.(?:h|def)\b", run([*CC, "-MM", f"src/{name}"], tree.folder)):
            found.setdefault(path, []).append(name)
    return found


class Trial:
    """A worker. It has a tree of its own, in which it tries one mutant after the other."""

    def __init__(self, bench, number):
        self.bench, self.tree = bench, Tree(f"worker.{number}")
        self.suites_of = bench.map.tests_of

    def verdict(self, mutant):
        """One of: does not compile, identical, tests, replay, instructions, survived; and the test that noticed it."""
        text = text_of(mutant.path)
        self.tree.write(mutant.path, text[:mutant.begin] + mutant.new + text[mutant.end:])
        try:
            return self._judge(mutant)
        except subprocess.TimeoutExpired:
            return "tests", "time"
        except Failed as failure:
            return "does not compile", str(failure).partition("\n")[0]
        finally:
            self.tree.restore(mutant.path)

    def _judge(self, mutant):
        changed = []
        for build in self._builds_of(mutant):
            if self._make(mutant, build):
                changed.append(build)
                killer = self._suites(mutant)
                if killer:
                    self.bench.map.note(mutant, killer)
                    return "tests", killer
                if mutant.path != SPEC and not self._differs(mutant):
                    return "identical", ""
                killer = self._slow_suites(mutant)
                if killer:
                    return "tests", killer
        if not changed and mutant.path == SPEC:  # callers have the macros and constants of its lists
            self.tree.link(self.bench.originals.objects("plain"))
            killer = self._suites(mutant) or self._slow_suites(mutant)
            return ("tests", killer) if killer else ("survived", "")
        if not changed:
            return "identical", ""
        if mutant.path != SPEC:
            for kind, commands in (("replay", self.bench.replays), ("tests", self.bench.programs)):
                killer = self._programs(commands)
                if killer:
                    return kind, killer
        if changed == ["fast"] and self.bench.counts.differ(self.tree, self._names(mutant)):
            return "instructions", "the baseline"
        killer = mutant.path != SPEC and self._sanitizers(mutant, changed[-1])
        return ("tests", killer) if killer else ("survived", "")

    def _builds_of(self, mutant):
        """The builds in which a mutant may behave differently from the builds before."""
        live = [build for build in BUILDS if mutant.live in self.bench.live[build].get(mutant.path, ())]
        if "plain" in live and "QDMP__FAST" not in text_of(mutant.path):
            return ["plain"]
        return [build for build in live if build != "scalar" or live == ["scalar"]]

    def _suites(self, mutant):
        """Runs the fast tests; for a mutant of spec.def, the suites that are likely to notice it."""
        if mutant.path == SPEC:
            return self._fresh_tests(suites()[:len(SPEC_FIRST)])
        return self._tests([test for test in self.suites_of(mutant) if self.bench.map.seconds[test] < SLOW])

    def _slow_suites(self, mutant):
        if mutant.path == SPEC:
            return self._fresh_tests(suites()[len(SPEC_FIRST):])
        return self._tests([test for test in self.suites_of(mutant) if self.bench.map.seconds[test] >= SLOW])

    def _sanitizers(self, mutant, build):
        """The test that an error of memory or arithmetic ends, or None."""
        self.tree.compile("all.c", [*BUILDS[build], *SANITIZERS])
        self.tree.link(["object.o"], SANITIZERS)
        return self._tests(self.suites_of(mutant), environment=sanitized())

    def _make(self, mutant, build):
        """Compiles and links the library. Returns False if its object code is that of the original."""
        one = build == "plain" and mutant.path.endswith(".c")
        name = pathlib.Path(mutant.path).name if one else "all.c"
        same = self.tree.compile(name, BUILDS[build]) == self.bench.originals.hashes[build, name]
        if not same:
            self.tree.link(["object.o", *(self.bench.originals.objects(build, name) if one else [])])
        return not same

    def _environment(self):
        return {"LD_LIBRARY_PATH": str(self.tree.folder), "PATH": os.environ["PATH"]}

    def _tests(self, tests, suite=None, environment=()):
        """The test that fails, or None."""
        if not tests:
            return None
        try:
            run([suite or self.bench.suite, *tests], environment={**self._environment(), **dict(environment)})
        except Failed as failure:
            match = re.search(r"FAILED (\S+)", str(failure))
            if not match:
                raise RuntimeError(f"the suite ended: {failure}") from failure
            return match.group(1)
        return None

    def _programs(self, commands):
        for command in commands:
            try:
                run(limited(command), environment=self._environment())
            except Failed:
                return command[0].name
        return None

    def _fresh_tests(self, names):
        """The same for tests that are compiled with a mutant of spec.def, one suite at a time."""
        for suite in names:
            program = self.tree.folder / "fresh"
            objects = [self._compile_test(part) for part in parts_of(suite)]
            try:
                run(["gcc", *objects, OUT / "suite.o", BUILT / "libqdmp_crypto_psa.a", f"-L{self.tree.folder}", *LIBRARIES,
                     "-Wl,-z,now", "-o", program])
            except Failed as failure:
                raise RuntimeError(f"no program: {failure}") from failure
            names = re.findall(r"^Test\((\w+), (\w+)\b", (ROOT / f"tests/{suite}.c").read_text(), re.M)
            tests = ["/".join(name) for name in names]
            killer = self._tests(sorted(tests, key=lambda test: self.bench.map.seconds[test]), program)
            if killer:
                return killer
        return None

    def _compile_test(self, part):
        output = self.tree.folder / f"{part}.test.o"
        run(["gcc", *TEST_FLAGS, "-c", ROOT / f"tests/{part}.c", "-o", output], self.tree.folder)
        return output

    def _names(self, mutant):
        """The sources that a mutant changes."""
        if mutant.path.endswith(".c"):
            return [pathlib.Path(mutant.path).name]
        return self.bench.dependents[mutant.path]

    def _differs(self, mutant):
        """Whether the object code of a survivor differs from that of the original in an optimised build."""
        for build, flags in SHOWING.items():
            for name in self._names(mutant):
                if (build, name) not in self.bench.originals.hashes:
                    self.bench.originals.hashes[build, name] = original_hash(self.tree, mutant, name, flags)
                if self.tree.compile(name, flags, "shown.o") != self.bench.originals.hashes[build, name]:
                    return True
        return False


def original_hash(tree, mutant, name, flags):
    """The hash of a source without the mutant. The mutant stays in the tree."""
    text = (tree.folder / mutant.path).read_text()
    tree.restore(mutant.path)
    try:
        return tree.compile(name, flags, "shown.o")
    finally:
        tree.write(mutant.path, text)


def suites():
    """The suites that need only the library, the likeliest to notice a mutant first."""
    names = sorted(path.stem for path in (ROOT / "tests").glob("*.c") if (BUILT / TESTS).parent.joinpath(
        "CMakeFiles/qdmp_tests.dir", path.name + ".o").exists() and re.search(r"^Test\(", path.read_text(), re.M))
    return sorted(names, key=lambda name: SPEC_FIRST.index(name) if name in SPEC_FIRST else len(SPEC_FIRST))


def parts_of(suite):
    """A suite, the sources of the headers that it includes, and those of their headers."""
    found, asked = [], [suite]
    while asked:
        part = asked.pop()
        path = ROOT / f"tests/{part}.c"
        if part in found or not path.exists():
            continue
        found.append(part)
        header = path.with_suffix(".h")
        text = path.read_text() + (header.read_text() if header.exists() else "")
        asked += re.findall(r'#include "(\w+)\.h"', text)
    return found
