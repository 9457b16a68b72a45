"""Fixtures that show Dockerfiles: a cursor `<|>`, a selection `<|text|>`, and carets below what is marked."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.text import Span


class Mark(NamedTuple):
    """What a comment of carets says of the line above it."""

    span: Span
    message: str


def cursor(source: str) -> tuple[str, int]:
    """The source without its `<|>`, and the offset where it stood."""
    before, marker, after = source.partition("<|>")
    assert marker, "the fixture has no <|>"
    return before + after, len(before)


def selection(source: str) -> tuple[str, Span]:
    """The source without `<|` and `|>`, and the range between them; `<|>` is an empty selection."""
    if "<|>" in source:
        text, offset = cursor(source)
        return text, Span(offset, offset)
    before, opening, rest = source.partition("<|")
    inside, closing, after = rest.partition("|>")
    assert opening and closing, "the fixture has no <|...|>"
    return before + inside + after, Span(len(before), len(before) + len(inside))


_CARETS = re.compile(r"#(?P<blank> *)(?P<carets>\^+)(?: (?P<message>.*))?$")


def marks(source: str) -> tuple[str, list[Mark]]:
    """The source without its caret comments, and what each of them marks.

    `#   ^^^ message` marks the same columns of the nearest line above that is no caret comment; a `#` directly
    before a caret counts as the first caret, because keywords stand in column 0.
    """
    kept: list[str] = []
    found: list[Mark] = []
    starts: list[int] = []
    length = 0
    for line in source.splitlines(keepends=True):
        match = _CARETS.match(line.rstrip("\n"))
        if match and starts:
            first = 0 if not match["blank"] else match.start("carets")
            span = Span(starts[-1] + first, starts[-1] + match.end("carets"))
            found.append(Mark(span, match["message"] or ""))
            continue
        kept.append(line)
        starts.append(length)
        length += len(line)
    return "".join(kept), found
