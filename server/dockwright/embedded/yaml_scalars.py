"""YAML scalars with the source range of each character: `|` blocks, quoted and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.embedded.mapping import Mapping, Part
from dockwright.embedded.values import Style
from dockwright.lazy import pattern
from dockwright.text import Span

FOLDED = "`>` folds lines, which is not supported here; write `|`"
_HEADER = pattern(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_PROPERTIES = pattern(r"(?:[&!]\S*\s+)+")
_LINE = pattern(r"([^\r\n]*)(\r\n|\n|\r|$)")
_SAME = r"(?P<same>[^%s\r\n \t]+|[ \t]+(?![ \t\r\n]))"
_FOLD = r"|(?P<fold>[ \t]*(?:(?:\r\n|\n|\r)[ \t]*)+)"
_FLOW = {
    '"': pattern(
        _SAME % r"\\" + r"|(?P<gone>\\(?:\r\n|\n|\r)[ \t]*)|\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})"
        r"|U(?P<U>[0-9A-Fa-f]{8})|(?P<one>[^\r\n]))" + _FOLD
    ),
    "'": pattern(_SAME % "'" + r"|'(?P<one>')" + _FOLD),
    "": pattern(_SAME % "" + _FOLD),
}
_BREAK = pattern(r"\r\n|\n|\r")
_ESCAPES = dict(zip('0abt\tnvfre "\\/N_LP', '\0\a\b\t\t\n\v\f\r\x1b "\\/\x85\xa0\u2028\u2029', strict=True))
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}


class Scalar(NamedTuple):
    """A scalar as YAML's parser reports it."""

    value: str
    style: str
    """`|`, `>`, a quote, or empty."""
    start: int
    """Where it, or the anchor or tag before it, begins."""
    end: int


def mapped(host: str, scalar: Scalar) -> tuple[Mapping, Style] | None:
    """The value of the scalar with its mapping; None if our reading and the parser's differ."""
    if before := _PROPERTIES.match(host, scalar.start):
        scalar = scalar._replace(start=before.end())
    if scalar.style in ("|", ">"):
        return _block(host, scalar)
    if scalar.style == '"':
        style = Style(_quoted, "\\n")
    else:
        style = Style((lambda text: text.replace("'", "''")) if scalar.style else str, "\n\n")
    quotes = len(scalar.style)
    inner = Span(scalar.start + quotes, scalar.end - quotes)
    mapping = Mapping.of(_flow(host, inner, scalar.style), inner.start)
    return (mapping, style) if mapping.text == scalar.value else None


def _quoted(text: str) -> str:
    return "".join(_WRITTEN.get(mark, mark) for mark in text)


def _block(host: str, scalar: Scalar) -> tuple[Mapping, Style] | None:
    header = _HEADER.match(host, scalar.start)
    first = next((line for line in scalar.value.split("\n") if line), None)
    if header is None or first is None:
        return None
    lines = list(_lines(host, header.end(), len(host)))
    raw = next((host[span.start : span.end] for span, _ in lines if host[span.start : span.end].strip(" ")), "")
    indent = len(raw) - len(first)
    if indent < 0 or raw[indent:] != first or raw[:indent].strip(" "):
        return None
    parts: list[Part] = []
    left = scalar.value
    for span, ending in lines:
        if not left:
            break
        start = min(span.start + indent, span.end)
        text = host[start : span.end]
        if not left.startswith(text) or host[span.start : start].strip(" "):
            return None
        parts.append(Part(Span(start, span.end), text, True))
        left = left[len(text) :]
        if left:
            if not (left.startswith("\n") and ending.end > ending.start):
                return None
            parts.append(Part(ending, "\n", host[ending.start : ending.end] == "\n"))
            left = left[1:]
    newline = host[header.end() - 2 : header.end()] if host[: header.end()].endswith("\r\n") else host[header.end() - 1]
    mapping = Mapping.of(parts, header.end())
    return (mapping, Style(str, newline, " " * indent)) if mapping.text == scalar.value else None


def _lines(text: str, start: int, end: int) -> Iterator[tuple[Span, Span]]:
    """Each line without its line end, and the line end."""
    while start < end:
        match = _LINE.match(text, start)
        if match is None:
            return
        yield Span(*match.span(1)), Span(*match.span(2))
        start = match.end()


def _flow(host: str, inner: Span, quote: str) -> Iterator[Part]:
    at = inner.start
    while at < inner.end and (match := _FLOW[quote].match(host, at, inner.end)):
        yield Part(Span(*match.span()), _meant(match), match.lastgroup == "same")
        at = match.end()


def _meant(match: re.Match[str]) -> str:
    """The value of a part of a quoted or plain scalar."""
    kind = match.lastgroup or ""
    written = match[kind]
    if kind == "fold":
        return "\n" * (len(_BREAK.findall(written)) - 1) or " "
    if kind in ("x", "u", "U"):
        code = int(written, 16)
        return chr(code) if code < 0x110000 else ""
    if kind == "one":
        return _ESCAPES.get(written, written)
    return written if kind == "same" else ""
