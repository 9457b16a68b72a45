"""Checkstyle's XML, supported by most build servers."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.cli.reports.xml import document, element
from dockwright.cli.rows import Report, Row

_LEVELS = {"error": "error", "warning": "warning", "information": "info", "hint": "info"}


def write(reports: Sequence[Report]) -> str:
    """One `file` per file, one `error` per finding."""
    files = [element("file", {"name": report.path}, "".join(map(_error, report.rows))) for report in reports]
    return document(element("checkstyle", {"version": "4.3"}, "".join(files)))


def _error(row: Row) -> str:
    return element(
        "error",
        {
            "line": row.line,
            "column": row.column,
            "severity": _LEVELS[row.level],
            "message": row.message,
            "source": f"dockwright.{row.code}",
        },
    )
