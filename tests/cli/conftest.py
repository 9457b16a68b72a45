"""Whoever runs the tests, no coding agent runs the commands in them."""

from __future__ import annotations

import pytest

from dockwright.cli.reports.agent import AGENTS


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in AGENTS:
        monkeypatch.delenv(name, raising=False)
