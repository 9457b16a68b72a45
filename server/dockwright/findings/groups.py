"""Groups findings by instruction, and moves groups when an edit elsewhere moves the instruction."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dockwright.findings.finding import Finding
from dockwright.semantics.structure import Moves
from dockwright.syntax.nodes import Piece, Unit


class Placed(NamedTuple):
    """The findings of one instruction; ranges count from its start."""

    findings: tuple[Finding, ...]
    """The same object as long as they are equal."""
    start: int
    """The start of the instruction, from the start of the section."""
    length: int
    """The maximum end of the findings' own ranges."""
    low: int
    high: int
    """The extent of all ranges, including fixes and related places; `low` may be negative."""


def by_piece(
    found: Iterable[Finding], starts: Sequence[int], pieces: Sequence[Piece], code: str
) -> Iterator[tuple[int, Placed]]:
    """Group findings with the same origin as `starts` by the index of the piece that contains them; -1 for none."""
    ordered = sorted(found, key=lambda finding: finding.span.start)
    for piece, group in groupby(ordered, key=lambda finding: bisect_right(starts, finding.span.start) - 1):
        start = starts[piece] if piece >= 0 else 0
        made = tuple(finding.shifted(-start) for finding in group)
        yield piece, measured(_same(made, pieces[piece], code) if piece >= 0 else made, start)


def carried(group: Placed, moved: Moves, section: int) -> Placed | None:
    """Update a group after an edit in its section, which starts at `section`, that its rule does not read.

    None if the edit is between the findings and a place that they refer to: the rule has to run again.
    """
    pivot, (findings, start, length, low, high) = moved.pivot - section, group
    if start + high <= pivot and (start < pivot or not moved.came_or_went):
        return group
    is_behind = min(start, start + low) >= moved.high - section if moved.came_or_went else start + low > pivot
    return Placed(findings, start + moved.by, length, low, high) if is_behind else None


def _same(found: tuple[Finding, ...], piece: Piece, code: str) -> tuple[Finding, ...]:
    """The findings; if equal, the same object as last time, because JSON is cached by it."""
    if not isinstance(piece, Unit):
        return found
    key = ("same", code)
    if piece.memo.get(key) != found:
        piece.memo[key] = found
    kept: tuple[Finding, ...] = piece.memo[key]
    return kept


def measured(findings: tuple[Finding, ...], start: int) -> Placed:
    """Findings of an instruction that begins at `start`, with the extent of their ranges."""
    ends = [end for finding in findings for span in finding.spans() for end in span]
    length = max(finding.span.end for finding in findings) + 1
    return Placed(findings, start, length, min(ends), max(ends))
