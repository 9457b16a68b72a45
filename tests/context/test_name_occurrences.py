"""Where text names a stage or variable that no rename changes there."""

from __future__ import annotations

import pytest

from dockwright.context.name_occurrences import in_programs, in_prose
from dockwright.context.values import Workspace

DOCKERFILE = """# builds build: the build stage compiles
FROM a AS build
# NODE_VERSION is told by $NODE_VERSION, not by OLD_NODE_VERSION
ARG NODE_VERSION
RUN make # of `build`
"""
FILES = {
    "app/Dockerfile": "",
    "app/README.md": "Run `docker build --target build .` to build it\nwith --build-arg NODE_VERSION=22\n",
    "app/compose.yaml": "services: {}  # target: build\n# node_version\nx: NODE_VERSION\n",
    "app/src/start.sh": "#!/bin/sh\n: ${NODE_VERSION:-1} $MODE\nmode build\n",
    "README.md": "The stage `Build` is built\n",
    "other/README.md": "--target build NODE_VERSION\n",
    "other/run.sh": "$NODE_VERSION\n",
}


def files(**more: str) -> Workspace:
    texts = {**FILES, **more}
    return Workspace({path: len(text) for path, text in texts.items()}, texts.get)


@pytest.mark.parametrize(
    ("name", "kind", "places"),
    [
        (
            "build",
            "stage",
            ["app/Dockerfile:1", "app/Dockerfile:5", "README.md:1", "app/README.md:1", "app/compose.yaml:1"],
        ),
        ("NODE_VERSION", "variable", ["app/Dockerfile:3", "app/README.md:2"]),
        ("VERSION", "variable", []),
        ("is", "stage", []),
        ("mode", "variable", []),
    ],
)
def test_comments_and_documents(name: str, kind: str, places: list[str]) -> None:
    assert in_prose(files(), "app/Dockerfile", DOCKERFILE, "app", name, kind) == places


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("NODE_VERSION", ["app/README.md:2", "app/compose.yaml:3", "app/src/start.sh:2"]),
        ("MODE", ["app/src/start.sh:2"]),
        ("mode", []),
    ],
)
def test_programs_that_may_read_a_variable(name: str, places: list[str]) -> None:
    assert in_programs(files(), "app/Dockerfile", "app", name) == places


def test_large_files_and_git_are_left_out() -> None:
    more = {"app/big.md": "X_Y\n" * 100_000, "app/node_modules/a/b.md": "X_Y\n", ".git/README.md": "X_Y"}
    assert in_prose(files(**more), "app/Dockerfile", "", "", "X_Y", "variable") == []
