"""A JSON list of findings; lines and columns count from 1, columns in characters, and the end is exclusive.

`sha256` is the hash of the file that the finding and its edits are for; `dockwright fix --from` verifies it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dockwright.cli.rows import Offer, Report


def write(reports: Sequence[Report]) -> str:
    """One object per finding."""
    values = [
        {
            "file": report.path,
            "line": row.line,
            "column": row.column,
            "endLine": row.end_line,
            "endColumn": row.end_column,
            "level": row.level,
            "certainty": row.certainty,
            "code": row.code,
            "message": row.message,
            "url": row.url or None,
            "fingerprint": row.fingerprint,
            "sha256": sha256,
            "fixes": [_fix(fix) for fix in row.fixes],
        }
        for report in reports
        for sha256 in ([report.sha256] if report.rows else ())
        for row in report.rows
    ]
    return json.dumps(values, indent=1) + "\n"


def _fix(fix: Offer) -> dict[str, Any]:
    edits = [
        {"line": line, "column": column, "endLine": end_line, "endColumn": end_column, "text": text}
        for line, column, end_line, end_column, text in fix.edits
    ]
    return {"title": fix.title, "safe": fix.safe, "guess": fix.guess, "edits": edits}
