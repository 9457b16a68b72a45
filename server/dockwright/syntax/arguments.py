"""Parse the arguments of an instruction: words, JSON array, string or pairs, and the errors in them."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from dockwright.syntax import grammar
from dockwright.syntax.blanks import GO_BLANKS, SPLIT_BLANKS
from dockwright.syntax.nodes import Joined, Problem, Token
from dockwright.text import Span

WORDS = frozenset({"ADD", "COPY", "VOLUME"})
JSON_OR_STRING = frozenset({"RUN", "CMD", "ENTRYPOINT", "SHELL"})
STRING = frozenset({"USER", "WORKDIR", "STOPSIGNAL", "MAINTAINER"})
NAMES = WORDS | JSON_OR_STRING | STRING | {"FROM", "EXPOSE", "ENV", "LABEL", "ARG", "HEALTHCHECK", "ONBUILD"}
"""The 18 instructions."""


class Arguments(NamedTuple):
    """The parsed arguments of an instruction; see `Unit.form` for `form`."""

    form: str
    tokens: tuple[Token, ...]
    problems: tuple[Problem, ...] = ()


def parse(name: str, joined: Joined, start: int, end: int, escape: str) -> Arguments:
    """Parse the arguments of the instruction `name`, which are `joined[start:end]`."""
    text = joined.string[start:end]
    if name in WORDS:
        return _json(joined, text, start, escape) or _simple("words", joined, text, start, escape)
    if name in JSON_OR_STRING:
        return _json(joined, text, start, escape) or _simple("string", joined, text, start, escape)
    if name in STRING:
        return _simple("string", joined, text, start, escape)
    if name == "FROM":
        return _simple("from", joined, text, start, escape)
    if name == "EXPOSE":
        return _simple("words", joined, text, start, escape)
    if name in ("ENV", "LABEL"):
        return _pairs(name, joined, text, start, escape)
    if name == "ARG":
        return _arg(joined, text, start, escape)
    if name == "HEALTHCHECK":
        return _health(joined, text, start, escape)
    return Arguments("none", ())


def _simple(family: str, joined: Joined, text: str, start: int, escape: str) -> Arguments:
    if not text:
        return Arguments(family, ())
    return Arguments(family, tuple(_tokens(family, joined, text, start, escape)))


def _tokens(family: str, joined: Joined, text: str, start: int, escape: str) -> list[Token]:
    return [
        Token(text[first:last], joined.span(start + first, start + last))
        for _, first, last in grammar.tokens(family, text, escape)
    ]


def _json(joined: Joined, text: str, start: int, escape: str) -> Arguments | None:
    """Parse a JSON array of strings; None where BuildKit falls back to the other form."""
    if text[:1] != "[":
        return None
    try:
        values = json.loads(text.strip(GO_BLANKS), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if any(not isinstance(value, str) for value in values):
        span = joined.span(start, start + len(text))
        message = "Only strings are allowed in this JSON array; put each item in double quotes"
        return Arguments("json", (), (Problem("json-strings-only", message, span),))
    spans = _tokens("json", joined, text, start, escape)
    tokens = [Token(_whole(value), token.span) for value, token in zip(values, spans, strict=True)]
    return Arguments("json", tuple(tokens))


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _whole(value: str) -> str:
    """Replace lone surrogates by U+FFFD, as Go does."""
    return value if value.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", value)


def _health(joined: Joined, text: str, start: int, escape: str) -> Arguments:
    if not text:
        return Arguments("health", ())
    found = _tokens("health", joined, text, start, escape)
    if len(found) == 1:
        return Arguments("health", tuple(found))
    written = found[1].value.lstrip(SPLIT_BLANKS + "\x85\xa0")  # BuildKit reads bytes here: both are blanks
    command_start = start + len(text) - len(written)
    found[1] = Token(written, joined.span(command_start, start + len(text)))
    if not written:
        return Arguments("health", (found[0],))
    command = _json(joined, joined.string[command_start : start + len(text)], command_start, escape)
    if command is None:
        return Arguments("health", tuple(found))
    return Arguments("json", (found[0], *command.tokens), command.problems)


def _arg(joined: Joined, text: str, start: int, escape: str) -> Arguments:
    if not text:
        return Arguments("arg", ())
    return Arguments("arg", tuple(_words("arg", joined, text, start, escape)))


def _words(family: str, joined: Joined, text: str, start: int, escape: str) -> list[Token]:
    """Split into whole words; `key=value` is one word."""
    found: list[Token] = []
    opened = -1
    for kind, first, last in grammar.tokens(family, text, escape):
        if kind in ("KEY", "NAME"):
            opened = first
            continue
        if opened >= 0:
            first, opened = opened, -1
        value = text[first:last]
        if last == len(text) and _ends_in_lone_escape(value, escape):
            value = value[:-1]
        if value:
            found.append(Token(value, joined.span(start + first, start + last)))
    return found


def _ends_in_lone_escape(value: str, escape: str) -> bool:
    if (len(value) - len(value.rstrip(escape))) % 2 == 0:
        return False
    # inside single quotes, closed or not, the escape character is literal
    quote, skipped = "", False
    for character in value:
        if skipped:
            skipped = False
        elif character == escape and quote != "'":
            skipped = True
        elif character in ("'", '"') and quote in ("", character):
            quote = "" if quote else character
    return quote != "'"


def _pairs(name: str, joined: Joined, text: str, start: int, escape: str) -> Arguments:
    if not text:
        return Arguments("pairs", ())
    words = _words("pairs", joined, text, start, escape)
    if not words:
        return Arguments("pairs", ())
    if "=" not in words[0].value:
        found = _tokens("legacy", joined, text, start, escape)
        if len(found) == 2:
            return Arguments("legacy", tuple(found))
        message = f"`{found[0].value}` has no value; write `{found[0].value}=value`"
        return Arguments("legacy", tuple(found), (Problem("pair-without-value", message, found[0].span),))
    tokens: list[Token] = []
    problems: list[Problem] = []
    follows = False
    for word in words:
        at = word.value.find("=")
        if at < 0 and follows:
            continue  # `NAME the value`: one mistake
        follows = at < 0
        if at < 0:
            message = f"`{word.value}` has no `=`; {name} takes `key=value` pairs, so quote values with spaces"
            problems.append(Problem("pair-without-equals", message, word.span))
            continue
        if problems:
            continue
        middle = _within(joined, word, at)
        tokens.append(Token(word.value[:at], Span(word.span.start, middle)))
        tokens.append(Token(word.value[at + 1 :], Span(_within(joined, word, at + 1), word.span.end)))
    return Arguments("pairs", tuple(tokens), tuple(problems))


def _within(joined: Joined, word: Token, at: int) -> int:
    """The source offset of character `at` of `word`."""
    if len(joined.starts) == 1:
        return word.span.start + at
    start = joined.offset(word.span.start)
    return joined.source(start + at) if at < len(word.value) else word.span.end
