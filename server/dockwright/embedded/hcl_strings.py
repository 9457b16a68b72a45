"""Strings and heredocs of HCL with the source range of each character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.embedded.mapping import Mapping, Part
from dockwright.embedded.values import Style
from dockwright.lazy import pattern
from dockwright.text import Span

_QUOTED = pattern(r'"((?:[^"\\\r\n]|\\.)*)"[ \t]*(?=\r?$|#|//|\}|,)', 8)
_HEREDOC = pattern(r"<<(-?)([\w.-]+)[ \t]*(\r?\n)((?:[^\n]*\n)*?)([ \t]*)\2[ \t\r]*(?=\n|\Z)")
_ESCAPE = pattern(
    r"\\(?:u(?P<u>[0-9A-Fa-f]{4})|U(?P<U>[0-9A-Fa-f]{8})|(?P<one>.))|(?P<mark>[$%])(?P=mark)\{|(?P<hole>[$%]\{)"
)
_MARK = pattern(r"([$%])(?=\{|$)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r"}


def unmarked(text: str) -> str:
    """Escape a text in which `${` and `%{` are literal."""
    return _MARK.sub(r"\1\1", text)


def quoted(text: str) -> str:
    """Escape a text for a quoted string."""
    return unmarked("".join(_WRITTEN.get(mark, mark) for mark in text))


def string_at(host: str, start: int) -> tuple[Mapping, Style] | int | None:
    """The string or heredoc at an offset, and the offsets of `${` and `%{` in it; None for other values."""
    if match := _QUOTED.match(host, start):
        return _read(host, [Span(*match.span(1))], True, Style(quoted, "\\n"), match.start(1))
    match = _HEREDOC.match(host, start)
    if match is None:
        return None
    lines = [(line.start(), line.end()) for line in re.compile(r"[^\n]*\n").finditer(host, *match.span(4))]
    cut = _common(host, lines) if match[1] else 0
    indent = next((host[a : a + cut] for a, b in lines if host[a:b].strip()), "")
    spans = [Span(min(a + cut, b) if host[a:b].strip() else a, b) for a, b in lines]
    return _read(host, spans, False, Style(unmarked, match[3], indent), match.start(4))


def in_json(text: str) -> Mapping | int:
    """The value of a JSON string in a Bake file; it is a template, too."""
    read = _read(text, [Span(0, len(text))], False, Style(unmarked, ""), 0)
    return read if isinstance(read, int) else read[0]


def _common(host: str, lines: list[tuple[int, int]]) -> int:
    """The number of blanks that every non-blank line begins with."""
    texts = [host[a:b] for a, b in lines if host[a:b].strip()]
    return min((len(text) - len(text.lstrip()) for text in texts), default=0)


def _read(host: str, spans: list[Span], escapes: bool, style: Style, begin: int) -> tuple[Mapping, Style] | int:
    parts: list[Part] = []
    for span in spans:
        for part in _parts(host, span, escapes):
            if isinstance(part, int):
                return part
            parts.append(part)
    return Mapping.of(parts, begin), style


def _parts(host: str, span: Span, escapes: bool) -> Iterator[Part | int]:
    at = span.start
    for match in _ESCAPE.finditer(host, span.start, span.end):
        if match["hole"]:
            yield match.start()
            return
        code = match["u"] or match["U"]
        if (code or match["one"]) and not escapes:
            continue
        yield Part(Span(at, match.start()), host[at : match.start()], True)
        if match["mark"]:
            text = match["mark"] + "{"
        else:
            text = chr(int(code, 16)) if code else _ESCAPED.get(match["one"], match["one"])
        yield Part(Span(*match.span()), text)
        at = match.end()
    yield Part(Span(at, span.end), host[at : span.end], True)
