"""What docs/agents.md tells is so: the ways to start the server, its tools, and the format for agents."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from pathlib import Path

import pytest

from dockwright.agents.checks import check
from dockwright.agents.roots import Roots

PAGE = (Path(__file__).parents[2] / "docs/agents.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_client_starts_the_same_command() -> None:
    files = [json.loads(text) for kind, text in BLOCKS if kind == "json"]
    files += [tomllib.loads(text) for kind, text in BLOCKS if kind == "toml"]
    assert [key for file in files for key in file] == ["mcpServers", "servers", "mcp_servers"]
    for file in files:
        ((name, server),) = next(iter(file.values())).items()
        assert (name, server["command"], server["args"]) == ("dockwright", "dockwright", ["mcp"])


def test_every_tool_and_what_it_takes_is_told() -> None:
    pytest.importorskip("mcp", reason="the package `mcp` is not installed (`pip install 'dockwright[mcp]'`)")
    from dockwright.agents import server

    told: dict[str, set[str]] = {}
    for name, takes in re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE):
        told.setdefault(name, set()).update(re.findall(r"`(\w+)`", takes))
    tools = (server.check, server.fix, server.explain, server.why, server.plan, server.rewrite, server.rule)
    for tool in tools:
        assert set(inspect.signature(tool).parameters) - {"roots"} <= told.pop(tool.__name__)
    assert told == {}


def test_the_format_for_agents_is_as_it_is_shown(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM debian:12\n\nRUN apt-get install curl\n")
    (shown,) = (text for kind, text in BLOCKS if kind == "text")
    assert check(Roots([tmp_path]), "Dockerfile", ["DL3014"]) == shown
