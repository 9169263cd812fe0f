#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes performance.md and its pictures from the results of scripts/bench.sh.

usage: bench_report.py RESULTS DOCS"""
import csv
import datetime
import json
import pathlib
import platform
import re
import statistics
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

COMPILERS = ["gcc", "clang-19"]
# The greatest number of instructions per message for gcc's code. Strict decode may take 4 % more than before there was
# tolerant decode: the requests, the corpus `otherwise`, and lines of a stream took 242, 375 and 282.
INSTRUCTIONS_AT_MOST = {
    "decode/shuffled": 200, "decode/requests": 251, "decode/responses": 165, "decode/fields_255": 565,
    "decode/otherwise": 389, "decode/reject_first": 230, "decode/reject_middle": 270, "decode/reject_end": 310,
    "stream_whole_decode/shuffled": 292, "stream_whole_decode/fields_255": 850}
DECODERS = ["qdmp", "splitter", "sscanf", "strtok", "pcre2"]
COLOURS = {"qdmp": "#1f5fa8", "peer": "#b9c2cc"}
plt.rcParams.update({"svg.hashsalt": "qdmp", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})


class Case:
    """One case's repetitions: nanoseconds per message."""

    def __init__(self, runs):
        times = [1e9 * run["per_message"] for run in runs]
        self.ns = min(times)
        self.slower = statistics.median(times) / self.ns
        self.bytes = runs[0]["bytes_per_message"]
        self.mb_s = 1e3 * self.bytes / self.ns


def read_cases(path):
    runs = {}
    for run in json.loads(path.read_text())["benchmarks"]:
        if run["run_type"] == "iteration":
            runs.setdefault(run["run_name"].split("/repeats")[0], []).append(run)
    return {name: Case(each) for name, each in runs.items()}


def read_csv(path):
    with open(path) as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def fit(xs, ys):
    """Slope and intercept by least squares, and R squared."""
    slope, intercept = statistics.linear_regression(xs, ys)
    mean = statistics.fmean(ys)
    rest = sum((y - slope * x - intercept) ** 2 for x, y in zip(xs, ys))
    return slope, intercept, 1 - rest / sum((y - mean) ** 2 for y in ys)


class Results:
    def __init__(self, folder):
        self.cases = {compiler: read_cases(folder / f"{compiler}.json") for compiler in COMPILERS}
        self.context = {c: json.loads((folder / f"{c}.json").read_text())["context"] for c in COMPILERS}
        self.repetitions = json.loads((folder / "gcc.json").read_text())["benchmarks"][0]["repetitions"]
        self.instructions = {(row["case"], row["compiler"]): float(row["instructions_per_message"])
                             for row in read_csv(folder / "instructions.csv")}
        self.mispredicted = {row["subject"]: row["mispredicted"] for row in read_csv(folder / "branches.csv")}
        self.lines, self.length, self.threads = (
            [{key: float(value) for key, value in row.items()} for row in read_csv(folder / f"{name}.csv")]
            for name in ("lines", "length", "threads"))
        self.tool = {}
        for line in (folder / "tool.csv").read_text().splitlines():
            name, *values = line.split(",")
            self.tool.setdefault(name, []).append(list(map(float, values)))

    def ns(self, compiler, name):
        return self.cases[compiler][name].ns

    def ratio(self, compiler, name, peer):
        return self.ns(compiler, f"{name}/qdmp") / self.ns(compiler, f"{name}/{peer}")

    def seconds(self, name):
        return min(wall for wall, _, _ in self.tool[name])

    def processor_seconds(self, name):
        return min(processor for _, processor, _ in self.tool[name])

    def peak(self, name):
        return max(peak for _, _, peak in self.tool[name])

    def works(self):
        """Each work over a corpus once, in the order of the tables, because the times come shuffled."""
        return list(dict.fromkeys(name.rsplit("/", 1)[0] for name, _ in self.instructions))

    def subjects(self, work):
        names = [name.rsplit("/", 1) for name, compiler in self.instructions if compiler == "gcc"]
        return [subject for name, subject in names if name == work]


