"""Results of tools for Codacy: an object per line, with file, line, message and code."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dockwright.cli.reports.paths import relative
from dockwright.cli.rows import Report


def write(reports: Sequence[Report]) -> str:
    """One object per finding."""
    return "".join(
        json.dumps({"filename": path, "message": row.message, "patternId": row.code, "line": row.line}) + "\n"
        for report in reports
        for path in [relative(report.path)]
        for row in report.rows
    )
