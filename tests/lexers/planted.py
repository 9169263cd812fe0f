#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
Plants the bugs of fuzz/planted/grammar-*.patch in a copy of the grammars, one after the other: planted.py [NAME...].
The graphs of each bug, and its compiled lexers, must differ from the shapes; the shortest text that shows it is
printed. The tests are those for the number of states of the planted grammar. Exit status 1 if a bug is not refuted. A
bug that is only in an action is in no graph: such bugs are named below, and the graphs must not show them.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import graphs  # noqa: E402
import lexers  # noqa: E402
import suites  # noqa: E402

ROOT = graphs.ROOT
IN_ACTIONS = {"grammar-number-saturates", "grammar-octet-swapped"}
SECONDS = 60  # that a lexer may run before it counts as endless


def run(*command, **how):
    return subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=SECONDS, **how)


def must(*command, **how):
    done = run(*command, **how)
    if done.returncode:
        sys.exit(f"planted: {command[0]} failed:\n{done.stdout}")


def copy_tree(tree):
    for folder in ("grammar", "src", "include", "tests/matrix", "tests/lexers", "scripts"):
        shutil.copytree(ROOT / folder, tree / folder)
    (tree / "tools").mkdir()
    shutil.copy(ROOT / "tools/log_token.re", tree / "tools")


def compile_runner(tree):
    sources = ["tests/lexers/runner.c", "tests/matrix/machine_hosted.c", "src/rows.c", "src/spec.c", "src/text.c"]
    must(os.environ.get("CC", "cc"), "-std=c11", "-O1", "-w", "-DQDMP__FAST=0", "-ffunction-sections",
         "-Wl,--gc-sections", "-Iinclude", "-Itests/matrix", "-I.", *sources, "-o", "runner", cwd=tree)


def refuted_by_tests(tree):
    """The difference between the compiled lexers and the shapes, or None."""
    try:
        done = run("./runner", cwd=tree)
    except subprocess.TimeoutExpired:
        return "a lexer does not end"
    return next((line for line in done.stdout.splitlines() if "FAILED" in line), None) if done.returncode else None


def examine(tree, name):
    patch = ROOT / f"fuzz/planted/{name}.patch"
    must("patch", "-s", "-p1", "-F0", "--no-backup-if-mismatch", "-r", "-", "-i", patch, cwd=tree)
    must("scripts/regenerate.sh", "src/generated", "tools", cwd=tree)
    found = graphs.read(tree / "grammar")
    by_graph = next(filter(None, (lexers.difference(lexer, graph) for lexer, graph in found.items())), None)
    (tree / "suites.h").write_text(suites.header(found))
    compile_runner(tree)
    by_tests = refuted_by_tests(tree)
    print(f"{name}\n    graph: {by_graph or 'the same'}\n    tests: {by_tests or 'NOT REFUTED'}", flush=True)
    shutil.rmtree(tree / "grammar")
    shutil.copytree(ROOT / "grammar", tree / "grammar")
    return bool(by_tests) and (by_graph is None) == (name in IN_ACTIONS)


def main(names):
    names = names or sorted(patch.stem for patch in (ROOT / "fuzz/planted").glob("grammar-*.patch"))
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        copy_tree(tree)
        missed = [name for name in names if not examine(tree, name)]
    print(f"{len(names)} planted bugs, {len(missed)} not refuted as they must be {' '.join(missed)}".rstrip())
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
