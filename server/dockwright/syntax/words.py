"""BuildKit's shell lexer: words as parts (text, quotes, escapes, variables) with spans.

BuildKit (frontend/dockerfile/shell/lex.go at 73ed6825) reads and expands in one pass. Here reading is separate from
expanding (`expansion`), so that an editor can refer to each part. Offsets count characters of the word.
"""

from __future__ import annotations

from dockwright.frozen import frozen
from dockwright.text import Span


@frozen
class Literal:
    """Literal text; `value` is without quotes and escapes."""

    value: str
    span: Span
    quote: str = ""
    """The quote character around it: `'`, `"` or empty."""
    escaped: bool = False


@frozen
class Quote:
    """A quote character; with it, even an empty word exists."""

    value: str
    span: Span


@frozen
class Variable:
    """A use of a variable: `$name`, `${name}` or `${name` operator word `}`."""

    name: str
    span: Span
    name_span: Span
    operator: str = ""
    """One of `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//`, or empty."""
    operand: Parts = ()
    """The word after the operator; for `/` and `//`, the pattern."""
    replacement: Parts = ()
    quote: str = ""
    braced: bool = False


Part = Literal | Quote | Variable
Parts = tuple[Part, ...]


class WordError(Exception):
    """A word that BuildKit rejects, with the offset of the error."""

    def __init__(self, message: str, span: Span, reason: str) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.reason = reason
        """A short code: `quote`, `brace`, `operator`, `name`, `replacement`."""


MAX_DEPTH = 100
"""Deeper nesting of `${a:-${b:-...}}` is rejected, to limit recursion."""


def read(word: str, escape: str = "\\", quotes: bool = True) -> Parts:
    """The parts of a word, with blanks as text; raises WordError where BuildKit's lexer rejects it.

    Without `quotes`, quote characters are literal, as in heredoc bodies.
    """
    reader = _Reader(word, escape, quotes)
    parts: list[Part] = []
    reader.until("", parts, 0)
    return tuple(parts)


def variables(parts: Parts) -> list[Variable]:
    """All variables used in `parts`: outer before inner, left to right."""
    found: list[Variable] = []
    for part in parts:
        if isinstance(part, Variable):
            found.append(part)
            found += variables(part.operand)
            found += variables(part.replacement)
    return found


def names_special(character: str) -> bool:
    """Whether `$` and this one character are a complete reference, as in `$@` or `$1`."""
    return character in "@*#?-$!0"


