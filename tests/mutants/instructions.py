# SPDX-License-Identifier: MIT
"""The instruction baseline (scripts/instructions.sh) of a library with a mutant, for gcc at -O2."""
import re
import shutil
import subprocess
import sys
import threading

from library import OUT, ROOT, Failed, run, sources

BENCH = ROOT / "build/bench"
FLAGS = ["gcc", "-std=c11", "-w", "-O2", "-DNDEBUG", "-Iinclude", "-Isrc"]
# The flags of scripts/instructions.sh.
PLAIN = "glibc.cpu.hwcaps=-AVX_Fast_Unaligned_Load,-AVX2,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-BMI2,-SSE4_2"


class Counts:
    """The counts of the unchanged library. They are made at their first use."""

    def __init__(self):
        self.table = OUT / "instructions.csv"
        self.table.unlink(missing_ok=True)  # a table belongs to the objects of one run
        self.one_at_a_time = threading.Lock()

    def differ(self, tree, names):
        """Whether scripts/instructions.sh --check would fail if the files of a tree replaced these sources."""
        with self.one_at_a_time:
            if not self.table.exists():
                self.table.write_text(self._original())
        try:
            rows = count(tree.folder, names)
        except Failed:  # the program checks its answers; it has run with the unchanged library
            return True
        check = [sys.executable, ROOT / "bench/baseline.py", "--check", self.table]
        done = subprocess.run(check, input=rows, text=True, capture_output=True, check=False)
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            raise RuntimeError(f"no comparison: {done.stderr}")
        return done.returncode == 1

    @staticmethod
    def _original():
        try:
            return count(OUT / "original", sources())
        except Failed as failure:
            raise RuntimeError(f"no count: {failure}") from failure


def count(folder, names):
    """The rows case,compiler,instructions_per_message of the library's cases, with these sources from a folder."""
    for name in names:
        run([*FLAGS, "-c", f"src/{name}", "-o", f"{name}.counted.o"], folder)
    objects = [(folder if name in names else OUT / "original") / f"{name}.counted.o" for name in sources()]
    program = folder / "bench_count"
    words = (BENCH / "bench/CMakeFiles/bench_count.dir/link.txt").read_text().split()
    at = words.index("-o")
    others = [word for word in words[:at] + words[at + 2:] if word != "../libqdmp.a"]
    try:
        run([*others, *objects, "-o", program], BENCH / "bench")
    except Failed as failure:
        raise RuntimeError(f"no program: {failure}") from failure
    return divided(folder, program)


def divided(folder, program):
    dumps = folder / "callgrind"
    shutil.rmtree(dumps, ignore_errors=True)
    dumps.mkdir()
    messages = run(["valgrind", "-q", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={dumps}/out",
                    program], folder, environment={"PATH": "/usr/bin:/bin", "GLIBC_TUNABLES": PLAIN})
    totals = {}
    for path in dumps.iterdir():
        name = re.search(r"^desc: Trigger: Client Request: .*?(\S+)$", path.read_text(), re.M)
        total = re.search(r"^totals: (\d+)", path.read_text(), re.M)
        if name and total:
            totals[name.group(1)] = int(total.group(1))
    rows = ["case,compiler,instructions_per_message"]
    for line in messages.splitlines():
        case, number = line.split()
        if case.endswith("/qdmp"):
            rows.append(f"{case},gcc,{totals[case] / float(number):.1f}")
    if len(rows) == 1:
        raise Failed("nothing was counted")
    return "\n".join(rows) + "\n"
