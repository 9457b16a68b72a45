"""Findings that follow from a file's skeleton alone: computed once, and moved along while its text is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from dockwright.frozen import replace
from dockwright.rules.finding import Finding
from dockwright.semantics.model import Model
from dockwright.semantics.skeleton import Moves
from dockwright.syntax.nodes import Piece, Unit
from dockwright.syntax.tree import Tree


class Placed(NamedTuple):
    """Findings of one instruction; their ranges count from its start."""

    findings: tuple[Finding, ...]
    start: int
    length: int
    """How far their own ranges reach."""
    low: int
    high: int
    """How far all their ranges reach, those of fixes and related places included; `low` may be negative."""


def kept(model: Model, key: object, find: Callable[[], list[Finding]]) -> list[Placed]:
    """What `find` gives for a model, in the order of the text; the same tuples as before where that is known."""

    def move(known: list[Placed], moved: Moves) -> list[Placed]:
        return [_moved(group, moved) for group in known] if moved.by else known

    return model.kept(key, lambda: list(_placed(model.tree, find())), move)


def _placed(tree: Tree, findings: list[Finding]) -> Iterator[Placed]:
    ordered = sorted(findings, key=lambda finding: finding.span.start)
    for piece, group in groupby(ordered, key=lambda finding: tree.piece_at(finding.span.start)):
        start = tree.starts[piece] if piece >= 0 else 0
        found = tuple(_anchored(finding, piece, tree).shifted(-start) for finding in group)
        yield _measured(_same(found, tree.pieces[piece]) if piece >= 0 else found, start)


def _same(found: tuple[Finding, ...], piece: Piece) -> tuple[Finding, ...]:
    """The findings; the same object as last time where they are equal, for what is made of them is kept by it."""
    if not isinstance(piece, Unit):
        return found
    if piece.memo.get("steady") != found:
        piece.memo["steady"] = found
    kept: tuple[Finding, ...] = piece.memo["steady"]
    return kept


def _anchored(finding: Finding, piece: int, tree: Tree) -> Finding:
    """The finding with related places in other pieces counted from the start of these, so that they move along."""
    if not finding.related:
        return finding
    found = []
    for related in finding.related:
        other = piece if related.path else tree.piece_at(related.span.start)
        here = other == piece
        found.append(related if here else related._replace(span=related.span.shifted(-tree.starts[other]), piece=other))
    return replace(finding, related=tuple(found))


def _measured(findings: tuple[Finding, ...], start: int) -> Placed:
    ends = [end for finding in findings for span in finding.spans() for end in span]
    return Placed(findings, start, max(finding.span.end for finding in findings) + 1, min(ends), max(ends))


def _moved(group: Placed, moved: Moves) -> Placed:
    """The group after an edit; the same findings unless the edit came between them and a place they speak of."""
    if group.start + group.high <= moved.pivot:
        return group
    if group.start + group.low > moved.pivot:
        return group._replace(start=group.start + moved.by)
    start = moved.place(group.start)
    return _measured(tuple(_far(finding, group.start, start, moved) for finding in group.findings), start)


def _far(finding: Finding, before: int, now: int, moved: Moves) -> Finding:
    absolute = finding.shifted(before)
    return replace(
        absolute,
        span=moved.span(absolute.span),
        fixes=tuple(replace(fix, edits=tuple(map(moved.edit, fix.edits))) for fix in absolute.fixes),
        related=tuple(r if r.path or r.piece >= 0 else r._replace(span=moved.span(r.span)) for r in absolute.related),
    ).shifted(-now)
