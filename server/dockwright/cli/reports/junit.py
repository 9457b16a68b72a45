"""JUnit's XML: one suite per file, one failed test per finding, one passed test for a file without findings."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.cli.reports.xml import document, element
from dockwright.cli.rows import Report, Row


def write(reports: Sequence[Report]) -> str:
    """All files as one run."""
    failures = sum(len(report.rows) for report in reports)
    tests = sum(max(len(report.rows), 1) for report in reports)
    counts = {"name": "dockwright", "tests": tests, "failures": failures, "errors": 0}
    return document(element("testsuites", counts, "".join(map(_suite, reports))))


def _suite(report: Report) -> str:
    cases = [_case(report.path, row) for row in report.rows]
    counts = {"tests": max(len(cases), 1), "failures": len(cases), "errors": 0, "skipped": 0}
    passed = element("testcase", {"classname": report.path, "name": "dockwright"})
    return element("testsuite", {"name": report.path, **counts}, "".join(cases) or passed)


def _case(path: str, row: Row) -> str:
    failure = element("failure", {"type": row.level, "message": f"line {row.line}, column {row.column}: {row.message}"})
    return element("testcase", {"classname": path, "name": f"{row.code} at {row.line}:{row.column}"}, failure)
