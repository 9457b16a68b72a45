"""Heredoc markers on a joined line, found by BuildKit's shell lexer (parser.go `heredocsFromLine`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dockwright.lazy import pattern
from dockwright.syntax.expansion import ExpansionError, Modes, expand
from dockwright.syntax.words import WordError, read
from dockwright.text import Span


class Marker(NamedTuple):
    """`<<NAME` on a joined line; `span` is its range there."""

    name: str
    expand: bool
    chomp: bool
    descriptor: int
    span: Span


_MARKER = pattern(r"(\d*)<<(-?)\s*([^<]*)\Z")
_RAW = Modes(skip_unset=True, raw_quotes=True, raw_escapes=True)
_UNSET = Modes(skip_unset=True)
_QUOTED = Modes(skip_unset=True, raw_quotes=True)


@lru_cache(maxsize=512)
def find(joined: str) -> tuple[Marker, ...]:
    """The markers of a joined line, including those before the arguments; empty if the line cannot be lexed."""
    try:
        words = expand(read(joined), {}, _RAW).words
    except (WordError, ExpansionError):
        return ()
    found: list[Marker] = []
    at = 0
    for word in words:
        place = joined.find(word, at)
        start = at if place < 0 else place
        at = start if place < 0 else start + len(word)
        match = _MARKER.match(word) if "<<" in word else None
        if match and match[3]:
            marker = _named(match, Span(start, at))
            if marker:
                found.append(marker)
    return tuple(found)


def _named(match: re.Match[str], span: Span) -> Marker | None:
    try:
        names = expand(read(match[3]), {}, _UNSET).words
        quoted = expand(read(match[3]), {}, _QUOTED).words
    except (WordError, ExpansionError):
        return None
    if len(names) != 1 or len(quoted) != 1:
        return None
    return Marker(names[0], names == quoted, match[2] == "-", _number(match[1]), span)


def _number(digits: str) -> int:
    return int(digits[-9:]) if digits else 0
