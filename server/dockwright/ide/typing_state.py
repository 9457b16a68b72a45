"""Holds back findings while the user types, if the next word or line may resolve them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from dockwright.findings.finding import Finding, Group, Severity
from dockwright.findings.report import Report, Section
from dockwright.findings.rule import Rule, by_name
from dockwright.frozen import frozen
from dockwright.ide.format.typing import is_continued
from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.nodes import Unit
from dockwright.text import Span

_CLOSING = " \t\r]}\"'"
"""Text that may be after the cursor at the end of a line: blanks, and what editors insert automatically."""


class Before:
    """The findings before the user began to type."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.sections = {id(section) for section in report.sections}

    @cached_property
    def tuples(self) -> set[int]:
        """The identities of the findings of each group."""
        return {id(group.findings) for section in self._report.sections for group in section.groups}

    @cached_property
    def said(self) -> set[tuple[str, str]]:
        """Codes and messages."""
        groups = (group for section in self._report.sections for group in section.groups)
        return {(finding.code, finding.message) for group in groups for finding in group.findings}


def without_unfinished(
    snapshot: Snapshot,
    offset: int,
    since: int | None = None,
    shown: Report | None = None,
    before: Before | None = None,
    *,
    report: Report | None = None,
    rested: bool = False,
) -> Report:
    """The report without findings that are held back while the user types at `offset`; unchanged objects are reused.

    Everything between `since` and `offset` was typed without a pause. Findings in `shown` stay. In the instruction that
    is typed at its end, only errors in words before the last are new: they cannot be resolved by what follows, unless
    their rule says so (`more_may_settle`). In lines typed before without a pause, findings that do not depend on other
    instructions are shown. Elsewhere, only findings that existed `before` are shown, because they may be caused by a
    half-typed name.

    After the user has `rested` for a moment, only findings in an instruction with the cursor at its end are held back:
    a completion list is probably open there.
    """
    report = report or snapshot.report
    place = _place(snapshot, offset, since, rested)
    if rested and not _goes_on(snapshot, place):
        return report
    first, last = report.index_at(place.since), report.index_at(place.instruction.end)
    changed: dict[int, Section] = {}
    for index, section in enumerate(report.sections):
        near = not index or first <= index <= last
        if section.groups and (near or (before is not None and id(section) not in before.sections)):
            known = shown.sections[index] if shown is not None and index < len(shown.sections) else None
            made = _without(section, report.starts[index], near, place, known, before)
            if made is not section:
                changed[index] = made
    if not changed:
        return report
    return report._replace(sections=[changed.get(index, one) for index, one in enumerate(report.sections)])


def _without(
    section: Section, start: int, near: bool, place: _Place, shown: Section | None, before: Before | None
) -> Section:
    """The section without held-back findings, unless shown last; the same object if there are none."""
    known = {
        (group.start, finding.code, finding.message)
        for group in (shown.groups if shown is not None and shown is not section else ())
        for finding in group.findings
    }
    groups = []
    for group in section.groups:
        waiting: set[int] = set()
        if shown is not section and (near or (before is not None and id(group.findings) not in before.tuples)):
            waiting = {
                id(one)
                for one in _waiting(place, Group(group.findings, group.start + start), before)
                if (group.start, one.code, one.message) not in known
            }
        left = tuple(one for one in group.findings if id(one) not in waiting) if waiting else group.findings
        groups.append(Group(left, group.start) if waiting else group)
    made = tuple(group for group in groups if group.findings)
    return section if made == section.groups else section._replace(groups=made)


@frozen
class _Place:
    """The position where the user types."""

    offset: int
    since: int
    instruction: Span
    last_word: int
    """The start of the word before the cursor."""
    at_line_end: bool
    at_file_end: bool
    rested: bool
    own_rules: Mapping[str, Rule]
    """Those of the settings, by name."""


def _goes_on(snapshot: Snapshot, place: _Place) -> bool:
    """Whether the user is at the end of an instruction that is not ended, or on a new line of it."""
    string, typed = snapshot.text.string, place.instruction
    written = string[typed.start : place.offset].rstrip(" \t")
    if written.endswith("\n"):
        return place.at_line_end and is_continued(written.splitlines(), snapshot.tree.escape)
    return written != "" and not string[place.offset : typed.end].strip(_CLOSING + "\n")


def _waiting(place: _Place, group: Group, before: Before | None) -> list[Finding]:
    """The findings of a group that the next text may resolve."""
    is_old = before is None or id(group.findings) in before.tuples
    found = []
    for finding in group.findings:
        span = finding.span.shifted(group.start)
        at_end = place.at_file_end and span.start >= place.offset
        if place.rested and not (at_end or place.instruction.covers(span)):
            continue
        if place.since <= span.start <= max(place.instruction.end, place.offset):
            waits = _waits(place, finding, span)
        else:
            waits = not is_old and before is not None and (finding.code, finding.message) not in before.said
        if waits:
            found.append(finding)
    return found


def _waits(place: _Place, finding: Finding, span: Span) -> bool:
    """Whether the next text may resolve a finding in what was typed without a pause."""
    rule = by_name().get(finding.code.lower()) or place.own_rules.get(finding.code)
    is_error = rule is not None and rule.severity is Severity.ERROR
    # No later line resolves an error about the whole file, unless it is in the last one so far.
    next_line = rule is not None and rule.on_whole_file and (place.at_file_end or not is_error)
    if next_line or not place.instruction.start <= span.start <= place.instruction.end:
        return next_line
    if not place.at_line_end:
        return span.start < place.offset == span.end
    if rule is None or not is_error or span.start >= place.last_word:
        return True
    return not rule.on_whole_file and (rule.more_may_settle or span.end >= place.last_word)


def _place(snapshot: Snapshot, offset: int, since: int | None, rested: bool) -> _Place:
    string = snapshot.text.string
    line_end = string.find("\n", offset)
    rest = string[offset : line_end if line_end >= 0 else len(string)]
    before = string[:offset].rstrip(" \t\r\n\\`")
    typed = _typed(snapshot, offset)
    return _Place(
        offset,
        typed.start if since is None else min(since, typed.start),
        typed,
        max(before.rfind(" "), before.rfind("\t"), before.rfind("\n")) + 1,
        not rest.strip(_CLOSING),
        not string[offset:].strip(_CLOSING + "\n"),
        rested,
        snapshot.selection.own_rules,
    )


def _typed(snapshot: Snapshot, offset: int) -> Span:
    """The instruction that is typed, or the one that ends directly before."""
    tree = snapshot.tree
    index = tree.piece_at(offset)
    if index < 0:
        return Span(0, 0)
    piece, start = tree.pieces[index], tree.starts[index]
    if not isinstance(piece, Unit) and offset == start and index:
        piece, start = tree.pieces[index - 1], tree.starts[index - 1]
    return Span(start, start + len(piece.text))