# --- the figures ---


def figures(r):
    """The goals: name, measured, limit, unit, command."""

    def measure(compiler, prefix):
        return f"`build/{'bench' if compiler == 'gcc' else 'bench-clang'}/bench/bench_measure {prefix}`"

    for c in COMPILERS:
        yield (f"decode, shuffled, against the splitter, {c}", r.ratio(c, "decode/shuffled", "splitter"), 0.95, "x",
               measure(c, "decode/shuffled"))
    for c in COMPILERS:
        yield (f"decode, shuffled, against PCRE2, {c}", r.ratio(c, "decode/shuffled", "pcre2"), 0.45, "x",
               measure(c, "decode/shuffled"))
    for work, limit in INSTRUCTIONS_AT_MOST.items():
        yield (f"instructions per message, {work.replace('/', ', ')}, gcc", r.instructions[f"{work}/qdmp", "gcc"], limit, "",
               "`scripts/instructions.sh gcc`")
    for c in COMPILERS:
        case = r.cases[c]["decode/fields_255/qdmp"]
        yield f"decode, fields of 255 bytes, {c}", case.ns / case.bytes, 0.5, "ns/byte", measure(c, "decode/fields_255")
    for c in COMPILERS:
        for way in ("requests", "responses"):
            yield (f"encode, {way}, against snprintf, {c}", r.ratio(c, f"encode/{way}", "snprintf"), 0.4, "x",
                   measure(c, f"encode/{way}"))
    for c in COMPILERS:
        yield (f"register with the name given, against libcoap, {c}",
               r.ratio(c, "encode_by_name/register", "libcoap"), 0.4, "x", measure(c, "encode_by_name"))
    sizes = {(row["layer"], row["cpu"]): {column: int(row[column]) for column in ("text", "data", "bss", "stack")}
             for row in read_csv("bench/mcu/baseline.csv") if row["opt"] == "-Os"}
    limits = {(row["layer"], row["cpu"], row["opt"], row["column"]): int(row["limit"])
              for row in read_csv("bench/mcu/limits.csv")}
    for name, row, cpu in (("everything AT", "use_at", "cortex-m4"),
                           ("everything AT", "use_at", "cortex-m0plus"),
                           ("whole lines alone", "use_at_lines", "cortex-m4"),
                           ("whole lines alone", "use_at_lines", "cortex-m0plus"),
                           ("strict whole lines alone", "use_at_strict", "cortex-m4"),
                           ("strict whole lines alone", "use_at_strict", "cortex-m0plus"),
                           ("request decode alone, strict", "request_decode_strict", "cortex-m0plus")):
        yield (f"text, {name}, {cpu} -Os", sizes[row, cpu]["text"], limits[row, cpu, "-Os", "text"], "bytes",
               "`scripts/size.sh`")
    yield (".data and .bss, every row", max(row["data"] + row["bss"] for row in sizes.values()),
           limits["*", "*", "*", "data"] + limits["*", "*", "*", "bss"], "bytes", "`scripts/size.sh`")
    for name, row in (("any AT call", "use_at"), ("any strict AT call", "use_at_strict")):
        for cpu in ("cortex-m4", "cortex-m0plus"):
            yield (f"deepest stack of {name}, {cpu} -Os", sizes[row, cpu]["stack"], limits[row, cpu, "-Os", "stack"],
                   "bytes", "`scripts/size.sh`")
    longest = max(float(row["worst"]) for row in read_csv("bench/mcu/instructions.csv")
                  if row["what"] == "command" and row["opt"] == "-Os")
    yield ("longest command on a module, of 300 ms at 16 MHz, emulated cortex-m3 -Os", mcu_share(longest), 5, "%",
           "`scripts/mcu.sh`")
    yield "100 MB of a log, `qdmp decode --quiet`", r.seconds("quiet") * 1e8 / r.seconds("log_bytes"), 1.0, "s", "`scripts/bench.sh`"
    yield ("its JSON, against jansson's `json_dumpb` alone",
           r.processor_seconds("json") / r.processor_seconds("jansson"), 1.3, "x", "`scripts/bench.sh`")


