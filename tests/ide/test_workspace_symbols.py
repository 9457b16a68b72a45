"""Stages over many files."""

from __future__ import annotations

import pytest

from dockwright.context.file_names import is_dockerfile
from dockwright.ide.symbols.workspace import fits, named_stages
from dockwright.text import Text


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/Dockerfile", True),
        ("Dockerfile.dev", True),
        ("dockerfile-alpine", True),
        ("web.Dockerfile", True),
        ("b/Containerfile", True),
        ("Dockerfile.dockerignore", False),
        ("dockerfiles", False),
        ("Dockerfile.md", False),
    ],
)
def test_which_files(path: str, expected: bool) -> None:
    assert is_dockerfile(path) is expected


def test_stages_with_names() -> None:
    text = "FROM a AS One\nRUN <<E\nFROM b AS two\nE\nFROM c\nFROM d as 1\n"
    assert [(stage.name, stage.base, text[slice(*stage.span)]) for stage in named_stages(Text.of(text))] == [
        ("One", "a", "One")
    ]


def test_queries() -> None:
    assert fits("", "build") and fits("BLD", "build") and not fits("dlb", "build")
