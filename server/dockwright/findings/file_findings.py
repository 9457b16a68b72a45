"""Findings of rules over a file: moved along while what they do not depend on is typed, and not looked for again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from dockwright.context.build_context import Context, Surroundings
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import Rule
from dockwright.findings.running import of_rules, without_fixes
from dockwright.frozen import replace
from dockwright.semantics.mistakes.as_meant import spoilt_in
from dockwright.semantics.model import Model
from dockwright.semantics.skeleton import Moves
from dockwright.syntax.nodes import Piece, Unit
from dockwright.syntax.tree import Tree

if TYPE_CHECKING:
    from dockwright.findings.engine import Selection


class Placed(NamedTuple):
    """Findings of one instruction; their ranges count from its start."""

    findings: tuple[Finding, ...]
    start: int
    length: int
    """How far their own ranges reach."""
    low: int
    high: int
    """How far all their ranges reach, those of fixes and related places included; `low` may be negative."""
    least: int
    most: int
    """How many pieces further on those related places are that count from elsewhere."""


class _Kept(NamedTuple):
    context: Context | None
    rules: list[tuple[Placed, ...]]
    """What each rule found."""


def of_model(model: Model, selection: Selection, context: Context | None) -> list[tuple[Placed, ...]]:
    """What each rule over a model, or over it in its context, finds.

    It is run again only where what it reads has changed.
    """
    rules = selection.models if context is None else selection.models + selection.surroundings
    around = Surroundings(model, context) if context is not None else None

    def placed(pair: tuple[Rule, Severity]) -> tuple[Placed, ...]:
        subject = around if pair[0].scope == "Surroundings" else model
        found = of_rules([pair], subject, selection.config)
        if any(finding.fixes for finding in found):
            found = without_fixes(found, spoilt_in(model))
        return tuple(_placed(model.tree, found, pair[0].code)) if found else ()

    def move(known: list[tuple[Placed, ...]], moved: Moves) -> list[tuple[Placed, ...]]:
        found = []
        for pair, groups in zip(rules, known, strict=True):
            reads = pair[0].on
            if reads is None or not moved.names.isdisjoint(reads):
                found.append(placed(pair))
                continue
            if groups and (moved.by or moved.came_or_went):
                carried = [_moved(group, moved, model.tree) for group in groups]
                found.append(placed(pair) if None in carried else tuple(carried))  # type: ignore[arg-type]
            else:
                found.append(groups)
        return found

    def find() -> _Kept:
        return _Kept(context, [placed(pair) for pair in rules])

    def carry(known: _Kept, moved: Moves) -> _Kept | None:
        return _Kept(context, move(known.rules, moved)) if known.context is context else None

    kept = model.kept(selection, find, carry)
    if kept.context is not context:  # the text is the same, and the context is known by now, or another
        kept = model.keep(selection, find())
    return kept.rules


def _placed(tree: Tree, findings: list[Finding], code: str) -> Iterator[Placed]:
    ordered = sorted(findings, key=lambda finding: finding.span.start)
    for piece, group in groupby(ordered, key=lambda finding: tree.piece_at(finding.span.start)):
        start = tree.starts[piece] if piece >= 0 else 0
        found = tuple(_anchored(finding, piece, tree).shifted(-start) for finding in group)
        yield _measured(_same(found, tree.pieces[piece], code) if piece >= 0 else found, start)


def _same(found: tuple[Finding, ...], piece: Piece, code: str) -> tuple[Finding, ...]:
    """The findings; the same object as last time where they are equal, for what is made of them is kept by it."""
    if not isinstance(piece, Unit):
        return found
    key = ("steady", code)
    if piece.memo.get(key) != found:
        piece.memo[key] = found
    kept: tuple[Finding, ...] = piece.memo[key]
    return kept


def _anchored(finding: Finding, piece: int, tree: Tree) -> Finding:
    """The finding with related places in other pieces counted from the start of these, so that they move along."""
    if not finding.related:
        return finding
    found = []
    for related in finding.related:
        other = piece if related.path else tree.piece_at(related.span.start)
        here = other == piece
        found.append(
            related if here else related._replace(span=related.span.shifted(-tree.starts[other]), pieces=other - piece)
        )
    return replace(finding, related=tuple(found))


def _measured(findings: tuple[Finding, ...], start: int) -> Placed:
    ends = [end for finding in findings for span in finding.spans() for end in span]
    length = max(finding.span.end for finding in findings) + 1
    far = [related.pieces for finding in findings for related in finding.related]
    return Placed(findings, start, length, min(ends), max(ends), min(far, default=0), max(far, default=0))


def _at(group: Placed, start: int) -> Placed:
    findings, _, length, low, high, least, most = group  # `_replace` takes several times as long
    return Placed(findings, start, length, low, high, least, most)


def _moved(group: Placed, moved: Moves, tree: Tree) -> Placed | None:
    """The group after an edit; the same findings unless the edit came between them and a place they speak of.

    None where it has to be found again.
    """
    low, high = group.start + group.low, group.start + group.high
    if moved.came_or_went:
        if high <= moved.pivot and group.start < moved.pivot:
            return group if not group.most or tree.piece_at(group.start) + group.most < moved.first else None
        if low < moved.high or group.start < moved.high:
            return None
        start = group.start + moved.by
        near = not group.least or tree.piece_at(start) + group.least >= moved.stop
        return _at(group, start) if near else None
    if high <= moved.pivot:
        return group
    if low > moved.pivot:
        return _at(group, group.start + moved.by)
    start = moved.place(group.start)
    found = (finding.shifted(group.start).moved(moved.span).shifted(-start) for finding in group.findings)
    return _measured(tuple(found), start)
