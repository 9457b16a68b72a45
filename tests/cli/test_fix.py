"""`dockwright fix`: fixes out of a report."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cli_project import SOURCE
from dockwright.cli.main import main
from rule_pages import EXAMPLES

pytestmark = pytest.mark.usefixtures("folder")


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["check", "--no-shellcheck", "--format", "json", *arguments])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def fix(values: Any, *arguments: str) -> int:
    Path("report.json").write_text(json.dumps(values))
    return main(["fix", "--from", "report.json", *arguments])


def test_fixes_of_a_report_are_applied(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "api/Dockerfile"
    found = report(capsys, "--select", "DL3020")
    assert fix(found, "--diff") == 1
    shown = capsys.readouterr().out
    assert "\n-ADD" in shown and "\n+COPY" in shown and file.read_text() == SOURCE
    file.write_bytes("FROM alpine:3.20\r\nADD é😀\udcff.py /srv/".encode("utf-8", "surrogateescape"))
    found = report(capsys, "--select", "DL3020")
    assert fix(found) == 0
    assert file.read_bytes() == "FROM alpine:3.20\r\nCOPY é😀\udcff.py /srv/".encode("utf-8", "surrogateescape")
    assert fix(found) == 1  # not the file that the report knows
    assert "the file has changed since the report" in capsys.readouterr().err


def test_a_report_from_standard_input(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.dumps(report(capsys, "--select", "DL3020")).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["fix", "--from", "-"]) == 0
    assert (folder / "api/Dockerfile").read_text() == SOURCE.replace("ADD", "COPY")


def test_only_what_is_safe_is_applied_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "api/Dockerfile"
    found = report(capsys, "--select", "DL3020")
    found[0]["fixes"][0]["safe"] = False
    assert fix(found) == 0 and file.read_text() == SOURCE
    found[0]["fixes"][0]["guess"] = True
    assert fix(found, "--unsafe") == 0 and file.read_text() == SOURCE
    found[0]["fixes"][0]["guess"] = False
    assert fix(found, "--unsafe") == 0 and file.read_text() != SOURCE


def test_a_fix_that_touches_another_waits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, "--select", "DL3020")
    other = json.loads(json.dumps(found[0]))
    other["fixes"][0]["edits"][0]["text"] = "COPY --link"
    assert fix([*found, found[0], other]) == 1
    assert "1 fix overlaps" in capsys.readouterr().err
    assert (folder / "api/Dockerfile").read_text() == SOURCE.replace("ADD", "COPY")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"line": 99}, 1),
        ({"column": 999}, 1),
        ({"endLine": 1}, 1),
        ({"line": 0}, 1),
        ({"line": -1, "endLine": -1}, 1),
        ({"text": "RUN ["}, 0),
        ({"text": "NONSENSE"}, 1),
        ({"text": "\ud800"}, 2),
        ({"text": None}, 2),
        ({"line": "2"}, 2),
        ({"line": True}, 2),
    ],
)
def test_edits_that_do_not_fit_change_nothing(
    folder: Path, change: dict[str, Any], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    found = report(capsys, "--select", "DL3020")
    found[0]["fixes"][0]["edits"][0].update(change)
    assert fix(found) == code
    assert code == 0 or (folder / "api/Dockerfile").read_text() == SOURCE


@pytest.mark.parametrize(
    "values", [{}, [1], [{}], [{"file": "api/Dockerfile"}], [{"file": "-", "sha256": "", "fixes": []}], "x"]
)
def test_what_is_no_report_is_refused(values: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix(values) == 2
    assert "report.json: " in capsys.readouterr().err


def test_a_file_that_is_no_dockerfile_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, "--select", "DL3020")
    (folder / "notes.py").write_text(SOURCE)
    (folder / "Dockerfile.py").write_text("import os\n")
    found[0].update(file="Dockerfile.py", sha256=hashlib.sha256(b"import os\n").hexdigest())
    found[0]["fixes"][0]["edits"][0].update(line=1, column=1, endLine=1, endColumn=1)
    assert fix(found) == 1
    assert (folder / "Dockerfile.py").read_text() == "import os\n"


def test_all_edits_of_a_report_make_what_fix_makes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One round of a report's fixes is the first round of `--fix`; rounds end where `--fix` does."""
    file = folder / "api/Dockerfile"
    compared = 0
    for example in [example for example in EXAMPLES if example.fixed][::4]:
        file.write_text(example.source)
        main(["check", "--fix", "--no-shellcheck", "--no-context"])
        wanted = file.read_text()
        file.write_text(example.source)
        for _ in range(10):
            before = file.read_text()
            fix(report(capsys, "--no-context"))
            if file.read_text() == before:
                break
        compared += wanted != example.source
        assert file.read_text() == wanted, example.page
    assert compared > 10