def figures_table(r):
    rows = [[name, f"<= {limit} {unit}".strip(), f"{value:.0f}" if value >= 100 else f"{value:.2f}",
             "pass" if value <= limit else "**fail**", command] for name, value, limit, unit, command in figures(r)]
    return table(["figure", "wanted", "measured", "", "command"], rows)


# --- tables ---


def peers_table(r, works, subjects):
    rows = []
    for work in works:
        for compiler in COMPILERS:
            cases = [r.cases[compiler].get(f"{work}/{subject}") for subject in subjects]
            slower = max(case.slower for case in cases if case)
            rows.append([work.split("/")[1], compiler, f"{cases[0].mb_s:.0f}"] +
                        [f"{case.ns:.1f}" if case else "-" for case in cases] + [f"{100 * (slower - 1):.0f} %"])
    return table(["corpus", "compiler", "qdmp, MB/s"] + subjects + ["median, +"], rows)


def read_table(r):
    rows = []
    for work in r.works():
        name, corpus = work.split("/")
        if name not in ("decode", "encode"):
            continue
        c = r.cases["gcc"]
        loop, memchr, own = (c[f"read/{corpus}/sum"].ns, c[f"read/{corpus}/memchr"].ns, c[f"{work}/qdmp"].ns)
        rows.append([name, corpus, f"{loop:.1f}", f"{memchr:.1f}", f"{own / loop:.1f}", f"{own / memchr:.1f}"])
    return table(["work", "corpus", "sum, ns", "memchr, ns", "qdmp / sum", "qdmp / memchr"], rows)


def others_table(r):
    rows = []
    for work in r.works():
        if work.split("/")[0] in ("decode", "encode", "read"):
            continue
        for subject in r.subjects(work):
            cases = [r.cases[c][f"{work}/{subject}"] for c in COMPILERS]
            over = [cases[0].ns / r.ns("gcc", f"read/{work.split('/')[1]}/{peer}") for peer in ("sum", "memchr")]
            rows.append([work, subject] + [f"{case.ns:.1f}" for case in cases] + [f"{cases[0].mb_s:.0f}"] +
                        [f"{x:.1f}" for x in over] + [f"{100 * (max(case.slower for case in cases) - 1):.0f} %"])
    return table(["work/corpus", "who", "gcc, ns", "clang-19, ns", "gcc, MB/s", "/ sum", "/ memchr", "median, +"], rows)


def instructions_table(r):
    names = list(dict.fromkeys(name for name, _ in r.instructions))
    return table(["work/corpus/who"] + COMPILERS,
                 [[name] + [f"{r.instructions[name, c]:.1f}" for c in COMPILERS] for name in names])


def branches_table(r):
    """The cost of a line where the predictor knows it by heart, and where it is drawn at random."""
    def row(subject):
        times = [r.ns(compiler, f"decode/{corpus}/{subject}") for compiler in COMPILERS for corpus in ("guide", "shuffled")]
        return [subject, r.mispredicted[subject], *(f"{ns:.1f}" for ns in times),
                *(f"{times[i + 1] - times[i]:.1f}" for i in (0, 2))]
    names = [f"{corpus}, {c}, ns" for c in COMPILERS for corpus in ("guide", "shuffled")]
    return table(["who", "mispredicted", *names, *(f"more, {c}" for c in COMPILERS)],
                 [row(subject) for subject in ("qdmp", "splitter", "pcre2")])


