"""`dockwright check` on files that hold Dockerfiles within them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from dockwright.cli.main import main

COMPOSE = """\
services:
  web:
    build:
      context: app
      dockerfile_inline: |
        FROM alpine:3.20
        ADD gone.py /srv/
        RUN echo $${HOME}
  plain:
    build: .
"""


@pytest.fixture
def project(repository: Path) -> Path:
    (repository / "app/main.py").write_text("")
    (repository / "compose.yaml").write_text(COMPOSE)
    return repository


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, int, int, int]]:
    main(["check", "--no-shellcheck", "--format", "json", *arguments])
    rows = json.loads(capsys.readouterr().out)
    return [(row["code"], row["line"], row["column"], row["endColumn"]) for row in rows]


def test_findings_are_told_in_the_lines_of_the_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--select", "DL3020", "--select", "source-not-found")
    expected = [("DL3020", 7, 9, 12), ("source-not-found", 7, 13, 20)]
    assert sorted(found(capsys, *asked, "compose.yaml")) == expected
    assert sorted(found(capsys, *asked, "compose.yaml")) == expected  # from the cache
    assert found(capsys, *asked, "--no-context", "compose.yaml") == expected[:1]
    (project / "app/gone.py").write_text("")
    assert found(capsys, *asked, "compose.yaml") == expected[:1]


def test_folders_are_looked_into_where_that_is_asked_for(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "README.md").write_text(
        "# A\n\n```dockerfile\nFROM alpine:3.20\nADD a.py /\n```\n\n```sh\nADD a /\n```\n"
    )
    (project / "package.json").write_text("{}")
    assert found(capsys, "--select", "DL3020", "--inline") == [("DL3020", 5, 1, 4), ("DL3020", 7, 9, 12)]
    assert main(["check"]) == 2
    assert "no Dockerfile found" in capsys.readouterr().err
    (project / "Dockerfile").write_text("FROM scratch\n")
    assert found(capsys, "--select", "DL3020") == []


def test_fixes_are_written_into_the_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--diff", "--select", "DL3020", "compose.yaml"]) == 1
    assert capsys.readouterr().out.endswith(
        "-        ADD gone.py /srv/\n+        COPY gone.py /srv/\n"
        "         RUN echo $${HOME}\n   plain:\n     build: .\n"
    )
    assert main(["check", "--fix", "--select", "DL3020", "compose.yaml"]) == 0
    assert (project / "compose.yaml").read_text() == COMPOSE.replace("ADD", "COPY")


def test_a_report_fixes_the_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "json", "-o", "report.json", "--select", "DL3020", "compose.yaml"])
    assert main(["fix", "--from", "report.json"]) == 0
    assert (project / "compose.yaml").read_text() == COMPOSE.replace("ADD", "COPY")
    text = COMPOSE.replace("ADD", "A\\DD")
    (project / "compose.yaml").write_text(text)
    assert main(["fix", "--from", "report.json"]) == 1


def test_fixes_in_strings_keep_their_escapes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = '{"target": {"a": {"dockerfile-inline": "FROM alpine:3.20\\nADD \\u00e9.py \\"/srv/$${X}\\"\\n"}}}'
    (project / "docker-bake.json").write_text(text)
    assert found(capsys, "--select", "DL3020", "docker-bake.json") == [("DL3020", 1, 59, 62)]
    assert main(["check", "--fix", "--select", "DL3020", "docker-bake.json"]) == 0
    assert (project / "docker-bake.json").read_text() == text.replace("ADD", "COPY")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("compose.yaml", "services:\n  a:\n    image: x\n", "nothing to check; no build with a known Dockerfile"),
        ("docker-bake.hcl", 'target "a" {}\n', "nothing to check; no build with a known Dockerfile"),
        ("notes.md", "# Notes\n", "nothing to check; it has no fenced `dockerfile` block"),
        ("notes.md", "```dockerfile\nRUN x\n```\n", "notes.md:1: not checked: it has no FROM"),
        (
            "c.compose.yml",
            "services: {a: {build: {dockerfile_inline: FROM $X}}}",
            ":1 (service `a`): not checked: Compose",
        ),
    ],
)
def test_what_is_not_checked_is_said(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, says: str
) -> None:
    (project / name).write_text(text)
    assert main(["check", name]) == 0
    told = capsys.readouterr()
    assert says in told.err and not told.out


def test_a_change_counts_where_it_was_made(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".git").rmdir()
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], check=True, cwd=project)
    (project / "compose.yaml").write_text(COMPOSE.replace("RUN echo", "ADD b.py /b\n        RUN echo"))
    asked = ("--select", "DL3020", "compose.yaml")
    assert found(capsys, *asked) == [("DL3020", 7, 9, 12), ("DL3020", 8, 9, 12)]
    assert found(capsys, "--changed-since", "HEAD", *asked) == [("DL3020", 8, 9, 12)]
    main(["check", "--write-baseline", "base.json", *asked])
    assert found(capsys, "--baseline", "base.json", *asked) == []


def test_what_the_build_gives_is_known(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "compose.yaml").write_text(
        "x-fragment: &f\n  dockerfile_inline: |\n    ARG TAG\n    FROM alpine:$${TAG}\n    COPY main.py gone.py /\n"
        "services:\n  a:\n    build: {<<: *f, context: app, args: {TAG: '3.20'}}\n"
        "  b:\n    build:\n      dockerfile_inline: 'FROM base'\n      additional_contexts: {base: 'service:a'}\n"
    )
    asked = ("--select", "source-not-found", "--select", "DL3006")
    assert found(capsys, *asked, "compose.yaml") == [("source-not-found", 5, 18, 25)]
