"""Findings of rules over a file; an edit runs a rule again only if the rule reads what was edited."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dockwright.context.build_context import Context, Surroundings
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.groups import Placed, by_piece, carried
from dockwright.findings.rule import Rule
from dockwright.findings.running import of_rules, without_fixes
from dockwright.findings.selection import Selection
from dockwright.frozen import replace
from dockwright.semantics.mistakes.corrected_model import spoilt_in
from dockwright.semantics.model import Model
from dockwright.semantics.structure import Moves


class OfRule(NamedTuple):
    """The findings of one rule."""

    sections: dict[int, tuple[Placed, ...]]
    """By section: 0 is the part before the first FROM, then come the stages."""
    far: frozenset[int]
    """The sections that findings in other sections refer to or span."""


_NOTHING = OfRule({}, frozenset())


class _Kept(NamedTuple):
    context: Context | None
    rules: list[OfRule]


def of_model(model: Model, selection: Selection, context: Context | None) -> list[OfRule]:
    """The findings of each rule over a model, or over a model in its context.

    A rule runs again only if its input changed.
    """
    rules = selection.models if context is None else selection.models + selection.surroundings
    around = Surroundings(model, context) if context is not None else None

    def run(pair: tuple[Rule, Severity]) -> OfRule:
        subject = around if pair[0].scope == "Surroundings" else model
        found = of_rules([pair], subject, selection.config)
        if any(finding.fixes for finding in found):
            found = without_fixes(found, spoilt_in(model))
        return in_sections(model, found, pair[0].code) if found else _NOTHING

    def find() -> _Kept:
        return _Kept(context, [run(pair) for pair in rules])

    def carry(known: _Kept, moved: Moves) -> _Kept | None:
        if known.context is not context:
            return None
        edited = model.section_edited(moved)
        start = model.section_starts[edited]
        found = []
        for pair, old in zip(rules, known.rules, strict=True):
            reads = pair[0].on
            kept = None
            if reads is not None and moved.names.isdisjoint(reads):
                kept = old if old is _NOTHING else _kept(old, moved, edited, start)
            found.append(run(pair) if kept is None else kept)
        return _Kept(context, found)

    kept = model.kept(selection, find, carry)
    if kept.context is not context:  # the same text, but its context is known now or has changed
        kept = model.keep(selection, find())
    return kept.rules


def _kept(old: OfRule, moved: Moves, edited: int, start: int) -> OfRule | None:
    """The findings of a rule after an edit that it does not read; None if it has to run again."""
    if edited in old.far:
        return None
    groups = old.sections.get(edited)
    if not groups:
        return old
    made = tuple(carried(group, moved, start) for group in groups)
    if None in made:
        return None
    if all(new is group for new, group in zip(made, groups, strict=True)):
        return old
    return OfRule({**old.sections, edited: made}, old.far)  # type: ignore[dict-item]


def in_sections(model: Model, found: list[Finding], code: str) -> OfRule:
    """Convert findings with offsets from the start of the file to sections and instructions."""
    starts = model.section_starts
    sections: dict[int, tuple[Placed, ...]] = {}
    far: set[int] = set()
    anchored = [_anchored(finding, starts, far) for finding in found]
    for _, group in by_piece(anchored, model.tree.starts, model.tree.pieces, code):
        index = bisect_right(starts, group.start) - 1
        placed = group._replace(start=group.start - starts[index])
        sections[index] = (*sections.get(index, ()), placed)
    return OfRule(sections, frozenset(far))


def _anchored(finding: Finding, starts: list[int], far: set[int]) -> Finding:
    """Convert related places in other sections to offsets from there, and add these sections to `far`."""
    own = bisect_right(starts, finding.span.start) - 1
    for index in _sections(finding, starts):
        far.update(range(min(index, own), max(index, own) + 1))
    far.discard(own)
    if not finding.related:
        return finding
    related = []
    for place in finding.related:
        index = bisect_right(starts, place.span.start) - 1
        if place.path or index == own:
            related.append(place)
        else:
            related.append(place._replace(span=place.span.shifted(-starts[index]), section=index))
            far.add(index)
    return replace(finding, related=tuple(related))


def _sections(finding: Finding, starts: list[int]) -> Iterator[int]:
    """The sections of its fixes' edits and of the end of its range."""
    spans: Iterable[int] = (edit.span.start for fix in finding.fixes for edit in fix.edits)
    for offset in (*spans, *(edit.span.end for fix in finding.fixes for edit in fix.edits), finding.span.end):
        yield bisect_right(starts, offset) - 1
