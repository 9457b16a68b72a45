"""`dockwright check`."""

from __future__ import annotations

import io
import json
import os
import site
import subprocess
import sys
from pathlib import Path

import pytest

from dockwright.cli.checks import pool
from dockwright.cli.main import main

SERVER = str(Path(__file__).parents[2] / "server")


@pytest.fixture
def project(repository: Path) -> Path:
    (repository / "app/Dockerfile").write_text("FROM alpine:3.20\nADD é.py /srv/\n")
    (repository / "app/notes.md").write_text("FROM nothing\n")
    return repository


def test_fixes_are_written_and_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--select", "DL3020", "app/Dockerfile"]) == 0
    assert (project / "app/Dockerfile").read_text() == "FROM alpine:3.20\nCOPY é.py /srv/\n"


def test_exit_codes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--ignore", "DL3020", "--fail-level", "error"]) == 0
    assert main(["check", "--fail-level", "none"]) == 0
    assert main(["check", "missing"]) == 2
    assert main(["check", "--format", "nonsense"]) == 2
    assert main(["check", "--config", "missing.toml"]) == 2
    assert main(["check", "--select", "DL30020"]) == 2
    assert "did you mean `DL30" in capsys.readouterr().err
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


def test_files_of_the_context_are_looked_at_where_it_is_sure(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "compose.yaml").write_text("services: {a: {build: {context: ., dockerfile: app/Dockerfile}}}")
    (project / "é.py").write_text("")
    (project / "app/Dockerfile").write_text("FROM scratch\nCOPY é.py x.py /srv/\n")
    asked = ["check", "--select", "source-not-found", "--format", "json"]

    def columns(*more: str) -> list[int]:
        main([*asked, *more])
        return [value["column"] for value in json.loads(capsys.readouterr().out)]

    # The second answer comes from the cache, which knows the files.
    assert columns() == columns() == columns("--context") == columns("--context", "app") == [11]
    (project / "x.py").write_text("")
    assert columns() == []
    (project / "x.py").unlink()
    assert columns("--no-context") == []
    assert columns("app/Dockerfile", "--context", "app") == columns("app/Dockerfile", "--context=app") == [6, 11]
    monkeypatch.chdir(project / "app")
    assert columns() == columns("Dockerfile") == columns(str(project / "app")) == [11]
    (project / "compose.yaml").unlink()
    assert (columns(), columns("--context")) == ([], [11])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--context", "app/Dockerfile"], "`app/Dockerfile` is not a folder"),
        (["--context=gone", "app/Dockerfile"], "`gone` is not a folder"),
        (["--context=..", "app/Dockerfile"], "build context `..` is not inside"),
        (["app/notes.txt"], "app/notes.txt: skipped: "),
    ],
)
def test_what_cannot_be_meant_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    (project / "app/notes.txt").write_text("# Notes\n\nSome text.\n")
    assert main(["check", *arguments]) == 2
    told = capsys.readouterr()
    assert says in told.err and not told.out.startswith(arguments[-1])


_TEMPLATES = {
    "go": "FROM {{ .Base }}\nRUN true\n",
    "jinja": "FROM alpine:3.20\n{% if x %}\nRUN true\n{% endif %}\n",
    "in a RUN": "FROM alpine:3.20\nRUN apk add \\\n{% for p in packages %}\n  {{ p }} \\\n{% endfor %}\n  curl\n",
    "erb": "FROM alpine:<%= version %>\n",
    "autoconf": "FROM alpine:@VERSION@\n",
    "dev container template": 'FROM alpine:3.20\nARG SHELL="${templateOption:installZsh}"\n',
    "lines": "@header@\nFROM alpine:3.20\n",
}
_NO_TEMPLATES = {
    "docker format": "FROM alpine:3.20\nRUN docker inspect -f '{{.Id}}' x\n",
    "heredoc": "FROM alpine:3.20\nCOPY <<EOF /a.j2\n{% if x %}\n{{ y }}\nEOF\n",
    "digest": "FROM alpine@sha256:" + "0" * 64 + "\nRUN curl -w '%{http_code}' a@b@c\n",
    "comment": "# made for {{ x }}\nFROM alpine:3.20\n",
}


def test_files_of_other_builders_are_refused_by_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "Earthfile").write_text("VERSION 0.8\nFROM alpine:3.20\nbuild:\n  RUN true\n")
    assert main(["check", "Earthfile"]) == 2
    assert "Earthfile: skipped: it is an Earthfile, which only Earthly builds" in capsys.readouterr().err
    (project / "Containerfile.in").write_text('FROM alpine:3.20 AS a\n#include "run.in"\n')
    assert main(["check", "Containerfile.in"]) == 0
    assert "it is a template for the C preprocessor" in capsys.readouterr().err
    (project / "Containerfile.in").write_text("FROM alpine:3.20\nADD x.py /srv/\n")
    assert main(["check", "--select", "DL3020", "Containerfile.in"]) == 1


