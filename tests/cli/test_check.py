"""`dockwright check`."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
from pathlib import Path

import pytest

from dockwright.cli.main import main

SERVER = str(Path(__file__).parents[2] / "server")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / "app/Dockerfile").write_text("FROM alpine:3.20\nADD é.py /srv/\n")
    (tmp_path / "app/notes.md").write_text("FROM nothing\n")
    return tmp_path


def test_findings_in_each_format(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--select", "DL3020"]) == 1
    assert "app/Dockerfile:2:1: " in (shown := capsys.readouterr().out)
    assert "    ADD é.py /srv/\n    ^^^\n" in shown
    assert main(["check", "--select", "DL3020", "--format", "json"]) == 1
    (value,) = json.loads(capsys.readouterr().out)
    assert (value["code"], value["line"], value["column"], value["endColumn"]) == ("DL3020", 2, 1, 4)
    assert main(["check", "--select", "DL3020", "--format", "sarif"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "app/Dockerfile"
    assert main(["check", "--select", "DL3020", "--format", "github"]) == 1
    assert "file=app/Dockerfile,line=2,endLine=2,col=1,endColumn=4,title=DL3020::" in capsys.readouterr().out


def test_fixes_are_written_and_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--select", "DL3020", "app/Dockerfile"]) == 0
    assert (project / "app/Dockerfile").read_text() == "FROM alpine:3.20\nCOPY é.py /srv/\n"


def test_exit_codes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--ignore", "DL3020", "--fail-level", "error"]) == 0
    assert main(["check", "--fail-level", "none"]) == 0
    assert main(["check", "missing"]) == 2
    assert main(["check", "--format", "nonsense"]) == 2
    (project / "dockwright.toml").write_text('[rules]\nDL3020 = "off"\n')
    assert main(["check", "--select", "DL3020"]) == 0


HEAVY = {"ast", "dataclasses", "difflib", "importlib.resources", "inspect", "lark", "logging", "tomllib", "yaml"}
"""Libraries that take longer to load than a file takes to check."""


def test_a_plain_check_loads_nothing_heavy(project: Path) -> None:
    code = "import sys\nfrom dockwright.cli.main import main\nmain(['check'])\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=project, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": os.pathsep.join([SERVER, *site.getsitepackages()])},
    )  # fmt: skip
    assert HEAVY & set(done.stdout.splitlines()[-1].split()) == set()


def test_files_of_the_context_are_looked_at_when_asked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "compose.yaml").write_text("services: {a: {build: {context: ., dockerfile: app/Dockerfile}}}")
    (project / "é.py").write_text("")
    (project / "app/Dockerfile").write_text("FROM scratch\nCOPY é.py x.py /srv/\n")
    asked = ["check", "--select", "source-not-found", "--format", "json"]
    assert main(asked) == 0
    capsys.readouterr()
    assert main([*asked, "--context"]) == 1
    assert [value["column"] for value in json.loads(capsys.readouterr().out)] == [11]
    assert main([*asked, "--context", "app"]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 2


@pytest.mark.parametrize(
    ("config", "code"),
    [("", 1), ("failure-threshold: warning\n", 1), ("failure-threshold: error\n", 0), ("no-fail: true\n", 0)],
)
def test_hadolints_threshold_says_what_fails(project: Path, config: str, code: int) -> None:
    (project / ".hadolint.yaml").write_text(config)
    (project / "app/Dockerfile").write_text("FROM debian\n")
    assert main(["check"]) == code
    assert main(["check", "--fail-level", "warning"]) == 1


def test_an_unknown_rule_in_the_settings_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "dockwright.toml").write_text('[rules]\nDL30006 = "off"\n')
    main(["check"])
    assert (
        "dockwright.toml: rules.DL30006: no rule and no group is called that; did you mean" in capsys.readouterr().err
    )
