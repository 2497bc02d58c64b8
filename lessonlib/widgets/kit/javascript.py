"""What a JavaScript module declares, imports and exports at its top level, read from its tokens.

A few forms are known and every other one is an error with its line, so that what is read is never guessed.
"""

import functools
import re
from typing import NamedTuple

_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<word>[#@]?[^\W\d][\w$]*|\$[\w$]*)"  # names and keywords
    r"|(?P<number>\.?\d[\w.]*)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<punctuation>[^\s\w\"'`$])",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?P<end>`|\$\{)", re.DOTALL)  # up to its end or to a value in it
_OPEN, _CLOSE = "([{", ")]}"
# Words after which a value begins: a slash there opens a regular expression, and a function is no declaration.
_BEFORE_A_VALUE = {
    *("await", "case", "default", "delete", "do", "else", "extends", "in", "instanceof"),
    *("new", "of", "return", "throw", "typeof", "void", "yield"),
}


class Token(NamedTuple):
    """A piece of a script: its text, its kind, where it starts, and how many brackets it stands in."""

    text: str
    kind: str
    start: int
    depth: int


class Import(NamedTuple):
    """``import { names } from "path"`` in a line."""

    names: tuple
    path: str
    line: int


class Module(NamedTuple):
    """A script as it is joined to others.

    Attributes
    ----------
    body : str
        The text without its imports and without the word export, but for a default export.
    imports : list of Import
    names : dict of str to int
        The line of every name that is declared at top level.
    exports : set of str
        Those that are exported; ``"default"`` too.
    """

    body: str
    imports: list
    names: dict
    exports: set


class NotReadable(ValueError):
    """A form that is not known; its arguments are what is wrong and the line."""


@functools.lru_cache(maxsize=256)
def read_module(text):
    """Read a script.

    Parameters
    ----------
    text : str

    Returns
    -------
    Module

    Raises
    ------
    NotReadable
        If it holds a form of import, export or declaration that is not known.

    Examples
    --------
    >>> module = read_module('import { a } from "./a.js"; // leaf\\nexport const b = a, $c = "import";\\n')
    >>> module.imports, module.names
    ([Import(names=('a',), path='./a.js', line=1)], {'b': 2, '$c': 2})
    >>> module.body
    ' // leaf\\nconst b = a, $c = "import";\\n'
    """
    return _Reader(text).module()


def tokens(text):
    """The tokens of a script, without spaces and comments; a template counts as the tokens of the values in it."""
    found, opened, at = [], [], 0

    def add(kind, end):
        found.append(Token(text[at:end], kind, at, len(opened)))
        return end

    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        character, before = text[at], found[-1] if found else None
        if character == "`" or (character == "}" and opened and opened[-1][0] == "`"):
            at = add("template", at + 1)
            if character == "}":
                opened.pop()
            part = _TEMPLATE.match(text, at)
            if not part:
                raise NotReadable("a template that does not end", _line(text, found[-1].start))
            at = part.end()
            if part["end"] == "${":
                found.append(Token("${", "punctuation", at - 2, len(opened)))
                opened.append(("`", at - 2))
        elif character == "/" and _value_follows(before) and (literal := _REGEX.match(text, at)):
            at = add("regex", literal.end())
        elif match := _TOKEN.match(text, at):
            if character in _CLOSE and (not opened or opened.pop()[0] != _OPEN[_CLOSE.index(character)]):
                raise NotReadable(f"a {character} that closes nothing", _line(text, at))
            at = add(match.lastgroup, match.end())
            if character in _OPEN:
                opened.append((character, found[-1].start))
        else:
            raise NotReadable(f"{text[at : at + 20].splitlines()[0]!r}, which is no JavaScript", _line(text, at))
    if opened:
        raise NotReadable(f"a {opened[-1][0]} that does not close", _line(text, opened[-1][1]))
    return found


def _value_follows(token):
    """Whether a value begins after a token: not after one that ends a value."""
    if token is None:
        return True
    if token.kind == "word":
        return token.text in _BEFORE_A_VALUE
    return token.kind == "punctuation" and token.text not in (")", "]")


def _line(text, at):
    return text.count("\n", 0, at) + 1


