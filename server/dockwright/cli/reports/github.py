"""Workflow commands, which GitHub shows next to the changed lines."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.cli.reports.paths import relative
from dockwright.cli.rows import Report

_LEVELS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def write(reports: Sequence[Report]) -> str:
    """One command per finding."""
    out = []
    for report in reports:
        file = _property(relative(report.path))
        for row in report.rows:
            place = f"file={file},line={row.line},endLine={row.end_line}"
            if row.line == row.end_line:  # GitHub accepts columns only within one line
                place += f",col={row.column},endColumn={max(row.end_column - 1, row.column)}"
            out.append(f"::{_LEVELS[row.level]} {place},title={_property(row.code)}::{_data(row.message)}\n")
    return "".join(out)


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
