"""HCL's expressions read into functions of a scope: templates, operators, conditions, calls, lists, maps and `for`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from textwrap import dedent

from dockwright.context.builds.hcl import operations
from dockwright.context.builds.hcl.values import UNKNOWN, Expression, Value, bounded
from dockwright.lazy import pattern

DEEPEST = 40

_BLANK = pattern(r"(?:[ \t\r]|#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_SPACE = pattern(r"(?:\s|#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_NAME = pattern(r"[^\W\d][\w-]*")
_NUMBER = pattern(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_PLAIN = pattern(r"(?:[^\"\\$%\n]+|\\u[0-9A-Fa-f]{4}|\\[^\n]|\$\$\{|%%\{|[$%](?!\{))++")
_RAW = pattern(r"(?:[^$%]+|\$\$\{|%%\{|[$%](?!\{))++")
_HEREDOC = pattern(r"<<(-?)([\w.-]+)[ \t]*\r?\n")
_ESCAPE = pattern(r"\\u([0-9A-Fa-f]{4})|\\(.)|([$%])\3\{")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"))


class Broken(ValueError):
    """What stands here is no HCL, or nested too deeply."""


class Reader:
    """A place in a text of HCL, and what can be read from there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.nested = 0
        """How many brackets are open: a line break means nothing in them."""
        self._depth = 0

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @property
    def line(self) -> int:
        """The line of the place, from 0."""
        return bisect_right(self._lines, self.at) - 1

    def blanks(self) -> None:
        """Go on behind blanks and comments, and behind line breaks within brackets."""
        found = (_SPACE if self.nested else _BLANK).match(self.text, self.at)
        self.at = found.end() if found else self.at

    def ended(self) -> bool:
        """Go on to what comes next in any line; whether there is nothing."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at >= len(self.text)

    def take(self, word: str) -> bool:
        """Go on behind a word, and blanks before it, if it stands here."""
        self.blanks()
        there = self.text.startswith(word, self.at)
        self.at += len(word) * there
        return there

    def expect(self, word: str) -> None:
        if not self.take(word):
            raise Broken

    def end_of_line(self) -> None:
        """An attribute ends with its line, with the block, or, tolerantly, with a comma."""
        self.blanks()
        if self.at < len(self.text) and self.text[self.at] not in "\n,}":
            raise Broken
        self.at += self.text.startswith(",", self.at)

    def name(self) -> str:
        """A name; a quoted one, too, as attributes of Bake files sometimes are."""
        self.blanks()
        found = _NAME.match(self.text, self.at)
        if found is None:
            return self.label()
        self.at = found.end()
        return found[0]

    def label(self) -> str:
        """A name in quotes, or without."""
        self.blanks()
        found = _NAME.match(self.text, self.at) or re.compile(r'"([^"\n\\$]*)"').match(self.text, self.at)
        if found is None:
            raise Broken
        self.at = found.end()
        return found[0].strip('"')

    def expression(self) -> Expression:
        """A whole expression: a condition, or an operation, or less."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Broken
        found = self._operation(0)
        if self.take("?"):
            yes = self.expression()
            self.expect(":")
            found = operations.condition(found, yes, self.expression())
        self._depth -= 1
        return found

    def _operation(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._unary()
        left = self._operation(level + 1)
        while True:
            self.blanks()
            sign = next((sign for sign in _LEVELS[level] if self.text.startswith(sign, self.at)), None)
            if sign is None or (sign == "=" and self.text.startswith("=>", self.at)):
                return left
            self.at += len(sign)
            left = operations.binary(sign, left, self._operation(level + 1))

    def _unary(self) -> Expression:
        self.blanks()
        sign = self.text[self.at : self.at + 1]
        if sign == "!" or sign == "-":
            self._depth += 1
            if self._depth > DEEPEST:
                raise Broken
            self.at += 1
            inner = self._unary()
            self._depth -= 1
            return operations.negated(inner) if sign == "!" else operations.binary("-", _constant(0), inner)
        found = self._primary()
        while True:
            if self.text.startswith("[", self.at):
                found = operations.entry(found, self._within("[", "]", self.expression))
            elif self.text.startswith(".", self.at) and not self.text.startswith("...", self.at):
                self.at += 1
                step = _NAME.match(self.text, self.at) or _NUMBER.match(self.text, self.at)
                if step is None:
                    raise Broken
                self.at = step.end()
                found = operations.entry(found, _constant(int(step[0]) if step[0].isdigit() else step[0]))
            else:
                return found

    def _primary(self) -> Expression:
        text = self.text
        if text.startswith('"', self.at):
            return self._string()
        if text.startswith("<<", self.at):
            return self._heredoc()
        if text.startswith("(", self.at):
            return self._within("(", ")", self.expression)
        if text.startswith("[", self.at):
            return self._within("[", "]", lambda: self._for("]") or self._items("]"))
        if text.startswith("{", self.at):
            return self._within("{", "}", lambda: self._for("}") or self._pairs())
        number = _NUMBER.match(text, self.at)
        if number is not None:
            self.at = number.end()
            value: Value = int(number[0]) if number[0].isdigit() else float(number[0])
            return _constant(bounded(value))
        name = self.name()
        while text.startswith("::", self.at):
            self.at += 2
            name += f"::{self.name()}"
        if text.startswith("(", self.at):
            return operations.call(name, self._within("(", ")", lambda: self._items(")")))
        if name in ("true", "false", "null"):
            return _constant({"true": True, "false": False, "null": None}[name])
        return lambda scope: scope.value(name) if scope.spend() else UNKNOWN

    def _within(self, opening: str, closing: str, read: Callable[[], Expression]) -> Expression:
        self.expect(opening)
        self.nested += 1
        found = read()
        self.blanks()
        self.nested -= 1
        self.expect(closing)
        return found

    def _items(self, closing: str) -> Expression:
        items: list[Expression] = []
        spread = False
        self.blanks()
        while not self.text.startswith(closing, self.at):
            items.append(self.expression())
            spread = self.take("...")
            if not self.take(","):
                break
            self.blanks()
        return operations.listed(items, spread)

    def _pairs(self) -> Expression:
        pairs: list[tuple[Expression, Expression]] = []
        self.blanks()
        while not self.text.startswith("}", self.at):
            bare = _NAME.match(self.text, self.at)
            if bare is not None and re.compile(r"\s*[=:]").match(self.text, bare.end()):
                self.at = bare.end()
                key = _constant(bare[0])
            else:
                key = self.expression()
            if not self.take("="):
                self.expect(":")
            pairs.append((key, self.expression()))
            self.take(",")
            self.blanks()
        return operations.mapped(pairs)

    def _for(self, closing: str) -> Expression | None:
        self.blanks()
        if re.compile(r"for\s").match(self.text, self.at) is None:
            return None
        self.at += len("for")
        names = [self.name()]
        if self.take(","):
            names.append(self.name())
        self.expect("in")
        over = self.expression()
        self.expect(":")
        first = self.expression()
        second = None
        if closing == "}":
            self.expect("=>")
            second = self.expression()
            self.take("...")
        only = self.expression() if self.take("if") else None
        return operations.loop(names, over, first, second, only)

    def _string(self) -> Expression:
        self.at += 1
        found = self._template(_PLAIN, '"', True)
        if not self.text.startswith('"', self.at):
            raise Broken
        self.at += 1
        return found

    def _heredoc(self) -> Expression:
        begin = _HEREDOC.match(self.text, self.at)
        end = begin and re.compile(rf"^[ \t]*{re.escape(begin[2])}[ \t]*$", re.M).search(self.text, begin.end())
        if begin is None or end is None:
            raise Broken
        self.at = end.end()
        body = self.text[begin.end() : end.start()]
        if begin[1]:
            body = dedent(body)
        return template(body)

    def _template(self, plain: re.Pattern[str], closing: str, escapes: bool) -> Expression:
        parts: list[Expression] = []
        while self.at < len(self.text) and not (closing and self.text.startswith(closing, self.at)):
            literal = plain.match(self.text, self.at)
            if literal is not None:
                self.at = literal.end()
                parts.append(_constant(_unescaped(literal[0], escapes)))
            elif self.text.startswith("${", self.at):
                self.at += 2
                self.take("~")
                self.nested += 1
                parts.append(self.expression())
                self.take("~")
                self.expect("}")
                self.nested -= 1
            elif self.text.startswith("%{", self.at):
                self.at = self.text.find("}", self.at) + 1 or len(self.text)
                parts.append(_constant(UNKNOWN))
            else:
                raise Broken
        return parts[0] if len(parts) == 1 else operations.joined(parts)


def template(written: str) -> Expression:
    """A string of JSON, or the body of a heredoc: plain text with `${...}` in it."""
    if "${" not in written and "%{" not in written:
        return _constant(written)
    try:
        return Reader(written)._template(_RAW, "", False)
    except Broken:
        return _constant(UNKNOWN)


def _constant(value: Value) -> Expression:
    return lambda scope: value


def _unescaped(written: str, escapes: bool) -> str:
    def one(match: re.Match[str]) -> str:
        if match[3]:
            return f"{match[3]}{{"
        if not escapes:
            return match[0]
        return chr(int(match[1], 16)) if match[1] else _ESCAPED.get(match[2], match[2])

    return _ESCAPE.sub(one, written)
