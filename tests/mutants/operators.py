# SPDX-License-Identifier: MIT
"""The operators. Each replaces a place in a source by texts that a programmer might have written there by mistake."""
import dataclasses
import re

from source import closing

RELATIONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
CONNECTIVES = {"&&": "||", "||": "&&"}
# A sign with spaces on both sides is between two values; without them it is before one (.clang-format).
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "|"}
ASSIGNMENTS = {"+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "%=": "/=", "|=": "&=", "&=": "|=", "^=": "|=",
               "<<=": ">>=", ">>=": "<<="}
STEPS = {"++": "--", "--": "++"}
NAMES = {"true": "false", "false": "true", "GUIDE": "OURS", "OURS": "GUIDE", "VALID": "RESERVED", "RESERVED": "VALID",
         "BOTH": "REQUEST", "REQUEST": "BOTH", "BARE": "QUOTED", "QUOTED": "BARE", "continue": "break"}
# In spec.def these are values of a column; elsewhere they are parts of code.
COLUMNS = {"GUIDE", "OURS", "VALID", "RESERVED", "BOTH", "REQUEST", "BARE", "QUOTED"}
STATUS = re.compile(r"QDMP_(?:OK|TRUNCATED|NOT_OURS|END|FORM|SYNTAX|UNTERMINATED|BAD_CHAR|QUOTING|MISSING|TOO_MANY|"
                    r"AMBIGUOUS|LENGTH|RANGE|RESERVED|NOT_REPRESENTABLE|NO_SPACE|COAP|OPTION_ORDER|TOKEN|LINK|ENDPOINT|"
                    r"MODULE_IMEI|IMSI|NO_ANSWER|LOCATION_PATH|CRYPTO|TIMING|SAVED|SAVED_VERSION|SAVED_OTHER|DAMAGED|"
                    r"NEWER|TOO_LARGE|STORAGE|NOT_SET)")
