"""The findings of a file: section by section, so that an edit in one leaves those of the others as they are.

A section is what stands before the first FROM, or a stage up to the next FROM. Offsets in it count from its start, so
that nothing has to be moved when text above it grows.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from dockwright.findings.finding import Finding, Group

Hidden = tuple[tuple[int, str], ...]


class Section(NamedTuple):
    """The findings of a section; the same object for as long as they stay the same."""

    groups: tuple[Group, ...]
    """Those that are shown. Groups start from the section's start."""
    hidden: Hidden
    """Where each finding that a comment switches off begins, from the section's start, and its name."""


class Report(NamedTuple):
    """All findings of a file."""

    sections: list[Section]
    """What stands before the first FROM, and each stage."""
    starts: list[int]
    """Where each section begins in the file."""

    def groups(self) -> list[Group]:
        """All groups, from the start of the file."""
        return [
            Group(findings, at + start) if start else Group(findings, at)
            for (groups, _), start in zip(self.sections, self.starts, strict=True)
            for findings, at in groups
        ]

    def findings(self) -> list[Finding]:
        """All findings in the order of the text, from the start of the file."""
        found = [finding.settled(at, self.starts) for findings, at in self.groups() for finding in findings]
        return sorted(found, key=lambda finding: (finding.span, finding.code))

    def hidden(self) -> list[tuple[int, str]]:
        """Where each finding that a comment switches off begins in the file, and its name."""
        return [
            (at + start, name)
            for section, start in zip(self.sections, self.starts, strict=True)
            if section.hidden
            for at, name in section.hidden
        ]

    def index_at(self, offset: int) -> int:
        """The section that holds an offset of the file."""
        return bisect_right(self.starts, offset) - 1


NOTHING = Report([], [])


def of_groups(groups: list[Group]) -> Report:
    """Groups of a file that has no sections."""
    return Report([Section(tuple(groups), ())], [0]) if groups else NOTHING
