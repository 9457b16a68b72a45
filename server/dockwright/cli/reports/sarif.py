"""SARIF 2.1.0, as GitHub's code scanning and many other programs take it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dockwright import __version__
from dockwright.cli.reports.paths import uri
from dockwright.cli.rows import Report, Row

_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}


def write(reports: Sequence[Report]) -> str:
    """One run, with the page of each rule that found something."""
    first = {row.code: row for report in reports for row in report.rows}
    codes = sorted(first)
    results = [_result(report, row, codes.index(row.code)) for report in reports for row in report.rows]
    driver = {
        "name": "Dockwright",
        "semanticVersion": __version__,
        "rules": [_rule(code, first[code].url) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _result(report: Report, row: Row, index: int) -> dict[str, Any]:
    region = {"startLine": row.line, "startColumn": row.column, "endLine": row.end_line, "endColumn": row.end_column}
    place = {"artifactLocation": {"uri": uri(report.path)}, "region": region}
    return {
        "ruleId": row.code,
        "ruleIndex": index,
        "level": _LEVELS[row.level],
        "message": {"text": row.message},
        "locations": [{"physicalLocation": place}],
    }


def _rule(code: str, url: str) -> dict[str, Any]:
    from dockwright.findings.rule_pages import page, title

    about: dict[str, Any] = {"id": code}
    if url:
        about["helpUri"] = url
    if text := page(code):
        about["shortDescription"] = {"text": title(text)}
        about["help"] = {"text": text, "markdown": text}
    return about