def mcu_share(cycles):
    """Percent of the time that the guide allows for an answer."""
    hertz, longest = 16e6, 0.3  # an unhurried Cortex-M, and R24's seconds
    return 100 * cycles / (hertz * longest)


def mcu_table():
    rows = read_csv("bench/mcu/instructions.csv")
    return table(list(rows[0]) + ["of 300 ms", "with 2 cycles"],
                 [[*row.values(), *(f"{mcu_share(cycles * float(row['worst'])):.2f} %" for cycles in (1, 2))] for row in rows])


def corpora_table():
    text = pathlib.Path("bench/corpus.h").read_text()
    return table(["corpus", "what it is"], re.findall(r'X\(\w+, "(\w+)",[\s\\]*"([^"]*)"\)', text))


def lines_table(r):
    return table(["lines", "bytes", "seconds", "ns/line", "peak memory, kB"],
                 [[f"{row['lines']:,.0f}", f"{row['bytes']:,.0f}", f"{row['seconds']:.2e}",
                   f"{1e9 * row['seconds'] / row['lines']:.1f}", f"{row['peak_kb']:.0f}"] for row in r.lines])


def lines_fit_text(r, fitted):
    each = [1e9 * row["seconds"] / row["lines"] for row in r.lines]
    return (f"By least squares {fitted[0]:.1f} ns a line; R² is {fitted[2]:.5f}, which the largest input decides. From "
            f"{r.lines[0]['lines']:,.0f} to {r.lines[-1]['lines']:,.0f} lines a line takes {min(each):.1f} to {max(each):.1f} ns.")


def threads_table(r):
    alone = r.threads[0]["bytes"] / r.threads[0]["seconds"]
    return table(["threads", "lines", "bytes", "seconds", "MB/s", "of one thread"],
                 [[f"{row['threads']:.0f}", f"{row['lines']:,.0f}", f"{row['bytes']:,.0f}", f"{row['seconds']:.3f}",
                   f"{row['bytes'] / row['seconds'] / 1e6:.0f}", f"{row['bytes'] / row['seconds'] / alone:.2f} x"]
                  for row in r.threads])


def tool_table(r):
    size = r.seconds("log_bytes")

    def row(name, what, logs=1):
        seconds = r.seconds(name)
        return [what, f"{seconds:.2f}", f"{r.processor_seconds(name):.2f}", f"{logs * size / seconds / 1e6:.0f}",
                f"{r.peak(name):.0f}"]

    return table([f"a log of {size / 1e6:.0f} MB", "seconds", "processor seconds", "MB/s", "peak memory, kB"], [
        row("quiet", "`qdmp decode --quiet`"), row("two_quiet", "two processes of it at once, each with a log of its own", 2),
        row("json", "`qdmp decode`, to /dev/null"), row("jansson", "jansson's `json_dumpb` alone, the same objects")])


def machine(r):
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    rows = [["processor", f"{cpu[1] if cpu else platform.machine()}, {r.context['gcc']['num_cpus']} in use"],
            ["system", f"Linux {platform.release()}, {' '.join(platform.libc_ver())}"],
            ["load at the start", f"{r.context['gcc']['load_avg'][0]:.1f}"]]
    rows += [["compiler", f"{r.context[c]['compiler']}, `{r.context[c]['flags']}`"] for c in COMPILERS]
    return table(["", ""], rows)


# --- pictures ---


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def bars(axes, rows, label):
    """Rows of name, value, is_ours; the first on top."""
    names, values, ours = zip(*rows)
    places = range(len(rows), 0, -1)
    drawn = axes.barh(places, values, color=[COLOURS["qdmp" if own else "peer"] for own in ours])
    axes.bar_label(drawn, fmt="%.0f", padding=3)
    axes.set_yticks(places, names)
    axes.set_xlabel(label)
    axes.margins(x=0.12)