class _Reader:
    """Goes through the tokens of a script at top level."""

    def __init__(self, text):
        self.text, self.tokens, self.at = text, tokens(text), 0
        self.imports, self.names, self.exports, self.cuts = [], {}, set(), []

    def module(self):
        while self.at < len(self.tokens):
            if self._keyword() == "import" and self._text(1) in ("(", "."):
                self._refuse("an import at run time")
            if self._keyword() == "var" and self._text(1) != ":":
                self._refuse("var, which leaves its block: write let or const")
            self.at += 1
        self.at = 0
        while self.at < len(self.tokens):
            word = "" if self.tokens[self.at].depth else self._keyword()
            if word == "import":
                self._import()
            elif word == "export":
                self._export()
            elif word in ("const", "let"):
                self._variables()
            elif word in ("function", "class") and self._declares():
                self._named()
            else:
                self.at += 1
        body, last = [], 0
        for start, end in self.cuts:
            body.append(self.text[last:start])
            last = end
        return Module("".join([*body, self.text[last:]]), self.imports, self.names, self.exports)

    def _declares(self):
        """Whether function or class begins a statement here."""
        first = self.at - (self._text(-1) == "async")
        before = self.tokens[first - 1] if first else None
        return before is None or before.text in ("}", ";") or not _value_follows(before)

    def _import(self):
        start, names = self.tokens[self.at], []
        if self._text(1) != "{":
            self._refuse('an import that is not of the form import { name } from "./file.js"')
        self.at += 2
        while self._text() != "}":
            names.append(self._name("a name to import"))
            if self._text() not in (",", "}"):
                self._refuse("an import under another name")
            self.at += self._text() == ","
        path, end = self._text(2), self._text(3)
        if self._text(1) != "from" or not re.fullmatch(r"([\"'])\.\.?/[\w./-]+\.js\1", path) or end != ";":
            self._refuse('an import that does not end in from "./file.js";')
        self.at += 4
        self.imports.append(Import(tuple(names), path[1:-1], _line(self.text, start.start)))
        self.cuts.append((start.start, self.tokens[self.at - 1].start + 1))

    def _export(self):
        start, kind = self.tokens[self.at], self._text(1)
        if kind == "default":
            self.exports.add("default")
            self.at += 2
            if self._text() in ("function", "class", "async"):
                self._refuse("a default export that declares something: declare it, then export its name")
            return
        if kind not in ("const", "let", "function", "class") and (kind, self._text(2)) != ("async", "function"):
            self._refuse("an export that is not of a declaration")
        self.cuts.append((start.start, self.tokens[self.at + 1].start))
        self.at += 1 + (kind == "async")
        before = set(self.names)
        if kind in ("const", "let"):
            self._variables()
        else:
            self._named()
        self.exports |= set(self.names) - before

    def _variables(self):
        """const or let: names with or without a value, up to the semicolon."""
        end = ","
        while end == ",":
            self.at += 1
            self._declare(self._name("a single name after const and let"))
            while self.at < len(self.tokens) and not (self.tokens[self.at].depth == 0 and self._text() in ",;"):
                if self.tokens[self.at].depth == 0 and self._keyword() in ("const", "let", "import", "export"):
                    self._refuse("a declaration after one without a semicolon")
                self.at += 1
            end = self._text()
        self.at += 1

    def _named(self):
        """function, function* or class, and its name."""
        self.at += 1 + (self._text(1) == "*")
        self._declare(self._name("a name after function and class"))

    def _declare(self, name):
        line = _line(self.text, self.tokens[self.at - 1].start)
        if name in self.names:
            raise NotReadable(f"{name}, which line {self.names[name]} declares too", line)
        self.names[name] = line

    def _name(self, wanted):
        if self.at >= len(self.tokens) or self.tokens[self.at].kind != "word":
            self._refuse(f"something else than {wanted}")
        self.at += 1
        return self.tokens[self.at - 1].text

    def _text(self, ahead=0):
        """The text of a token, empty before the first and after the last."""
        return self.tokens[self.at + ahead].text if 0 <= self.at + ahead < len(self.tokens) else ""

    def _keyword(self):
        """The text of this token if it is a word and names no property."""
        return self._text() if self.tokens[self.at].kind == "word" and self._text(-1) != "." else ""

    def _refuse(self, what):
        place = self.tokens[self.at].start if self.at < len(self.tokens) else len(self.text)
        raise NotReadable(what, _line(self.text, place))
