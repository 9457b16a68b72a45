"""SARIF 2.1.0, for GitHub's code scanning and many other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dockwright import __version__
from dockwright.cli.reports.paths import uri
from dockwright.cli.rows import Offer, Report, Row

_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}

_RANKS = {"certain": 90.0, "likely": 60.0, "doubtful": 20.0}
"""How certain a finding is, out of 100."""

FINGERPRINT = "dockwright/v1"
"""The name of the fingerprints; has to change with their computation."""


def write(reports: Sequence[Report]) -> str:
    """One run, with the page of each rule that has findings, in the language of the messages if that is one."""
    languages = {report.language for report in reports}
    language = languages.pop() if len(languages) == 1 else ""
    first = {row.code: row for report in reports for row in report.rows}
    codes = sorted(first)
    results = [_result(report, row, codes.index(row.code)) for report in reports for row in report.rows]
    driver = {
        "name": "Dockwright",
        "semanticVersion": __version__,
        "rules": [_rule(code, first[code].url, language) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        **({"language": language} if language else {}),
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "artifacts": list({uri(report.path): _artifact(report) for report in reports}.values()),
        "invocations": [{"executionSuccessful": True}],
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _artifact(report: Report) -> dict[str, Any]:
    return {"location": {"uri": uri(report.path)}, "hashes": {"sha-256": report.sha256}}


def _result(report: Report, row: Row, index: int) -> dict[str, Any]:
    artifact = {"uri": uri(report.path)}
    place = {"artifactLocation": artifact, "region": _region(row.line, row.column, row.end_line, row.end_column)}
    fixes = [_fix(artifact, fix) for fix in dict.fromkeys(row.fixes) if fix.edits]
    return {
        "ruleId": row.code,
        "ruleIndex": index,
        "level": _LEVELS[row.level],
        "message": {"text": row.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT: row.fingerprint},
        "rank": _RANKS[row.certainty],
        "properties": {"certainty": row.certainty},
        **({"fixes": fixes} if fixes else {}),
    }


def _fix(artifact: dict[str, Any], fix: Offer) -> dict[str, Any]:
    replacements = [{"deletedRegion": _region(*place), "insertedContent": {"text": text}} for *place, text in fix.edits]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        "properties": {"safe": fix.safe, "guess": fix.guess},
    }


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _rule(code: str, url: str, language: str) -> dict[str, Any]:
    from dockwright.findings.rule_pages import page, title

    about: dict[str, Any] = {"id": code}
    if url:
        about["helpUri"] = url
    if text := page(code, language):
        about["shortDescription"] = {"text": title(text)}
        about["help"] = {"text": text, "markdown": text}
    return about
