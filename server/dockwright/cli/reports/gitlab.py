"""GitLab's code quality report, a part of Code Climate's format."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from dockwright.cli.reports.paths import relative
from dockwright.cli.rows import Report

_LEVELS = {"error": "critical", "warning": "major", "information": "minor", "hint": "info"}


def write(reports: Sequence[Report]) -> str:
    """One object a finding; its fingerprint stays when lines move."""
    return json.dumps(list(_issues(reports)), indent=1) + "\n"


def _issues(reports: Sequence[Report]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for report in reports:
        path = relative(report.path)
        for row in report.rows:
            known = f"{path}\0{row.code}\0{row.source.strip()}\0{row.message}"
            seen[known] += 1
            text = f"{known}\0{seen[known]}".encode("utf-8", "surrogatepass")
            yield {
                "type": "issue",
                "check_name": row.code,
                "description": row.message,
                "categories": ["Bug Risk" if row.level in ("error", "warning") else "Style"],
                "severity": _LEVELS[row.level],
                "fingerprint": blake2b(text, digest_size=16).hexdigest(),
                "location": {"path": path, "lines": {"begin": row.line, "end": row.end_line}},
            }
