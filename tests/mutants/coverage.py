# SPDX-License-Identifier: MIT
"""Which tests reach which functions and lines of the library, and how long each takes."""
import collections
import hashlib
import pathlib
import pickle
import re
import shutil

from library import BUILDS, CC, OUT, ROOT, SHARED, TRACED, run


class Map:
    """For each test, its seconds and the functions and lines of src/ that it reaches."""

    killers = collections.Counter()  # number of mutants of a function that each test has killed in this run

    def __init__(self):
        self.seconds, self.functions, self.lines = {}, {}, {}

    def add(self, printed, folder, places):
        """Adds the traces in a folder of the tests that a suite printed."""
        for test, microseconds in re.findall(r"^passed (\S+) (\d+)", printed, re.M):
            self.seconds[test] = int(microseconds) / 1e6
            for address in (folder / test.replace("/", ":")).read_text().split():
                for path, function, line in places.get(address, ()):
                    self.functions.setdefault((path, function), set()).add(test)
                    self.lines.setdefault((path, line), set()).add(test)

    def tests_of(self, mutant):
        """The tests that may notice a mutant, the likeliest and fastest first. These are all tests if the mutant is in
        no function, or in a function that the traced library does not have."""
        tests = self.seconds.keys()
        if not mutant.macro:
            tests = self.functions.get((mutant.path, mutant.function), tests)
        near = self.lines.get((mutant.path, mutant.line), set())
        kills = {test: self.killers[mutant.path, mutant.function, test] for test in tests}
        return sorted(tests, key=lambda test: (-kills[test], test not in near, self.seconds[test], test))

    def note(self, mutant, test):
        self.killers[mutant.path, mutant.function, test] += 1


def resolve(library, addresses):
    """For each address, its functions and lines, including those of callers into which it was inlined."""
    asked = OUT / "addresses"
    asked.write_text("\n".join(addresses) + "\n")
    places, address, function = {}, None, None
    for line in run(["sh", "-c", f"addr2line -a -f -i -e {library} <{asked}"]).splitlines():
        if line.startswith("0x"):
            address, function = f"{int(line, 16):x}", None
        elif function is None:
            function = line
        else:
            match = re.search(r"/(src/[^/]+):(\d+)", line)
            if match:
                places.setdefault(address, []).append((match.group(1), function, int(match.group(2))))
            function = None
    return places


def trace(suite):
    """The map of the tests. A test may reach a function in only one of the two builds."""
    found = Map()
    for build in ("plain", "fast"):
        add_trace(found, suite, build)
    return found


def add_trace(found, suite, build):
    folder = OUT / "traced" / build
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "reached").mkdir(parents=True)
    run([*CC, *BUILDS[build], *TRACED, "-O0", "-c", OUT / "original/src/all.c", "-o", folder / "all.o"])
    library = folder / "libqdmp.so"
    run([*CC, "-O1", *SHARED, "tests/mutants/trace.c", folder / "all.o", "-o", library])
    printed = run([suite, "--trace", folder / "reached"], environment={"LD_LIBRARY_PATH": str(folder)})
    addresses = {address for path in (folder / "reached").iterdir() for address in path.read_text().split()}
    found.add(printed, folder / "reached", resolve(library, sorted(addresses)))


def kept_trace(suite):
    """The same map, kept until a file changes on which it depends."""
    files = [path for part in ("src", "include", "tests") for path in sorted((ROOT / part).rglob("*.[chd]*"))]
    files.append(pathlib.Path(__file__))
    key = hashlib.sha256(b"".join(path.read_bytes() for path in files if path.is_file())).hexdigest()
    kept = OUT.parent / "mutants.map"
    if kept.exists():
        with kept.open("rb") as file:
            old, found = pickle.load(file)
        if old == key:
            return found
    found = trace(suite)
    with kept.open("wb") as file:
        pickle.dump((key, found), file)
    return found
