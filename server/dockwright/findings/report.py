"""The findings of a file by section, so that an edit in one leaves those of the others unchanged.

A section is the part before the first FROM, or a stage up to the next FROM. Offsets in it count from its start, so that
nothing has to be moved when text above it grows.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from dockwright.findings.finding import Finding, Group

Hidden = tuple[tuple[int, str], ...]


class Section(NamedTuple):
    """The findings of a section; the same object as long as they do not change."""

    groups: tuple[Group, ...]
    """The findings that are shown, with offsets from the start of the section."""
    hidden: Hidden
    """The start, from the start of the section, and name of each finding that a comment suppresses."""


class Report(NamedTuple):
    """All findings of a file."""

    sections: list[Section]
    """The part before the first FROM, and each stage."""
    starts: list[int]
    """The start of each section in the file."""

    def groups(self) -> list[Group]:
        """All groups, with offsets from the start of the file."""
        return [
            Group(findings, at + start) if start else Group(findings, at)
            for (groups, _), start in zip(self.sections, self.starts, strict=True)
            for findings, at in groups
        ]

    def findings(self) -> list[Finding]:
        """All findings in text order, with offsets from the start of the file."""
        found = [finding.settled(at, self.starts) for findings, at in self.groups() for finding in findings]
        return sorted(found, key=lambda finding: (finding.span, finding.code))

    def hidden(self) -> list[tuple[int, str]]:
        """The start in the file and the name of each finding that a comment suppresses."""
        return [
            (at + start, name)
            for section, start in zip(self.sections, self.starts, strict=True)
            if section.hidden
            for at, name in section.hidden
        ]

    def index_at(self, offset: int) -> int:
        """The section that contains an offset of the file."""
        return bisect_right(self.starts, offset) - 1


NOTHING = Report([], [])


def of_groups(groups: list[Group]) -> Report:
    """The groups of a file without sections."""
    return Report([Section(tuple(groups), ())], [0]) if groups else NOTHING
