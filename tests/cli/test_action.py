"""The GitHub Action tells what a pull request does to images, by the script that it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
STEPS = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
SCRIPT = next(step["run"] for step in STEPS if step.get("id") == "changes")


@pytest.mark.parametrize(
    ("after", "same", "told"),
    [
        ("from debian:12\nexpose 80\n", "true", "**The image is the same.**"),
        ("FROM debian:12\nEXPOSE 8080\n", "false", "- ExposedPorts 80/tcp  (line 2)\n+ ExposedPorts 8080/tcp"),
        ("FROM debian:12\nRUN apt-get install -y curl\nEXPOSE 80\n", "false", "+ curl (apt-get)"),
        ("", "false", "### `api/Dockerfile`"),
    ],
)
def test_what_a_pull_request_does(after: str, same: str, told: str, tmp_path: Path) -> None:
    project, temp = tmp_path / "project", tmp_path / "temp"
    _install(temp)
    (project / "api").mkdir(parents=True)
    (project / "api" / "Dockerfile").write_text("FROM debian:12\nEXPOSE 80\n")
    (project / "web.Dockerfile").write_text("FROM debian:12\n")
    (project / "Dockerfile.dockerignore").write_text("a\n")
    _committed(project)
    (project / "api" / "Dockerfile").write_text(after)
    (project / "Dockerfile.dockerignore").write_text("b\n")
    assert _run(project, temp, "main").returncode == 0
    outputs = dict(line.split("=", 1) for line in (temp / "output").read_text().splitlines())
    text = Path(outputs["changes"]).read_text("utf-8")
    assert outputs["same"] == same
    assert told in text and text.count("### ") == 1


def test_no_dockerfile_changed(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for command in (["init", "-q", "-b", "main"], ["commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run([*git, *command], check=True)
    assert _run(tmp_path, tmp_path, "main").returncode == 0
    assert (tmp_path / "output").read_text() == "same=true\n"


def test_a_revision_that_is_none(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert _run(tmp_path, tmp_path, "--output=x").returncode != 0


def _run(project: Path, temp: Path, compare: str) -> subprocess.CompletedProcess[bytes]:
    (temp / "output").write_text("")
    environment = {
        "RUNNER_TEMP": str(temp),
        "GITHUB_OUTPUT": str(temp / "output"),
        "COMPARE": compare,
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(temp),
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", SCRIPT]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False)


BEFORE = """\
FROM python:3.14-slim
WORKDIR /srv
COPY . .
RUN pip install -r requirements.txt
EXPOSE 80
CMD ["python", "app.py"]
"""
AFTER = """\
FROM python:3.14-slim
WORKDIR /srv
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
EXPOSE 8080
USER 1000
CMD ["python", "app.py"]
"""


def test_the_comment_that_the_documentation_shows(tmp_path: Path) -> None:
    project, temp = tmp_path / "project", tmp_path / "temp"
    _install(temp)
    project.mkdir()
    for name, text in {
        "app.py": "print()\n",
        "requirements.txt": "flask\n",
        ".git-kept": "",
        "Dockerfile": BEFORE,
    }.items():
        (project / name).write_text(text)
    _committed(project)
    (project / "Dockerfile").write_text(AFTER)
    (project / ".dockerignore").write_text("Dockerfile\n.*\n")
    assert _run(project, temp, "main").returncode == 0
    shown = (
        (ROOT / "docs/ci.md")
        .read_text("utf-8")
        .partition("The comment looks like this:\n\n")[2]
        .partition("\n\n## ")[0]
    )
    told = (temp / "dockwright-changes.md").read_text("utf-8").strip()
    assert [line.removeprefix(">").removeprefix(" ") for line in shown.splitlines()] == told.splitlines(), told


def _install(temp: Path) -> None:
    (temp / "dockwright" / "bin").mkdir(parents=True)
    program = temp / "dockwright" / "bin" / "dockwright"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "server"} exec {sys.executable} -m dockwright "$@"\n')
    program.chmod(0o755)


def _committed(project: Path) -> None:
    git = ["git", "-C", str(project), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True)
