#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
The mutation score of the library: mutants.py [--sample N] [--seed N] [--jobs N] [--only WORD] [--again FILE] |
--self-test | --list

    --sample N   tries N mutants, chosen by --seed (1); without it, all
    --only WORD  tries those of files whose path contains WORD
    --again FILE tries the survivors that an earlier run printed to FILE
    --jobs N     workers (as many as processors)
    --self-test  tries mutants whose verdicts are known, killed ones and survivors, and compares the verdicts
    --list       prints the names of the mutants, and tries none

Prints survivors in the format of tests/mutants/equivalent.txt, and the score. The score is the share of killed mutants
among the mutants that compile. It does not count mutants that are equivalent: their object code shows it, or
tests/mutants/equivalent.txt lists them. Exit status 1 if the score is below 97 %.
"""
import argparse
import collections
import hashlib
import os
import pathlib
import queue
import sys
import threading
import time

sys.dont_write_bytecode = True
import library  # noqa: E402
import trial  # noqa: E402
from operators import Mutant, mutants_of  # noqa: E402
from source import Source  # noqa: E402

LEAST = 97.0  # percent
MOST_EQUIVALENT = 5.0  # percent of the mutants that are tried
MOST_BROKEN = 15.0  # percent that may not compile
EQUIVALENT = library.ROOT / "tests/mutants/equivalent.txt"
KILLED = ("tests", "replay", "instructions")


def all_mutants():
    return [mutant for path in library.mutable() for mutant in mutants_of(read_source(path))]


def read_source(path):
    return Source(path, library.text_of(path))


def read_equivalent():
    """The names of the listed mutants with their reasons."""
    listed = {}
    for stanza in EQUIVALENT.read_text().split("\n\n"):
        lines = [line for line in stanza.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        if len(lines) < 4:
            sys.exit(f"{EQUIVALENT}: a stanza has four lines or more: {lines[0]}")
        listed[name_in(lines)] = " ".join(lines[3:])
    return listed


def name_in(lines):
    """The name of a mutant in the lines that shown() makes of it."""
    path, function, occurrence = lines[0].split()
    return path, function, lines[1], lines[2], int(occurrence)


def survivors_in(path):
    """The names of the survivors in the output of a run."""
    stanzas = pathlib.Path(path).read_text().split(" survived:\n")[1:]
    if not stanzas:
        sys.exit(f"{path}: no survivors")
    return {name_in(stanza.splitlines()) for stanza in stanzas}


def shown(mutant):
    path, function, change, text, occurrence = mutant.name
    return f"{path} {function} {occurrence}\n{change}\n{text}\n"


def try_all(bench, mutants, jobs):
    """Pairs of a mutant and its verdict."""
    waiting, verdicts = queue.SimpleQueue(), []
    for mutant in mutants:
        waiting.put(mutant)

    def work(number):
        worker = trial.Trial(bench, number)
        while True:
            try:
                mutant = waiting.get_nowait()
            except queue.Empty:
                return
            begin = time.monotonic()
            verdict, killer = worker.verdict(mutant)
            verdicts.append((mutant, verdict))
            seconds = time.monotonic() - begin
            log.write(f"{seconds:.1f} {verdict} {killer} {mutant.path}:{mutant.line} {mutant.change}\n")
            log.flush()

    with open(library.OUT / "log", "w", encoding="utf-8") as log:
        workers = [threading.Thread(target=work, args=(number,)) for number in range(jobs)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    if len(verdicts) != len(mutants):
        sys.exit("a worker failed")
    return verdicts


def report(verdicts, listed, seconds):
    """Prints the survivors and the score. Returns whether that is enough."""
    counts = collections.Counter()
    good = True
    for mutant, verdict in verdicts:
        if mutant.name in listed:
            if verdict in KILLED:
                print(f"listed as equivalent, but killed by {verdict}:\n{shown(mutant)}")
                good = False
            verdict = "equivalent" if verdict == "survived" else verdict
        elif verdict == "survived":
            print(f"{mutant.path}:{mutant.line} survived:\n{shown(mutant)}")
        counts[verdict] += 1
    killed = sum(counts[kind] for kind in KILLED)
    tried = killed + counts["survived"]
    score = 100 * killed / tried if tried else 0
    print(f"left out: {counts['identical']} with the same object code, {counts['does not compile']} that do not "
          "compile")
    print(f"{tried + counts['equivalent']} mutants: killed by tests {counts['tests']}, by replay {counts['replay']}, "
          f"by instructions {counts['instructions']}; survived {counts['survived']}; equivalent {counts['equivalent']}")
    print(f"mutants: score {score:.1f} %, {seconds:.0f} s")
    if counts["equivalent"] > max(1, MOST_EQUIVALENT / 100 * (tried + counts["equivalent"])):
        print(f"more than {MOST_EQUIVALENT:.0f} % are listed as equivalent")
        good = False
    if counts["does not compile"] > MOST_BROKEN / 100 * len(verdicts):
        print(f"more than {MOST_BROKEN:.0f} % do not compile")
        good = False
    return good and score >= LEAST


def check_list(mutants, listed):
    """Ends the program if a listed mutant does not exist."""
    missing = listed.keys() - {mutant.name for mutant in mutants}
    for path, function, change, text, occurrence in sorted(missing):
        print(f"listed, but no mutant: {path} {function} {occurrence}\n{change}\n{text}\n")
    if missing:
        sys.exit(1)


def planted(path, old, new):
    """A mutant made by hand."""
    source = read_source(path)
    begin = source.text.index(old)
    inner = next(token for token in source.tokens if token.end > begin)
    live = source.line_of(begin if inner.directive is None else inner.directive)
    return Mutant(path, begin, begin + len(old), new, "planted", old, inner.function, source.line_of(begin),
                  source.line_text(begin), live, inner.macro)


def self_test(bench):
    """Tries mutants whose verdicts are known. Returns whether each verdict is as expected."""
    judge, without_tests = trial.Trial(bench, 0), trial.Trial(bench, 0)
    without_tests.suites_of = lambda mutant: []
    known = [
        (judge, "tests", "src/values.c", "if (digit > 15)", "if (digit > 16)"),
        (judge, "tests", "src/session.c", "session->sent++;", ";"),
        (judge, "tests", library.SPEC, "NUMBER, 300, GUIDE", "NUMBER, 301, GUIDE"),
        (judge, "tests", "src/values.c", "if (digit > 15)",  # only AddressSanitizer notices the read
         "if (digit > 15 + 0 * ((volatile uint8_t *)bytes)[sizeof bytes])"),
        (without_tests, "replay", "src/values.c", "if (digit > 15)", "if (digit > 16)"),
        (judge, "does not compile", "src/values.c", "if (digit > 15)", "if (digits > 15)"),
        (judge, "identical", "src/values.c", "if (digit > 15)", "if (15 < digit)"),
        (judge, "survived", "src/values.c", "if (digit > 15)", "volatile unsigned d = digit; if (d > 15)"),
    ]
    wrong = 0
    for worker, expected, path, old, new in known:
        verdict, killer = worker.verdict(planted(path, old, new))
        answer = "as expected" if verdict == expected else f"FAILED: {verdict}"
        print(f"{expected}: {answer} {killer}: {new}", flush=True)
        wrong += verdict != expected
    print(f"{len(known)} verdicts, {wrong} wrong")
    return not wrong


def rank(mutant, seed):
    """The place of a mutant in the order that --seed gives. It does not depend on the other mutants, so a change of the
    library changes only a part of a sample."""
    return hashlib.sha256(f"{seed} {shown(mutant)}".encode()).digest()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="")
    parser.add_argument("--again")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    mutants, listed = all_mutants(), read_equivalent()
    check_list(mutants, listed)
    mutants = [mutant for mutant in mutants if options.only in mutant.path]
    if options.again:
        names = survivors_in(options.again)
        mutants = [mutant for mutant in mutants if mutant.name in names]
    if options.list:
        for mutant in mutants:
            print(shown(mutant))
        return 0
    mutants.sort(key=lambda mutant: rank(mutant, options.seed))
    begin = time.monotonic()
    bench = trial.Bench()
    seconds = time.monotonic() - begin
    print(f"{len(bench.map.seconds)} tests and {len(bench.replays)} replays, ready after {seconds:.0f} s", flush=True)
    if options.self_test:
        return 0 if self_test(bench) else 1
    verdicts = try_all(bench, mutants[:options.sample], options.jobs)
    return 0 if report(verdicts, listed, time.monotonic() - begin) else 1


if __name__ == "__main__":
    sys.exit(main())
