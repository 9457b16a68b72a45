"""Messages in the format of compilers (GNU Coding Standards 4.4), for editors; columns count characters from 1."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.cli.reports.text import plain
from dockwright.cli.rows import Report

_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}


def write(reports: Sequence[Report]) -> str:
    """One line per finding, with its code at the end."""
    return "".join(
        f"{plain(report.path)}:{row.line}:{row.column}: {_LEVELS[row.level]}: {plain(row.message)} [{row.code}]\n"
        for report in reports
        for row in report.rows
    )
