"""A JSON list of findings; lines and columns count from 1, columns in characters, and the end is exclusive."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dockwright.cli.rows import Report


def write(reports: Sequence[Report]) -> str:
    """One object a finding."""
    values = [
        {
            "file": report.path,
            "line": row.line,
            "column": row.column,
            "endLine": row.end_line,
            "endColumn": row.end_column,
            "level": row.level,
            "code": row.code,
            "message": row.message,
            "url": row.url or None,
            "fixes": [{"title": fix.title, "safe": fix.safe} for fix in row.fixes],
        }
        for report in reports
        for row in report.rows
    ]
    return json.dumps(values, indent=1) + "\n"
