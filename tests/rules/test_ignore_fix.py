"""Fixes in the ignore file: once the lines are added, there is nothing left to report."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.findings.finding import Addition, Finding
from dockwright.ide.snapshot import Snapshot

CODES = ("source-ignored", "copies-too-much", "secret-copied")


def reported(folder: Path, source: str) -> list[Finding]:
    context = Survey(walk(folder)).context("Dockerfile", [])
    return [finding for finding in Snapshot.of(source, context=context).findings if finding.code in CODES]


def add(addition: Addition) -> None:
    place = Path(addition.path)
    assert place.exists() is not addition.is_new
    lines = place.read_text().split("\n") if place.exists() else [""]
    end = (len(lines) - 1, len(lines[-1]))
    start, until = (addition.line, addition.column), addition.until or end
    assert start == end or addition.until is not None
    before = "\n".join([*lines[: start[0]], lines[start[0]][: start[1]]])
    after = "\n".join([lines[until[0]][until[1] :], *lines[until[0] + 1 :]])
    place.write_text(before + addition.text + after)


@pytest.mark.parametrize("ignored", [None, "", "*.log", "*.log\n", "# first\nlogs\n*.log"])
@pytest.mark.parametrize("last", [False, True])
def test_each_fix_settles_it(tmp_path: Path, ignored: str | None, last: bool) -> None:
    for path in ("a.log", "logs/b", ".git/HEAD", "web/node_modules/x", "src/.env", "Dockerfile"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    if ignored is not None:
        (tmp_path / ".dockerignore").write_text(ignored)
    source = "FROM scratch\nCOPY . /x/\nCOPY a.log /x/\nCOPY logs /x/\n"
    found = reported(tmp_path, source)
    assert {"copies-too-much", "secret-copied"} <= {finding.code for finding in found}
    while found:
        fix = found[0].fixes[-1 if last else 0]
        assert fix.addition is not None and not fix.safe
        add(fix.addition)
        fewer = reported(tmp_path, source)
        assert len(fewer) < len(found)
        found = fewer


@pytest.mark.parametrize(
    ("ignored", "source", "left"),
    [
        ("a.txt\nb.txt", "a.txt", "b.txt"),
        ("b.txt\na.txt", "a.txt", "b.txt\n"),
        ("# why\ndocs\n", "docs", "# why\n"),
        ("docs\n", "docs/a", None),  # it hides more
        ("*.txt\n", "a.txt", None),
        ("a.txt\na*\n", "a.txt", None),  # another line hides it, too
    ],
)
def test_a_line_is_removed_only_where_that_brings_back_nothing_else(
    tmp_path: Path, ignored: str, source: str, left: str | None
) -> None:
    (tmp_path / "docs").mkdir()
    for path in ("a.txt", "b.txt", "docs/a", "docs/b"):
        (tmp_path / path).touch()
    (tmp_path / ".dockerignore").write_text(ignored)
    (found,) = reported(tmp_path, f"FROM scratch\nCOPY {source} /x/\n")
    assert [fix.title.split()[0] for fix in found.fixes] == (["Add"] if left is None else ["Add", "Remove"])
    if left is not None:
        addition = found.fixes[1].addition
        assert addition is not None
        add(addition)
        assert (tmp_path / ".dockerignore").read_text() == left
        assert reported(tmp_path, f"FROM scratch\nCOPY {source} /x/\n") == []
