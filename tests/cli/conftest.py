"""What tests of the command line share: whoever runs them, no coding agent runs the commands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli_project
from dockwright.cli.reports.agent import AGENTS


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in AGENTS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: the root of a repository with an empty folder `app`, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCKWRIGHT_CACHE", str(tmp_path / "cache"))
    (tmp_path / ".git").mkdir()
    (tmp_path / "app").mkdir()
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a small project, with a cache of its own."""
    place = cli_project.made(tmp_path)
    monkeypatch.chdir(place)
    monkeypatch.setenv("DOCKWRIGHT_CACHE", str(tmp_path / "cache"))
    return place
