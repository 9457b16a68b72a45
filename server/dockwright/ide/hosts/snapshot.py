"""A snapshot of a host file: its text, and facts about an earlier text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from dockwright.config import Config
from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.reference import Reference
from dockwright.context.values import Build
from dockwright.findings.engine import Selection
from dockwright.findings.finding import Finding, Group
from dockwright.findings.report import Report, of_groups
from dockwright.ide.actions.fixes import fixes, wanted
from dockwright.ide.hosts.levels import levelled
from dockwright.ide.hosts.problems import problems
from dockwright.ide.values import CodeAction
from dockwright.text import Edit, Span, Text


class Place(NamedTuple):
    """A reference at its current range, and the builds with it."""

    span: Span
    reference: Reference
    builds: tuple[Build, ...]


class HostSnapshot:
    """Immutable by convention. Facts stay valid over edits elsewhere in the file."""

    def __init__(self, text: Text, context: HostFacts | None = None, config: Config | None = None) -> None:
        self.text = text
        self.context = context
        self.config = config or Config()

    def edited(self, edits: Iterable[Edit]) -> HostSnapshot:
        """The file after edits that are applied one after the other."""
        text = self.text
        for edit in edits:
            text = text.edited(edit)
        return HostSnapshot(text, self.context, self.config)

    def configured(self, selection: Selection) -> HostSnapshot:
        """The same file with other settings."""
        return HostSnapshot(self.text, self.context, selection.config)

    def placed(self, context: HostFacts | None) -> HostSnapshot:
        """The same text with other facts."""
        return HostSnapshot(self.text, context, self.config)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The references of this file, in order."""
        if self.context is None:
            return ()
        found: dict[Reference, list[Build]] = {}
        for build in self.context.builds:
            for reference in build.references:
                if reference.file == self.context.path:
                    found.setdefault(reference, []).append(build)
        placed = [
            Place(span, reference, tuple(builds))
            for reference, builds in found.items()
            if (span := self.moved(reference.span)) is not None
        ]
        return tuple(sorted(placed, key=lambda place: place.span))

    def at(self, offset: int) -> list[Place]:
        """The references at `offset`, the smallest first."""
        found = [
            place for place in self.places if place.span.touches(offset) and place.reference.kind != "unknown_args"
        ]
        return sorted(found, key=lambda place: place.span.end - place.span.start)

    def moved(self, span: Span) -> Span | None:
        """The current range of a range in the text of the facts; None if it was edited."""
        same, rest, by = self._kept
        if span.end <= same:
            return span
        return span.shifted(by) if span.start >= rest else None

    @cached_property
    def _kept(self) -> tuple[int, int, int]:
        """The length of the common prefix, the start of the common suffix in the old text, and how far the suffix
        moved.
        """
        old, new = self.context.text if self.context else "", self.text.string
        if old == new:
            return len(old), len(old), 0
        same = _alike(min(len(old), len(new)), lambda count: old[:count] == new[:count])
        most = min(len(old), len(new)) - same
        end = _alike(most, lambda count: old[len(old) - count :] == new[len(new) - count :])
        return same, len(old) - end, len(new) - len(old)

    @cached_property
    def findings(self) -> list[Finding]:
        """The problems of the references, in order; none while the user types."""
        if self.context is None:
            return []
        known: list[Finding] = levelled(problems(self.context), self.config)
        return [
            finding.shifted(span.start - finding.span.start)
            for finding in known
            if (span := self.moved(finding.span)) is not None
        ]

    @property
    def report(self) -> Report:
        """All findings as one group."""
        return of_groups([Group(tuple(self.findings), 0)] if self.findings else [])


def _alike(most: int, holds: Callable[[int], bool]) -> int:
    """The largest count for which the condition holds, if it holds for all smaller ones."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def actions(snapshot: HostSnapshot, span: Span, only: tuple[str, ...] = ()) -> list[CodeAction]:
    """The fixes for a selection."""
    return list(fixes(snapshot.findings, span)) if wanted("quickfix", only) else []
