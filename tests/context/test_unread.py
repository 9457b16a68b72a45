"""Ignore files beside a Dockerfile that no build reads."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    assert Survey(walk(tmp_path)).context("api/Dockerfile", ["."]).unread == expected
