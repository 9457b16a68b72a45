"""Fixes in the ignore file: once the lines are added, there is nothing left to report."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.context.folders import walk
from dockwright.context.survey import Survey
from dockwright.ide.snapshot import Snapshot
from dockwright.rules.finding import Addition, Finding

CODES = ("source-ignored", "copies-too-much", "secret-copied")


def reported(folder: Path, source: str) -> list[Finding]:
    context = Survey(walk(folder)).context("Dockerfile", [])
    return [finding for finding in Snapshot.of(source, context=context).findings if finding.code in CODES]


def add(addition: Addition) -> None:
    place = Path(addition.path)
    assert place.exists() is not addition.is_new
    lines = place.read_text().split("\n") if place.exists() else [""]
    assert (addition.line, addition.column) == (len(lines) - 1, len(lines[-1]))
    place.write_text("\n".join(lines) + addition.text)


@pytest.mark.parametrize("ignored", [None, "", "*.log", "*.log\n", "# first\nlogs\n*.log"])
def test_added_lines_settle_it(tmp_path: Path, ignored: str | None) -> None:
    for path in ("a.log", "logs/b", ".git/HEAD", "web/node_modules/x", "src/.env", "Dockerfile"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    if ignored is not None:
        (tmp_path / ".dockerignore").write_text(ignored)
    source = "FROM scratch\nCOPY . /x/\nCOPY a.log /x/\nCOPY logs /x/\n"
    found = reported(tmp_path, source)
    assert {"copies-too-much", "secret-copied"} <= {finding.code for finding in found}
    while found:
        (fix,) = found[0].fixes
        assert fix.addition is not None and not fix.safe
        add(fix.addition)
        fewer = reported(tmp_path, source)
        assert len(fewer) < len(found)
        found = fewer
