"""Findings in groups, one for each instruction that they stand in, and what an edit elsewhere makes of a group."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dockwright.findings.finding import Finding
from dockwright.semantics.structure import Moves
from dockwright.syntax.nodes import Piece, Unit


class Placed(NamedTuple):
    """Findings of one instruction; their ranges count from its start."""

    findings: tuple[Finding, ...]
    """The same object as long as they stay the same."""
    start: int
    """Of the instruction, from the start of the section."""
    length: int
    """How far their own ranges reach."""
    low: int
    high: int
    """How far all their ranges reach, those of fixes and related places included; `low` may be negative."""


def by_piece(
    found: Iterable[Finding], starts: Sequence[int], pieces: Sequence[Piece], code: str
) -> Iterator[tuple[int, Placed]]:
    """Findings that count from where `starts` do, by the index of the piece that they stand in; -1 in none."""
    ordered = sorted(found, key=lambda finding: finding.span.start)
    for piece, group in groupby(ordered, key=lambda finding: bisect_right(starts, finding.span.start) - 1):
        start = starts[piece] if piece >= 0 else 0
        made = tuple(finding.shifted(-start) for finding in group)
        yield piece, _measured(_same(made, pieces[piece], code) if piece >= 0 else made, start)


def carried(group: Placed, moved: Moves, section: int) -> Placed | None:
    """The group after an edit in its section, which begins at `section`, of what its rule does not read.

    The same findings unless the edit came between them and a place that they speak of. None where they have to be
    found again.
    """
    pivot, edited = moved.pivot - section, moved.high - section
    findings, start, length, low, high = group
    if start + high <= pivot and (start < pivot or not moved.came_or_went):
        return group
    if moved.came_or_went:
        return Placed(findings, start + moved.by, length, low, high) if min(start, start + low) >= edited else None
    if start + low > pivot:
        return Placed(findings, start + moved.by, length, low, high)
    place = start if start <= pivot else start + moved.by
    made = (finding.shifted(start + section).moved(moved.span).shifted(-place - section) for finding in findings)
    return _measured(tuple(made), place)


def _same(found: tuple[Finding, ...], piece: Piece, code: str) -> tuple[Finding, ...]:
    """The findings; the same object as last time where they are equal, for what is made of them is kept by it."""
    if not isinstance(piece, Unit):
        return found
    key = ("same", code)
    if piece.memo.get(key) != found:
        piece.memo[key] = found
    kept: tuple[Finding, ...] = piece.memo[key]
    return kept


def _measured(findings: tuple[Finding, ...], start: int) -> Placed:
    ends = [end for finding in findings for span in finding.spans() for end in span]
    length = max(finding.span.end for finding in findings) + 1
    return Placed(findings, start, length, min(ends), max(ends))