def draw_peers(r, works, path, height):
    figure, panes = plt.subplots(1, 2, figsize=(9, height))
    for axes, compiler in zip(panes, COMPILERS):
        rows = [(subject if len(works) == 1 else f"{works[work]}: {subject}", r.ns(compiler, f"{work}/{subject}"),
                 subject == "qdmp") for work in works for subject in r.subjects(work)]
        bars(axes, rows, "ns per message")
        axes.set_title(f"{compiler} -O2")
    save(figure, path)


def draw_line(xs, ys, fitted, labels, path, logarithmic=False):
    figure, axes = plt.subplots(figsize=(6, 3.4))
    slope, intercept, _ = fitted
    axes.plot(xs, [slope * x + max(intercept, 0) for x in xs], color=COLOURS["peer"], label="least squares")
    axes.plot(xs, ys, "o", color=COLOURS["qdmp"], label="measured")
    if logarithmic:
        axes.loglog()
    else:
        axes.set_ylim(bottom=0)
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    axes.legend(frameon=False)
    save(figure, path)


def draw_size(path):
    rows = [row for row in read_csv("bench/mcu/baseline.csv") if row["opt"] == "-Os" and not row["layer"].startswith("whole")]
    cpus = list(dict.fromkeys(row["cpu"] for row in rows))[:4]
    figure, panes = plt.subplots(1, len(cpus), figsize=(10, 4.2), sharey=True)
    for axes, cpu in zip(panes, cpus):
        bars(axes, [(row["layer"], int(row["text"]), True) for row in rows if row["cpu"] == cpu], "bytes of text")
        axes.set_title(cpu)
        axes.margins(x=0.3)
    save(figure, path)


def main(results, docs):
    r = Results(pathlib.Path(results))
    docs = pathlib.Path(docs)
    pictures = docs / "performance"
    pictures.mkdir(parents=True, exist_ok=True)
    lines_fit = fit([row["lines"] for row in r.lines], [1e9 * row["seconds"] for row in r.lines])
    length_fit = fit([row["length"] for row in r.length], [row["nanoseconds"] for row in r.length])
    draw_peers(r, {"decode/shuffled": ""}, pictures / "decode.svg", 2.6)
    draw_peers(r, {"encode/requests": "request", "encode/responses": "response", "encode_by_name/register": "register"},
               pictures / "encode.svg", 3)
    draw_line([row["lines"] for row in r.lines], [row["seconds"] for row in r.lines],
              (lines_fit[0] / 1e9, lines_fit[1] / 1e9, 1), ("lines", "seconds"), pictures / "lines.svg", True)
    draw_line([row["length"] for row in r.length], [row["nanoseconds"] for row in r.length], length_fit,
              ("bytes of a line", "ns per line"), pictures / "length.svg")
    draw_size(pictures / "size.svg")
    decode = [work for work in r.works() if work.startswith("decode/")]
    encode = [work for work in r.works() if work.startswith("encode/")]
    parts = {
        "date": datetime.date.today().isoformat(), "machine": machine(r), "repetitions": r.repetitions,
        "figures": figures_table(r), "decode": peers_table(r, decode, DECODERS), "read": read_table(r),
        "corpora": corpora_table(), "encode": peers_table(r, encode, ["qdmp", "snprintf"]), "others": others_table(r),
        "instructions": instructions_table(r), "mcu": mcu_table(), "branches": branches_table(r), "lines": lines_table(r), "tool": tool_table(r),
        "tool_runs": len(r.tool["quiet"]),
        "lines_fit": lines_fit_text(r, lines_fit), "threads": threads_table(r),
        "length_fit": f"By least squares {length_fit[0]:.2f} ns a byte and {length_fit[1]:.0f} ns a line; "
                      f"R² is {length_fit[2]:.5f}."}
    text = pathlib.Path("bench/performance.md.in").read_text()
    (docs / "performance.md").write_text(re.sub(r"\{\{(\w+)\}\}", lambda part: str(parts[part[1]]), text))
    print(parts["figures"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
