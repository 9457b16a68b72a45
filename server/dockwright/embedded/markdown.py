"""Fenced code blocks of Markdown that are complete Dockerfiles."""

from __future__ import annotations

from dockwright.embedded.mapping import Mapping, Part
from dockwright.embedded.values import Embedded, Found, Style, Unread
from dockwright.lazy import pattern
from dockwright.text import Span, Text

ENDINGS = (".md", ".markdown")
_OPENING = pattern(r"(?P<before>[ \t]*(?:>[ ]?)*[ ]*)(?P<fence>`{3,}|~{3,})(?P<about>[^`]*)$")
_LANGUAGE = pattern(r"[ \t]*\{?\.?(?:dockerfile|docker|containerfile)\b", 2)
_LEFT_OUT = pattern(r"^[ \t]*(?:#[ \t]*)?(?:\.\.\.|…)[ \t]*$|^[ \t]*\[\.\.\.\]", 8)
_FROM = pattern(r"^[ \t]*FROM[ \t]+[^\s<]", 2 | 8)
FRAGMENT = "it has no FROM, so it is only part of a Dockerfile"
LEFT_OUT = "it omits lines (`...`)"


def find(host: str) -> Found:
    """The fenced blocks of this language; fragments of Dockerfiles are returned as unread."""
    found: list[Embedded] = []
    unread: list[Unread] = []
    text = Text.of(host)
    line = 0
    while line < text.line_count:
        string = text.line(line)
        opening = _OPENING.match(string)
        line += 1
        if opening is None:
            continue
        before, fence = opening["before"], opening["fence"]
        first = line
        while line < text.line_count and not _closes(text.line(line), fence):
            line += 1
        if _LANGUAGE.match(opening["about"]) and line < text.line_count:
            mapping = _mapped(text, first, line, before)
            why = _why(mapping)
            if why or mapping is None:
                unread.append(Unread("", text.starts[first - 1], why))
            else:
                newline = "\r\n" if host[: text.starts[first]].endswith("\r\n") else "\n"
                found.append(Embedded("", mapping, Style(str, newline, before, before.rstrip())))
        line += 1
    return found, unread


def _closes(string: str, fence: str) -> bool:
    inner = string.lstrip(" \t>").rstrip()
    return len(inner) >= len(fence) and not inner.strip(fence[0])


def _mapped(text: Text, first: int, last: int, before: str) -> Mapping | None:
    """The lines of a block without the prefix of its fence; None if a line does not have that prefix."""
    parts: list[Part] = []
    for line in range(first, last):
        span = text.line_span(line)
        string = text.slice(span)
        if string.startswith(before):
            start = span.start + len(before)
        elif string == before.rstrip() or not string.strip():
            start = span.end
        elif not before.strip():
            start = span.start + len(string) - len(string.lstrip(" "))
        else:
            return None
        parts.append(Part(Span(start, span.end), text.string[start : span.end], True))
        ending = Span(span.end, text.starts[line + 1])
        parts.append(Part(ending, "\n", text.slice(ending) == "\n"))
    return Mapping.of(parts, text.starts[first])


def _why(mapping: Mapping | None) -> str:
    if mapping is None:
        return "its lines have different prefixes"
    if _LEFT_OUT.search(mapping.text):
        return LEFT_OUT
    return "" if _FROM.search(mapping.text) else FRAGMENT
