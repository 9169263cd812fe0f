#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes explain.html from its parts: assemble.py ROOT WASM VERSION >explain.html

The rules in the page are those of docs/protocol.md, converted to HTML. The script and the style are in the page. The
content security policy of the page names their hashes, so that no other script runs and nothing is fetched.
"""
import base64
import hashlib
import html
import pathlib
import re
import sys


def inline(text):
    """Converts text with `code`, **strong** and *emphasis* to HTML."""
    parts = re.split(r"(`[^`]*`)", text)
    for i, part in enumerate(parts):
        if part.startswith("`") and len(part) > 1:
            parts[i] = f"<code>{html.escape(part[1:-1])}</code>"
            continue
        part = html.escape(part, quote=False)
        part = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", part)
        parts[i] = re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", part)
    return "".join(parts)


def statuses_of(words, names):
    """The statuses of spec.def that a row of the table of errors describes. Their names are in the text of the row."""
    found = [name for name in names if name.replace("_", " ") in words]
    return [name for name in found if not any(name != other and name in other for other in found)]


def cells(row):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def table(rows, names):
    """Converts a table. A row whose first cell names statuses gets them as an attribute."""
    head, body = cells(rows[0]), [cells(row) for row in rows[2:]]
    errors = head[0] == "code"
    yield '<div class="scroll"><table><thead><tr>'
    yield "".join(f'<th scope="col">{inline(cell)}</th>' for cell in head)
    yield "</tr></thead><tbody>"
    for row in body:
        found = statuses_of(row[0], names) if errors else []
        names.difference_update(found) if errors else None
        mark = f' data-statuses="{" ".join(found)}"' if found else ""
        yield f"<tr{mark}>" + "".join(f"<td>{inline(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table></div>"


def blocks(lines):
    """Groups lines into blocks: a heading, a table, a rule with its indented lines, or a paragraph."""
    block = []
    for line in lines + [""]:
        starts = re.match(r"#|R\d+ |- |\|", line) and not (line.startswith("|") and block and block[-1].startswith("|"))
        if block and (not line.strip() or starts):
            yield block
            block = []
        if line.strip():
            block.append(line)


def rules(text, names):
    """Converts the sections of the protocol to HTML. The id of each rule and each section is its name."""
    for block in blocks(text.split("\n## ", 1)[1].split("\n")):
        joined = " ".join(line.strip() for line in block)
        section = re.match(r"(?:## )?(\d+)\. (.*)", joined)
        rule = re.match(r"(R\d+) +(.*)", joined)
        if section:
            yield f'<h3 id="section-{section[1]}">{section[1]}. {inline(section[2])}</h3>'
        elif rule:
            yield f'<p class="rule" id="{rule[1]}"><b>{rule[1]}</b> {inline(rule[2])}</p>'
        elif block[0].startswith("|"):
            yield from table(block, names)
        else:
            yield f"<p>{inline(joined)}</p>"


def sha256(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def squeezed(text):
    """Removes the comments and the indentation of a script or a style."""
    lines = (re.sub(r"^\s*//.*|/\*.*?\*/\s*$", "", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def main():
    root, wasm, version = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    here = root / "tools/explain"
    at_statuses = (root / "include/qdmp/spec.def").read_text().split("#define QDMP_AT_STATUSES(E)")[1].split("\n\n")[0]
    names = set(re.findall(r"E\(\w+, \d+, (\w+),", at_statuses)) - {"ok", "end"}
    converted = "\n".join(rules((root / "docs/protocol.md").read_text(), names))
    if names:
        sys.exit(f"assemble: docs/protocol.md has no row of errors for {', '.join(sorted(names))}")
    script = squeezed((here / "page.js").read_text())
    script = script.replace("@WASM@", base64.b64encode(wasm.read_bytes()).decode())
    style = squeezed((here / "page.css").read_text())
    policy = f"default-src 'none'; script-src {sha256(script)} 'wasm-unsafe-eval'; style-src {sha256(style)}; img-src data:; " \
             "base-uri 'none'; form-action 'none'"
    page = (here / "page.html").read_text()
    for mark, text in (("@POLICY@", policy), ("@STYLE@", style), ("@RULES@", converted), ("@VERSION@", version),
                       ("@SCRIPT@", script)):
        page = page.replace(mark, text)
    sys.stdout.write(page)


main()
