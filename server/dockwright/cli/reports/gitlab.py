"""GitLab's code quality report, a subset of Code Climate's format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from dockwright.cli.reports.paths import relative
from dockwright.cli.rows import Report

_LEVELS = {"error": "critical", "warning": "major", "information": "minor", "hint": "info"}


def write(reports: Sequence[Report]) -> str:
    """One object per finding; its fingerprint does not depend on other lines, and is unique per file."""
    # a file that was named twice has the same findings twice
    issues = {issue["fingerprint"]: issue for issue in _issues(reports)}
    return json.dumps(list(issues.values()), indent=1) + "\n"


def _issues(reports: Sequence[Report]) -> Iterator[dict[str, Any]]:
    for report in reports:
        path = relative(report.path)
        for row in report.rows:
            text = f"{path}\0{row.fingerprint}".encode("utf-8", "surrogatepass")
            yield {
                "type": "issue",
                "check_name": row.code,
                "description": row.message,
                "categories": ["Bug Risk" if row.level in ("error", "warning") else "Style"],
                "severity": _LEVELS[row.level],
                "fingerprint": blake2b(text, digest_size=16).hexdigest(),
                "location": {"path": path, "lines": {"begin": row.line, "end": row.end_line}},
            }
