"""What the tools open while they work: files of the workspace and of the program, and nothing beside."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import dockwright
from dockwright.agents import checks, facts, rewrites
from dockwright.agents.roots import Roots

PROGRAM = tuple(map(os.path.realpath, (sys.prefix, sys.base_prefix, Path(dockwright.__file__).parent)))
_seen: list[str] | None = None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _seen is not None and event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, Path)):
        _seen.append(os.path.realpath(arguments[0]))


sys.addaudithook(_hear)


@contextmanager
def heard() -> Iterator[list[str]]:
    """The files and folders that are opened; a hook cannot be taken away, so that it is switched off."""
    global _seen
    _seen = found = []
    try:
        yield found
    finally:
        _seen = None


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace in a repository that is larger, with all that is read around a Dockerfile beside and above it."""
    own = tmp_path / "repository/workspace"
    (own / "api").mkdir(parents=True)
    for folder in (tmp_path, own.parent):
        for name in (".gitignore", ".dockerignore", ".editorconfig", "dockwright.toml", "pyproject.toml"):
            (folder / name).write_text("")
        (folder / "compose.yaml").write_text("services: {a: {build: {context: ., dockerfile: workspace/Dockerfile}}}\n")
    (own.parent / ".git/info").mkdir(parents=True)
    (own.parent / ".git/info/exclude").write_text("")
    (own / "Dockerfile").write_text("FROM debian:12\nRUN apt-get install curl\nCOPY . /srv\nCOPY up link /x/\n")
    (own / "compose.yaml").write_text("services: {a: {build: {context: .., dockerfile: workspace/Dockerfile}}}\n")
    (own / "api/Dockerfile").write_text("FROM scratch\nCOPY a /\n")
    (own / "up").symlink_to(own.parent)
    (own / "link").symlink_to(own.parent / "compose.yaml")
    (own / ".dockerignore").symlink_to(own.parent / ".dockerignore")
    (own / ".gitignore").symlink_to(own.parent / ".gitignore")
    (own / "dockwright.toml").symlink_to(own.parent / "dockwright.toml")
    return own.resolve()


CALLS: dict[str, Callable[[Roots], str]] = {
    "check": lambda roots: checks.check(roots, "."),
    "check of a file": lambda roots: checks.check(roots, "api/Dockerfile"),
    "check of a file with builds": lambda roots: checks.check(roots, "compose.yaml"),
    "fix": lambda roots: checks.fix(roots, "Dockerfile", unsafe=True, write=True),
    "explain": lambda roots: facts.explained(roots, "Dockerfile", 3),
    "why": lambda roots: facts.why(roots, "api/Dockerfile", "../../Dockerfile"),
    "plan": lambda roots: facts.plan(roots, "Dockerfile"),
    "rewrite": lambda roots: rewrites.rewrite(roots, "Dockerfile", 2),
}


@pytest.mark.parametrize("name", CALLS)
def test_nothing_else_is_opened(place: Path, name: str) -> None:
    with heard() as opened:
        CALLS[name](Roots([place]))
    own = (str(place), *PROGRAM, os.path.join(tempfile.gettempdir(), "dockwright-"))  # noqa: PTH118
    assert any(each.startswith(str(place)) for each in opened)
    assert [each for each in opened if not each.startswith(own) and not each.startswith(("/dev/", "/proc/"))] == []


def test_a_file_with_builds_is_checked_as_on_the_command_line(place: Path) -> None:
    (place / "docker-bake.hcl").write_text('target "a" {\n  context = "."\n  target = "none"\n}\n')
    found = checks.check(Roots([place]), "docker-bake.hcl", ["target-not-found"])
    assert "docker-bake.hcl:3:13" in found and "Stage `none` not found in `Dockerfile`" in found
