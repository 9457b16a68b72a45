"""The shortest text that is sufficient to act on: one line per finding, and one for its first fix.

Uncertain findings are marked `likely` or `doubtful`. A fix is `safe` (applied by `--fix`), `unsafe` or `guessed`; each
edit is a range and its new text, as in JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence

from dockwright.cli.reports.text import plain
from dockwright.cli.rows import Offer, Report, Row

AGENTS = ("CLAUDECODE", "CURSOR_AGENT", "GEMINI_CLI", "AI_AGENT")
"""Environment variables that coding agents set for their commands."""


def is_wanted() -> bool:
    """Whether standard output is read by an agent and not a terminal."""
    return not sys.stdout.isatty() and any(os.environ.get(name) not in (None, "", "0", "false") for name in AGENTS)


def write(reports: Sequence[Report]) -> str:
    """All findings; `no findings` if there are none, to show that something was checked."""
    lines = [line for report in reports for row in report.rows for line in _lines(report.path, row)]
    return "".join(f"{line}\n" for line in lines or ["no findings"])


def _lines(path: str, row: Row) -> Iterator[str]:
    sure = "" if row.certainty == "certain" else f" ({row.certainty})"
    yield f"{plain(path)}:{row.line}:{row.column} {row.level}{sure} {row.code}: {plain(row.message)}"
    for fix in row.fixes[:1]:
        if fix.edits:
            yield f" {_kind(fix)} fix: {'; '.join(_edit(*edit) for edit in fix.edits)}"


def _kind(fix: Offer) -> str:
    return "safe" if fix.safe else "guessed" if fix.guess else "unsafe"


def _edit(line: int, column: int, end_line: int, end_column: int, text: str) -> str:
    return f"{line}:{column}-{end_line}:{end_column} {json.dumps(text, ensure_ascii=False)}"