@pytest.mark.parametrize("name", [*_TEMPLATES, *_NO_TEMPLATES])
def test_templates_are_no_dockerfiles_yet(project: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    text = {**_TEMPLATES, **_NO_TEMPLATES}[name]
    (project / "app/Dockerfile").write_text(text)
    for arguments in (["check"], ["check", "app/Dockerfile"], ["format", "--check", "app/Dockerfile"]):
        code = main([*arguments, *(["--select", "syntax-error"] if arguments[0] == "check" else [])])
        told = "app/Dockerfile: skipped: it is a template" in capsys.readouterr().err
        assert (code, told) == (0, name in _TEMPLATES)


@pytest.mark.parametrize(
    "text",
    [
        "<html></html>\n",
        '{"a": 1}\n',
        "import x from 'y'\n",
        "package main\n",
        "\x89PNG\0\n",
        "/* c */\nint x;\n",
        "use std::fs;\n\npub fn parse() {}\n",
        "pub mod lexer;\n",
        "#!/bin/sh\nexec docker build .\n",
        "local M = {}\nreturn M\n",
        "def build():\n    pass\n",
    ],
)
def test_files_that_are_no_dockerfiles_are_passed_over(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (project / "app/Dockerfile").write_text("FROM scratch\n")
    (project / "Dockerfile.x").write_text(text)
    assert main(["check", "--format", "json"]) == 0
    (project / "Dockerfile.x").write_text("FORM alpine\n")
    assert main(["check", "--select", "unknown-instruction", "."]) == 1


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
    assert "dockwright.toml: rules.DL30006: unknown rule or group; did you mean" in capsys.readouterr().err


def test_a_language_without_messages_in_the_settings_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "dockwright.toml").write_text('locale = "xx"\n')
    main(["check"])
    assert "dockwright.toml: locale: no messages in the language 'xx'; use en or ko" in capsys.readouterr().err


def test_unsafe_fixes_and_what_they_would_change(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "app/Dockerfile"
    assert main(["check", "--diff", "--select", "DL3020"]) == 1
    assert "-ADD é.py /srv/\n+COPY é.py /srv/\n" in capsys.readouterr().out
    assert "ADD" in file.read_text()
    file.write_text("FROM alpine:3.20\nSTOPSIGNAL SIGKILL\n")
    assert main(["check", "--fix", "--select", "stop-signal-kills"]) == 1
    assert main(["check", "--fix-unsafe", "--select", "stop-signal-kills"]) == 0
    assert file.read_text() == "FROM alpine:3.20\nSTOPSIGNAL SIGTERM\n"
    assert main(["check", "--diff", "--select", "stop-signal-kills"]) == 0


def test_standard_input_under_its_name(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "app/dockwright.toml").write_text('[rules]\nDL3020 = "off"\n')
    asked = ["check", "-", "--select", "DL3020", "--stdin-filename"]
    for name, code in (("app/Dockerfile", 0), ("Dockerfile", 1)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"FROM a:1\nADD b.py c\n")))
        assert main([*asked, name]) == code
        assert capsys.readouterr().out.startswith("Dockerfile:2:1: " if code else "")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"FROM a:1\nADD b.py c\n")))
    assert main([*asked, "Dockerfile", "--fix"]) == 0
    assert capsys.readouterr().out == "FROM a:1\nCOPY b.py c\n"


def test_unchanged_files_come_from_the_cache(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    outcomes = pool.outcomes
    monkeypatch.setattr(pool, "outcomes", lambda jobs, shown: looked.append(len(jobs)) or outcomes(jobs, shown))
    asked = ["check", "--select", "DL3020"]
    assert [main(asked), main(asked), looked] == [1, 1, [1]]
    assert [main([*asked, "--no-cache"]), looked] == [1, [1, 1]]
    (project / "dockwright.toml").write_text('[rules]\nDL3020 = "error"\n')
    assert [main(asked), looked] == [1, [1, 1, 1]]
    for file in (project / "cache").rglob("*.json"):
        file.write_text("[[1")
    assert [main(asked), looked] == [1, [1, 1, 1, 1]]


def test_many_files_at_once_say_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3 * pool.FEW):
        (project / f"Dockerfile.{number}").write_text(f"FROM alpine:3.{number}\nADD x{number}.py /srv/\n")
    assert main(["check", "--no-cache", "--format", "json", "--select", "DL3020"]) == 1
    together = json.loads(capsys.readouterr().out)
    alone = []
    for name in dict.fromkeys(value["file"] for value in together):
        main(["check", "--no-cache", "--format", "json", "--select", "DL3020", name])
        alone += json.loads(capsys.readouterr().out)
    assert len(together) == 3 * pool.FEW + 1 and together == alone


def test_shellcheck_is_asked_unless_it_is_switched_off(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "app/Dockerfile").write_text("FROM alpine:3.20\nRUN true && \\\n    rm $x\n")

    def found(*arguments: str) -> list[tuple[str, int, int]]:
        main(["check", "--format", "json", *arguments])
        return [
            (row["code"], row["line"], row["column"])
            for row in json.loads(capsys.readouterr().out)
            if row["code"].startswith("SC")
        ]

    assert ("SC2086", 3, 8) in found()
    assert ("SC2086", 3, 8) in found("--select", "SC")
    assert "SC2086" not in [code for code, _, _ in found("--ignore", "SC2086")]
    assert found("--select", "DL3020") == [] == found("--ignore", "SC")
    (project / "dockwright.toml").write_text("[shellcheck]\nenable = false\n")
    assert found() == []


@pytest.mark.parametrize("variable", ["DOCKWRIGHT_LANG", "LANG"])
def test_findings_are_told_in_the_language_of_the_terminal(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("DOCKWRIGHT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "ko_KR.UTF-8")
    assert main(["check", "--select", "DL3020", "app/Dockerfile"]) == 1
    assert "ADD는 아카이브를 풀고 URL도 내려받습니다" in capsys.readouterr().out


def test_a_suppression_ends_for_files_that_are_known_from_before(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    source = (
        "FROM alpine:3.20\n# check=skip=MaintainerDeprecated until 2031-05-06 // the mirror reads it\nMAINTAINER me\n"
    )
    (folder / "Dockerfile").write_text(source)
    for day, code in (("2031-05-06", 0), ("2031-05-06", 0), ("2031-05-07", 1)):
        monkeypatch.setattr(time, "strftime", lambda *_, day=day: day)
        assert main(["check", "Dockerfile"]) == code
        assert ("expired-suppression" in capsys.readouterr().out) == bool(code)