FIELD = re.compile(r"QDMP_FIELD_(?!COUNT)\w+")
BEHIND_CONDITION = {"if", "while"}
NO_SIMPLE_STATEMENT = {"if", "while", "for", "do", "switch", "case", "default", "else", "typedef", "enum", "struct",
                       "static"}


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One change: bytes [begin, end) of a file become `new`. The other members are its name; `occurrence` numbers the
    mutants that have the same name otherwise."""
    path: str
    begin: int
    end: int
    new: str
    operator: str
    old: str
    function: str
    line: int
    text: str
    live: int  # the line number that the preprocessor gives it
    macro: bool
    occurrence: int = 1

    @property
    def change(self):
        return f"{self.operator}: {self.old} => {self.new or 'nothing'}"

    @property
    def name(self):
        return self.path, self.function or "-", self.change, self.text, self.occurrence


def replace_sign(token):
    """The texts that replace a sign, each with the name of the operator."""
    text = token.text
    if text in RELATIONS and (token.apart or text in ("==", "!=", "<=", ">=")):
        return [("relation", RELATIONS[text])]
    for operator, signs in (("connective", CONNECTIVES), ("assignment", ASSIGNMENTS), ("step", STEPS)):
        if text in signs:
            return [(operator, signs[text])]
    if text in ARITHMETIC and token.apart:
        return [("arithmetic", ARITHMETIC[text])]
    return [("negation", "")] if text in ("!", "~") else []


def replace_number(token):
    digits = re.match(r"0[xX][0-9A-Fa-f]+|[0-9]+", token.text).group()
    suffix, number = token.text[len(digits):], int(digits, 16 if digits[:2] in ("0x", "0X") else 10)
    shape = "0x%X" if digits[:2] in ("0x", "0X") else "%d"
    return [("constant", shape % other + suffix) for other in (number + 1, number - 1) if other >= 0]


def replace_string(token):
    """Changes one letter. An escape sequence stays as it is."""
    match = re.search(r"(?<!\\)[A-Za-z0-9]", token.text)
    if not match:
        return []
    letter = "x" if match.group() != "x" else "y"
    return [("text", token.text[:match.start()] + letter + token.text[match.end():])]


def replace_name(token):
    if token.text in NAMES and token.macro >= (token.text in COLUMNS):
        return [("name", NAMES[token.text])]
    if STATUS.fullmatch(token.text):
        return [("status", "QDMP_SYNTAX" if token.text != "QDMP_SYNTAX" else "QDMP_RANGE")]
    if FIELD.fullmatch(token.text):
        return [("field", "QDMP_FIELD_NONE" if token.text != "QDMP_FIELD_NONE" else "QDMP_FIELD_TYPE")]
    return []


REPLACE = {"sign": replace_sign, "number": replace_number, "string": replace_string, "name": replace_name,
           "character": lambda token: [("constant", f"({token.text} + 1)")]}


def replacements(source):
    for i, token in enumerate(source.tokens):
        if token.fixed or (token.kind == "number" and source.tokens[i - 1].text == "##"):
            continue
        for operator, new in REPLACE[token.kind](token):
            yield token, token.begin, token.end, new, operator


def conditions(source):
    """Negates the conditions of if, while and ?:."""
    for i, token in enumerate(source.tokens):
        if token.text in BEHIND_CONDITION and not token.fixed:
            yield from negated(source, token, i + 2, closing(source.tokens, i + 1))
        elif token.text == "?" and not token.fixed:
            yield from negated(source, token, begin_of_condition(source.tokens, i), i)


def negated(source, token, first, behind):
    """Leaves out a condition if an operator on one of its signs has the same effect."""
    signs = {inner.text for inner in source.tokens[first:behind]}
    if not signs & {"==", "!=", "!"} or signs & CONNECTIVES.keys():
        begin, end = source.tokens[first].begin, source.tokens[behind - 1].end
        yield token, begin, end, f"!({source.text[begin:end]})", "condition"


def begin_of_condition(tokens, question):
    depth, i = 0, question
    while i > 0:
        text = tokens[i - 1].text
        depth += (text in ")]}") - (text in "([{") if len(text) == 1 else 0
        if depth < 0 or (depth == 0 and text in ("=", "return", ",", "?", ":", ";", "{", "}", "+=", "|=")):
            return i
        i -= 1
    return i


def statements(source):
    """Leaves out statements that are no declarations, and changes the values that return returns."""
    tokens = source.tokens
    for i, token in enumerate(tokens):
        if token.fixed or not token.function or token.macro or not begins_statement(tokens, i):
            continue
        end = end_of_statement(tokens, i)
        if end is None:
            continue
        if token.text == "return" and end > i + 1:
            yield from returned(source, token, tokens[i + 1].begin, tokens[end - 1].end)
        elif token.text != "return" and is_action(tokens[i:end]):
            yield token, token.begin, tokens[end].end, ";", "statement"


def begins_statement(tokens, i):
    before = tokens[i - 1]
    if tokens[i].nested:
        return False
    if before.text == ")":
        return behind_head(tokens, i - 1)
    first = tokens[i]
    return before.text in (";", "{", "}", "else", ":") and first.kind in ("name", "sign") and first.text not in "{};)"


def behind_head(tokens, end):
    """Whether the parentheses that end here are those of an if, a while or a for."""
    depth = 0
    for i in range(end, 0, -1):
        depth += (tokens[i].text == ")") - (tokens[i].text == "(")
        if depth == 0:
            return tokens[i - 1].text in ("if", "while", "for") and tokens[end + 1].text not in (";", "{")
    return False


def end_of_statement(tokens, i):
    """The place of the semicolon; None if this is no simple statement."""
    if tokens[i].text in NO_SIMPLE_STATEMENT:
        return None
    for end in range(i, len(tokens)):
        if tokens[end].text in "{}":
            return None
        if tokens[end].text == ";":
            return end
    return None


def is_action(tokens):
    """Whether this is a call, assignment, step or break. A declaration begins with two names, or a name and a star."""
    if tokens[0].text in ("break", "goto", "continue"):
        return True
    if len(tokens) > 1 and tokens[0].kind == "name":
        if tokens[1].kind == "name" or (tokens[1].text == "*" and not tokens[1].apart):
            return False
    return tokens[-1].text == ")" or any(token.text in (*ASSIGNMENTS, *STEPS, "=") for token in tokens)


def returned(source, token, begin, end):
    text = source.text[begin:end]
    if text not in ("true", "false", "0", "NULL") and not STATUS.fullmatch(text) and not FIELD.fullmatch(text):
        yield token, begin, end, "0", "return"


def narrowings(source):
    """Cuts sizes to sixteen bits, and changes numbers."""
    for i, token in enumerate(source.tokens[:-1]):
        if token.text in ("size_t", "uint32_t") and not token.fixed and source.tokens[i - 1].text == "(" and \
                source.tokens[i + 1].text == ")" and source.tokens[i - 2].text not in ("sizeof", "void"):
            yield token, token.begin, token.end, "uint16_t", "width"


def rows(source):
    """Leaves out rows of lists. In spec.def a row is a call of a one-letter macro."""
    for i, token in enumerate(source.tokens[:-1]):
        if token.macro and not token.fixed and re.fullmatch("[A-Z]", token.text) and source.tokens[i + 1].text == "(":
            yield token, token.begin, source.tokens[closing(source.tokens, i + 1)].end, "", "row"


def mutants_of(source):
    """Every mutant of a file, in the order of their places."""
    found, seen = [], {}
    changes = [change for maker in (replacements, conditions, statements, narrowings, rows) for change in maker(source)]
    changes.sort(key=lambda change: (change[1], change[2], change[4], change[3]))
    for token, begin, end, new, operator in changes:
        old = " ".join(source.text[begin:end].replace("\\\n", " ").split())
        live = source.line_of(begin if token.directive is None else token.directive)
        mutant = Mutant(source.path, begin, end, new, operator, old, token.function, source.line_of(begin),
                        source.line_text(begin), live, token.macro)
        place = seen[mutant.name] = seen.get(mutant.name, 0) + 1
        found.append(dataclasses.replace(mutant, occurrence=place))
    return found