class _Reader:
    def __init__(self, word: str, escape: str, quotes: bool) -> None:
        self.word = word
        self.escape = escape
        self.special = escape + "$" + ("'\"" if quotes else "")
        self.at = 0

    def until(self, stops: str, parts: list[Part], depth: int) -> str:
        """Read up to one of `stops`, consume it and return it; the empty string at the end of the word."""
        word, special = self.word, self.special
        breaks = special + stops
        while self.at < len(word):
            character = word[self.at]
            if character in stops:
                self.at += 1
                return character
            if character not in special:
                start = self.at
                while self.at < len(word) and word[self.at] not in breaks:
                    self.at += 1
                parts.append(Literal(word[start : self.at], Span(start, self.at)))
            elif character == "$":
                self._dollar(parts, "", depth)
            elif character == self.escape:
                self._escape(parts)
            elif character == "'":
                self._single(parts)
            else:
                self._double(parts, depth)
        return ""

    def _escape(self, parts: list[Part]) -> None:
        start = self.at
        self.at = min(start + 2, len(self.word))
        parts.append(Literal(self.word[start + 1 : self.at], Span(start, self.at), escaped=True))

    def _single(self, parts: list[Part]) -> None:
        start = self.at
        end = self.word.find("'", start + 1)
        if end < 0:
            raise WordError(
                "unexpected end of statement while looking for matching single-quote", _to_end(self), "quote"
            )
        parts.append(Quote("'", Span(start, start + 1)))
        if end > start + 1:
            parts.append(Literal(self.word[start + 1 : end], Span(start + 1, end), "'"))
        parts.append(Quote("'", Span(end, end + 1)))
        self.at = end + 1

    def _double(self, parts: list[Part], depth: int) -> None:
        word, start = self.word, self.at
        parts.append(Quote('"', Span(start, start + 1)))
        self.at += 1
        while self.at < len(word):
            character = word[self.at]
            if character == '"':
                parts.append(Quote('"', Span(self.at, self.at + 1)))
                self.at += 1
                return
            if character == "$":
                self._dollar(parts, '"', depth)
            elif character == self.escape and self.at + 1 < len(word):
                follower = word[self.at + 1]
                keep = follower not in '"$' + self.escape
                value = character + follower if keep else follower
                parts.append(Literal(value, Span(self.at, self.at + 2), '"', escaped=not keep))
                self.at += 2
            elif character == self.escape:
                break
            else:
                begin = self.at
                while self.at < len(word) and word[self.at] not in '"$' + self.escape:
                    self.at += 1
                parts.append(Literal(word[begin : self.at], Span(begin, self.at), '"'))
        self.at = start
        raise WordError("unexpected end of statement while looking for matching double-quote", _to_end(self), "quote")

    def _dollar(self, parts: list[Part], quote: str, depth: int) -> None:
        word, start = self.word, self.at
        self.at += 1
        if word[self.at : self.at + 1] == "{":
            self.at += 1
            parts.append(self._braced(start, quote, depth + 1))
            return
        name = self._name()
        if name:
            parts.append(Variable(name, Span(start, self.at), Span(start + 1, self.at), quote=quote))
        else:
            parts.append(Literal("$", Span(start, self.at), quote))

    def _name(self) -> str:
        """Read a name: letters, digits and `_`, or only digits, or one special character."""
        word, start = self.word, self.at
        if start >= len(word):
            return ""
        first = word[start]
        if first == "_" or first.isalpha():
            while self.at < len(word) and (
                word[self.at] == "_" or word[self.at].isalpha() or word[self.at].isdecimal()
            ):
                self.at += 1
        elif first.isdecimal():
            while self.at < len(word) and word[self.at].isdecimal():
                self.at += 1
        elif names_special(first):
            self.at += 1
        return word[start : self.at]

    def _braced(self, start: int, quote: str, depth: int) -> Variable:
        word = self.word
        if depth > MAX_DEPTH:
            raise WordError("variables are nested too deeply", Span(start, len(word)), "brace")
        if self.at >= len(word):
            raise WordError("syntax error: missing '}'", Span(start, len(word)), "brace")
        if word[self.at] in "{}:":
            raise WordError("syntax error: bad substitution", Span(start, self.at + 1), "name")
        begin = self.at
        name = self._name()
        name_span = Span(begin, self.at)
        if self.at >= len(word):
            raise WordError("syntax error: missing '}'", Span(start, len(word)), "brace")
        character = word[self.at]
        self.at += 1
        if character == "}":
            return Variable(name, Span(start, self.at), name_span, quote=quote, braced=True)
        operator = self._operator(character, start)
        operand: list[Part] = []
        replacement: list[Part] = []
        if operator in ("/", "//"):
            if self.until("/", operand, depth) != "/":
                raise WordError("syntax error: missing '/' in ${}", Span(start, len(word)), "replacement")
        elif operator[0] in "#%":
            if self.until("}", operand, depth) != "}":
                raise WordError("syntax error: missing '}'", Span(start, len(word)), "brace")
            return Variable(name, Span(start, self.at), name_span, operator, tuple(operand), (), quote, True)
        if operator in ("/", "//"):
            if self.until("}", replacement, depth) != "}":
                raise WordError("syntax error: missing '}'", Span(start, len(word)), "brace")
        elif self.until("}", operand, depth) != "}":
            raise WordError("syntax error: missing '}'", Span(start, len(word)), "brace")
        return Variable(
            name, Span(start, self.at), name_span, operator, tuple(operand), tuple(replacement), quote, True
        )

    def _operator(self, character: str, start: int) -> str:
        word = self.word
        follower = word[self.at : self.at + 1]
        if character == ":":
            if not follower:
                raise WordError("syntax error: missing '}'", Span(start, len(word)), "brace")
            if follower not in "+-?":
                raise WordError(
                    f"unsupported modifier ({character}{follower})", Span(self.at - 1, self.at + 1), "operator"
                )
            self.at += 1
            return ":" + follower
        if character in "+-?":
            return character
        if character in "#%/":
            if follower == character:
                self.at += 1
                return character * 2
            return character
        raise WordError(f"unsupported modifier ({character})", Span(self.at - 1, self.at), "operator")


def _to_end(reader: _Reader) -> Span:
    return Span(reader.at, len(reader.word))
