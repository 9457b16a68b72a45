"""Findings as plain values, with lines and columns: what is kept in the cache and written in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dockwright.findings.finding import Finding
    from dockwright.ide.snapshot import Snapshot

LEVELS = ("error", "warning", "information", "hint")
"""From the loudest to the quietest."""

LONGEST = 200
"""Longer lines are not shown beside a finding."""


class Offer(NamedTuple):
    """A fix: its title, and whether it is one of those that are safe."""

    title: str
    safe: bool


class Row(NamedTuple):
    """A finding; lines and columns count from 1, columns in characters, and the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    level: str
    code: str
    message: str
    fixes: tuple[Offer, ...]
    url: str
    """Where the code is explained on the web; may be empty."""
    source: str
    """The first line of the place; empty where it is too long to show."""


class Report(NamedTuple):
    """The findings of one file."""

    path: str
    rows: tuple[Row, ...]


def rows(snapshot: Snapshot) -> tuple[Row, ...]:
    """The findings of a file, in the order of its text."""
    return tuple(_row(snapshot, finding) for finding in snapshot.findings)


def _row(snapshot: Snapshot, finding: Finding) -> Row:
    from dockwright.findings.rule_pages import url

    text = snapshot.text
    start, end = (text.position(offset, "utf-32") for offset in finding.span)
    line = text.line(start.line)
    return Row(
        start.line + 1,
        start.column + 1,
        end.line + 1,
        end.column + 1,
        LEVELS[finding.severity - 1],
        finding.code,
        finding.message,
        tuple(Offer(fix.title, fix.safe) for fix in finding.fixes),
        url(finding.code),
        line if len(line) <= LONGEST else "",
    )
