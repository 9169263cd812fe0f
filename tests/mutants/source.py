# SPDX-License-Identifier: MIT
"""C sources as tokens: the kind of each token, its function, and whether it may be changed."""
import bisect
import re

# In this order. The first shape that matches is the token.
SHAPES = (
    ("comment", r"/\*.*?\*/|//[^\n]*"),
    ("splice", r"\\\n"),
    ("space", r"[ \t\r\n]+"),
    ("string", r'"(?:[^"\\\n]|\\.)*"'),
    ("character", r"'(?:[^'\\\n]|\\.)+'"),
    ("number", r"(?:0[xX][0-9A-Fa-f]+|[0-9]+)[uUlL]*\b"),
    ("name", r"[A-Za-z_][A-Za-z_0-9]*"),
    ("sign", r"<<=|>>=|\.\.\.|##|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^!~<>=?:;,.(){}\[\]#]"),
)
SHAPE = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in SHAPES), re.S)

# Calls of these, with all text in their parentheses, are not code that runs.
NOT_CODE = {"__attribute__", "QDMP__STATIC_ASSERT", "__builtin_expect", "_Alignas", "extern_C"}


class Token:
    """A token other than a space: kind, text, place (`begin` to `end`), and `apart`: whether spaces surround it."""

    def __init__(self, kind, text, begin, text_of_file):
        self.kind, self.text, self.begin, self.end = kind, text, begin, begin + len(text)
        self.apart = text_of_file[begin - 1:begin].isspace() and text_of_file[self.end:self.end + 1].isspace()
        self.function = ""  # "" outside of functions
        self.fixed = False  # may not be changed
        self.macro = False  # is part of a #define
        self.nested = False  # is in parentheses
        self.directive = None  # begin of the #define


class Source:
    """A file: its path in the repository, its text and its tokens."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.lines = [0] + [match.end() for match in re.finditer("\n", text)]
        self.tokens = list(self._tokens())
        self._mark_directives()
        self._mark_not_code()
        self._mark_functions()
        self._mark_nested()

    def line_of(self, offset):
        """The number of a line, 1 for the first."""
        return bisect.bisect_right(self.lines, offset)

    def line_text(self, offset):
        """The line with one space for each run of spaces, and without the backslash that continues a macro."""
        begin = self.lines[self.line_of(offset) - 1]
        return " ".join(self.text[begin:self.text.find("\n", begin)].rstrip("\\").split())

    def _tokens(self):
        offset = 0
        while offset < len(self.text):
            match = SHAPE.match(self.text, offset)
            if not match:
                raise ValueError(f"{self.path}:{self.line_of(offset)}: no token: {self.text[offset:offset + 20]!r}")
            if match.lastgroup not in ("comment", "splice", "space"):
                yield Token(match.lastgroup, match.group(), offset, self.text)
            offset = match.end()

    def _mark_directives(self):
        """The text of a #define after its name and parameters may be changed. Other directives may not be changed."""
        for match in re.finditer(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", self.text, re.M):
            define = re.match(r"[ \t]*#[ \t]*define[ \t]+\w+(?:\([^)]*\))?", match.group())
            body = match.start() + define.end() if define else match.end()
            for token in self._between(match.start(), match.end()):
                token.macro = True
                token.directive = match.start()
                token.fixed = token.begin < body

    def _between(self, begin, end):
        first = bisect.bisect_left(self.tokens, begin, key=lambda token: token.begin)
        last = bisect.bisect_left(self.tokens, end, key=lambda token: token.begin)
        return self.tokens[first:last]

    def _mark_not_code(self):
        for i, token in enumerate(self.tokens[:-1]):
            if token.text in NOT_CODE and self.tokens[i + 1].text == "(":
                for inner in self.tokens[i:closing(self.tokens, i + 1) + 1]:
                    inner.fixed = True

    def _mark_nested(self):
        depth = 0
        for token in self.tokens:
            depth -= token.text == ")"
            token.nested = depth > 0
            depth += token.text == "("

    def _mark_functions(self):
        """A function begins outside all braces, where a brace follows a name with parentheses."""
        code = [token for token in self.tokens if not token.macro]
        i, name = 0, ""
        while i < len(code):
            token, following = code[i], code[i + 1].text if i + 1 < len(code) else ""
            if token.kind == "name" and following == "(":
                name, i = name or (token.text if token.text not in NOT_CODE else ""), closing(code, i + 1)
            elif token.text == "{":
                end = closing(code, i)
                for inner in code[i:end + 1]:
                    inner.function = name
                i, name = end, ""
            elif token.text in (";", "="):
                name = ""
            i += 1


PAIRS = {"(": ")", "{": "}", "[": "]"}


def closing(tokens, opening):
    """The place where the bracket at `opening` is closed."""
    depth = 0
    for i in range(opening, len(tokens)):
        depth += (tokens[i].text in PAIRS) - (tokens[i].text in PAIRS.values())
        if depth == 0:
            return i
    return len(tokens) - 1
