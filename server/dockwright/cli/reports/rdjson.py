"""reviewdog's diagnostic format, for comments on changes; columns count UTF-8 bytes from 1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dockwright.cli.reports.paths import relative
from dockwright.cli.rows import Offer, Report, Row
from dockwright.text import Text

_LEVELS = {"error": "ERROR", "warning": "WARNING", "information": "INFO", "hint": "INFO"}


def write(reports: Sequence[Report]) -> str:
    """One diagnostic per finding, with its first fix as a suggestion."""
    found = []
    for report in reports:
        text = Text.of(report.text)
        found += [_diagnostic(relative(report.path), text, row) for row in report.rows]
    return json.dumps({"source": {"name": "dockwright"}, "diagnostics": found}, indent=1) + "\n"


def _diagnostic(path: str, text: Text, row: Row) -> dict[str, Any]:
    suggestions = [made for fix in row.fixes[:1] if (made := _suggestion(text, fix))]
    return {
        "message": _unicode(row.message),
        "location": {"path": _unicode(path), "range": _range(text, row[:4])},
        "severity": _LEVELS[row.level],
        "code": {"value": row.code, **({"url": row.url} if row.url else {})},
        **({"suggestions": suggestions} if suggestions else {}),
    }


def _suggestion(text: Text, fix: Offer) -> dict[str, Any] | None:
    """All edits of a fix combined, because suggestions are independent; None if it contains invalid UTF-8."""
    if not fix.edits:
        return None
    first, last = fix.edits[0], fix.edits[-1]
    new, done = "", text.offset(first.line - 1, first.column - 1, "utf-32")
    for edit in fix.edits:
        new += text.string[done : text.offset(edit.line - 1, edit.column - 1, "utf-32")] + edit.text
        done = text.offset(edit.end_line - 1, edit.end_column - 1, "utf-32")
    place = (first.line, first.column, last.end_line, last.end_column)
    return {"range": _range(text, place), "text": new} if _unicode(new) == new else None


def _range(text: Text, place: Sequence[int]) -> dict[str, Any]:
    line, column, end_line, end_column = place
    return {"start": _position(text, line, column), "end": _position(text, end_line, end_column)}


def _position(text: Text, line: int, column: int) -> dict[str, int]:
    before = text.line(line - 1)[: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogateescape")) + 1}


def _unicode(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
