"""Findings as text for people, and in the formats that other programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from dockwright import __version__
from dockwright.rules.finding import Finding, Severity
from dockwright.text import Text

_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "information",
          Severity.HINT: "hint"}  # fmt: skip
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning"}


class Report(NamedTuple):
    """The findings of one file."""

    path: str
    text: Text
    findings: tuple[Finding, ...]


def text(reports: list[Report]) -> str:
    """Each finding with its line and carets under the place."""
    out: list[str] = []
    for report, finding in _each(reports):
        start, end = _ends(report, finding)
        out.append(f"{report.path}:{start[0]}:{start[1]}: {_NAMES[finding.severity]} {finding.code}: {finding.message}")
        line = report.text.line(start[0] - 1).expandtabs(1)
        width = end[1] - start[1] if end[0] == start[0] else len(line) - start[1] + 1
        if len(line) <= 200:
            out += [f"    {line}", "    " + " " * (start[1] - 1) + "^" * max(width, 1)]
    return "".join(f"{line}\n" for line in out)


def as_json(reports: list[Report]) -> str:
    """A list of findings; lines and columns count from 1, columns in characters, the end is exclusive."""
    return json.dumps([_value(report, finding) for report, finding in _each(reports)], indent=1) + "\n"


def sarif(reports: list[Report]) -> str:
    """SARIF 2.1.0, as code scanning takes it."""
    codes = sorted({finding.code for _, finding in _each(reports)})
    results = [
        {
            "ruleId": finding.code,
            "level": _SARIF.get(finding.severity, "note"),
            "message": {"text": finding.message},
            "locations": [{"physicalLocation": _location(report, finding)}],
        }
        for report, finding in _each(reports)
    ]
    driver = {"name": "Dockwright", "version": __version__, "rules": [{"id": code} for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def github(reports: list[Report]) -> str:
    """Workflow commands, which GitHub shows beside the changed lines."""
    out = []
    for report, finding in _each(reports):
        (line, column), (end_line, end_column) = _ends(report, finding)
        place = f"file={_property(report.path)},line={line},endLine={end_line},col={column},endColumn={end_column}"
        level = _GITHUB.get(finding.severity, "notice")
        out.append(f"::{level} {place},title={_property(finding.code)}::{_data(finding.message)}\n")
    return "".join(out)


FORMATS: dict[str, Callable[[list[Report]], str]] = {"text": text, "json": as_json, "sarif": sarif, "github": github}


def _each(reports: list[Report]) -> Iterator[tuple[Report, Finding]]:
    return ((report, finding) for report in reports for finding in report.findings)


def _ends(report: Report, finding: Finding) -> tuple[tuple[int, int], tuple[int, int]]:
    start, end = (report.text.position(offset, "utf-32") for offset in finding.span)
    return (start.line + 1, start.column + 1), (end.line + 1, end.column + 1)


def _value(report: Report, finding: Finding) -> dict[str, Any]:
    (line, column), (end_line, end_column) = _ends(report, finding)
    return {
        "file": report.path,
        "line": line,
        "column": column,
        "endLine": end_line,
        "endColumn": end_column,
        "level": _NAMES[finding.severity],
        "code": finding.code,
        "message": finding.message,
        "fixes": [{"title": fix.title, "safe": fix.safe} for fix in finding.fixes],
    }


def _location(report: Report, finding: Finding) -> dict[str, Any]:
    from urllib.parse import quote

    (line, column), (end_line, end_column) = _ends(report, finding)
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    path = quote(report.path.replace("\\", "/").removeprefix("./"), errors="surrogateescape")
    return {"artifactLocation": {"uri": path}, "region": region}


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
