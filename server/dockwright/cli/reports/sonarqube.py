"""SonarQube's generic issues, for all of its versions; lines count from 1, columns from 0.

It rejects a whole report because of one empty range, or a column (in UTF-16) after the end of a line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dockwright.cli.reports.paths import relative
from dockwright.cli.rows import Report, Row
from dockwright.text import Text

_LEVELS = {"error": "CRITICAL", "warning": "MAJOR", "information": "MINOR", "hint": "INFO"}


def write(reports: Sequence[Report]) -> str:
    """One issue per finding."""
    issues = []
    for report in reports:
        text = Text.of(report.text)
        issues += [_issue(relative(report.path), text, row) for row in report.rows]
    return json.dumps({"issues": issues}, indent=1) + "\n"


def _issue(path: str, text: Text, row: Row) -> dict[str, Any]:
    return {
        "engineId": "dockwright",
        "ruleId": row.code,
        "severity": _LEVELS[row.level],
        "type": "BUG" if row.level == "error" else "CODE_SMELL",
        "primaryLocation": {"message": row.message, "filePath": path, "textRange": _range(text, row)},
    }


def _range(text: Text, row: Row) -> dict[str, int]:
    """The range, or only its first line if it is empty or there is no such column."""
    start, end = _column(text, row.line, row.column), _column(text, row.end_line, row.end_column)
    if start is None or end is None or (row.line, start) >= (row.end_line, end):
        return {"startLine": row.line}
    return {"startLine": row.line, "endLine": row.end_line, "startColumn": start, "endColumn": end}


def _column(text: Text, line: int, column: int) -> int | None:
    shown = text.line(line - 1)
    if column - 1 > len(shown):
        return None
    return len(shown[: column - 1].encode("utf-16-le", "surrogatepass")) // 2
