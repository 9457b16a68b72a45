"""Ignore files beside a Dockerfile that no build reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.context.builds.unread_ignore_files import Unread
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey

COMPOSE = "services:\n  api:\n    build:\n      context: {}\n      dockerfile: {}\n"
FROM_ROOT = COMPOSE.format(".", "api/Dockerfile")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"compose.yaml": FROM_ROOT}, "api/.dockerignore"),
        ({"compose.yaml": FROM_ROOT, ".dockerignore": "x"}, "api/.dockerignore"),
        ({"compose.yaml": FROM_ROOT, "api/Dockerfile.dockerignore": "x"}, "api/.dockerignore"),
        ({"compose.yaml": COMPOSE.format("api", "Dockerfile")}, ""),
        ({"compose.yaml": FROM_ROOT, "api/compose.yaml": "services: {b: {build: .}}\n"}, ""),
        ({"compose.yaml": FROM_ROOT, "api/Dockerfile.dev": "FROM a\n"}, ""),
        ({}, ""),
    ],
    ids=[
        "compose",
        "other at the top",
        "other beside",
        "its own context",
        "two contexts",
        "one that none builds",
        "none",
    ],
)
def test_it_is_told_where_it_is_sure(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    for path, text in {"api/Dockerfile": "FROM a\nCOPY . .\n", "api/.dockerignore": "secrets\n", **files}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    found = Survey(walk(tmp_path)).context("api/Dockerfile", ["."]).unread
    assert found == (Unread(expected, "api/Dockerfile.dockerignore") if expected else None)


DOCKER = "docker build -f {} .\n"
PODMAN = "podman build -f {} .\n"


@pytest.mark.parametrize(
    ("script", "dockerfile", "ignore_file", "right"),
    [
        (DOCKER, "api/app.Dockerfile", "api/.dockerignore", "api/app.Dockerfile.dockerignore"),
        (DOCKER, "api/app.Dockerfile", "api/app.dockerignore", "api/app.Dockerfile.dockerignore"),
        (DOCKER, "api/app.Dockerfile", "api/Dockerfile.dockerignore", "api/app.Dockerfile.dockerignore"),
        (DOCKER, "api/Dockerfile.dev", "api/dev.dockerignore", "api/Dockerfile.dev.dockerignore"),
        (DOCKER, "api/Dockerfile", "Dockerfile.dockerignore", "api/Dockerfile.dockerignore"),
        (DOCKER, "api/Containerfile", "api/.dockerignore", "api/Containerfile.dockerignore"),
        (DOCKER, "api/Containerfile", "api/.containerignore", "api/Containerfile.dockerignore"),
        (PODMAN, "api/Containerfile", "api/.containerignore", "api/Containerfile.containerignore"),
        (PODMAN, "api/Containerfile", "api/.dockerignore", "api/Containerfile.containerignore"),
        (DOCKER, "api/app.Dockerfile", "api/app.Dockerfile.dockerignore", ""),
        (DOCKER, "api/app.Dockerfile", "api/other.dockerignore", ""),
        (DOCKER, "app.Dockerfile", ".dockerignore", ""),
        (DOCKER, "app.Dockerfile", ".containerignore", ""),
        (PODMAN, "api/Containerfile", "api/Containerfile.dockerignore", ""),
    ],
)
def test_the_name_that_the_builder_looks_for(
    tmp_path: Path, script: str, dockerfile: str, ignore_file: str, right: str
) -> None:
    (tmp_path / "api").mkdir()
    for path, text in {dockerfile: "FROM a\n", ignore_file: "x\n", "build.sh": script.format(dockerfile)}.items():
        (tmp_path / path).write_text(text)
    found = Survey(walk(tmp_path)).context(dockerfile, ["."])
    assert found.sure
    assert found.unread == (Unread(ignore_file, right) if right else None)


def test_a_file_of_the_name_of_another_dockerfile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    files = {"api/app.Dockerfile": "", "api/Dockerfile": "", "api/Dockerfile.dockerignore": "x\n"}
    for path, text in {**files, "build.sh": DOCKER.format("api/app.Dockerfile")}.items():
        (tmp_path / path).write_text(text)
    assert Survey(walk(tmp_path)).context("api/app.Dockerfile", ["."]).unread is None
