"""Splits a file into instructions and gaps, as BuildKit's parser does (parser.go `Parse`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.syntax import lines, units
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.markers import Marker
from dockwright.syntax.nodes import Comment, Gap, Heredoc, Piece, Unit
from dockwright.text import Span

MEMO_LIMIT = 60_000
"""Maximum number of pieces cached by their text, over all files; when exceeded, the cache is cleared."""


class Placed(NamedTuple):
    """A piece and its start offset."""

    piece: Piece
    start: int


parsed = 0
"""Number of units parsed by this process; for tests and benchmarks."""


def split(string: str, start: int, escape: str) -> Iterator[Placed]:
    """Split `string` from `start`, which must be a boundary between pieces."""
    at = start
    bodies = _Bodies(string)
    while at < len(string):
        end = _gap_end(string, at)
        if end > at:
            yield Placed(_gap(string[at:end]), at)
        else:
            piece = _unit(string, at, escape, bodies)
            end = at + len(piece.text)
            yield Placed(piece, at)
        at = end


def _gap_end(string: str, start: int) -> int:
    at = start + 1 if start == 0 and string.startswith(lines.BOM) else start
    while at < len(string):
        newline = string.find("\n", at)
        end = len(string) if newline < 0 else newline + 1
        first = string[at]
        if first != "#":
            if first.isalpha():
                break
            content = string[at:end].lstrip(GO_BLANKS)
            if content and content[0] != "#":
                break
        at = end
    return at


_gaps: dict[str, Gap] = {}
_units: dict[tuple[str, str], Unit] = {}
_open_units: dict[tuple[str, str], Unit] = {}


def _gap(text: str) -> Gap:
    found = _gaps.get(text)
    if found is None:
        if len(_gaps) >= MEMO_LIMIT:
            _gaps.clear()
        found = _gaps[text] = Gap(text, tuple(_comments(text)))
    return found


def _comments(text: str) -> Iterator[Comment]:
    at = 1 if text.startswith(lines.BOM) else 0
    while at < len(text):
        newline = text.find("\n", at)
        end = len(text) if newline < 0 else newline
        line = text[at:end].rstrip("\r")
        content = line.lstrip(GO_BLANKS)
        if content:
            hash_at = at + len(line) - len(content)
            yield Comment(content[1:].strip(GO_BLANKS), Span(hash_at, at + len(line)), hash_at > at)
        at = end + 1


def _unit(string: str, start: int, escape: str, bodies: _Bodies) -> Unit:
    global parsed
    head_end = lines.logical_end(string, start, escape)
    text = string[start:head_end]
    heredocs: tuple[Heredoc, ...] = ()
    is_open = False
    if "<<" in text:
        joined = lines.join(text, 0, escape).joined
        found = units.heredoc_markers(joined.string, 0, escape)
        if found:
            spans = [joined.span(*marker.span) for marker in found]
            heredocs, end, is_open = _heredocs(string, start, head_end, found, spans, bodies)
            text = string[start:end]
    memo = _open_units if is_open else _units
    unit = memo.get((text, escape))
    if unit is None:
        if len(memo) >= MEMO_LIMIT:
            memo.clear()
        parsed += 1
        unit = memo[text, escape] = units.build(text, escape, heredocs, is_open)
    return unit


def _heredocs(
    string: str, start: int, at: int, found: tuple[Marker, ...], spans: list[Span], bodies: _Bodies
) -> tuple[tuple[Heredoc, ...], int, bool]:
    """The heredocs, the offset after the last, and whether the last is unterminated. Spans count from `start`."""
    heredocs: list[Heredoc] = []
    for marker, span in zip(found, spans, strict=True):
        body_end, after = bodies.terminator(marker, at)
        is_open = body_end < 0
        if is_open:
            body_end = after = bodies.guess_end(at)
        terminator = None if is_open else Span(body_end - start, _line_end(string, body_end, after) - start)
        content = string[at:body_end]
        heredocs.append(Heredoc(marker.name, marker.expand, marker.chomp, marker.descriptor, content, span,
                                Span(at - start, body_end - start), terminator))  # fmt: skip
        at = after
        if is_open:
            return tuple(heredocs), at, True
    return tuple(heredocs), at, False


def _line_end(string: str, start: int, after: int) -> int:
    return start + len(string[start:after].rstrip("\r\n"))


class _Bodies:
    """Finds the ends of heredocs in one file; it indexes the lines, so that unterminated heredocs cost no scan each."""

    def __init__(self, string: str) -> None:
        self.string = string
        self.last: dict[tuple[bool, str], int] | None = None

    def terminator(self, marker: Marker, at: int) -> tuple[int, int]:
        """The offsets of the closing line and of the line after it; (-1, at) if there is none."""
        string = self.string
        if self.last is not None and self.last.get((marker.chomp, marker.name), -1) < at:
            return -1, at
        begin = at
        while at < len(string):
            newline = string.find("\n", at)
            end = len(string) if newline < 0 else newline + 1
            line = string[at:end].rstrip("\r\n")
            if marker.chomp:
                line = line.lstrip("\t")
            if line == marker.name:
                return at, end
            at = end
        if self.last is None:
            self.last = self._index()
        return -1, begin

    def _index(self) -> dict[tuple[bool, str], int]:
        last: dict[tuple[bool, str], int] = {}
        at = 0
        for line in self.string.split("\n"):
            plain = line.rstrip("\r")
            last[False, plain] = at
            last[True, plain.lstrip("\t")] = at
            at += len(line) + 1
        return last

    def guess_end(self, at: int) -> int:
        """The assumed end of an unterminated heredoc: before the next line that looks like an instruction."""
        string = self.string
        while at < len(string):
            newline = string.find("\n", at)
            end = len(string) if newline < 0 else newline + 1
            first, blank, _ = string[at : min(end, at + 20)].partition(" ")
            if blank and first in NAMES:
                break
            at = end
        return at
