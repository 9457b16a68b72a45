"""The plugin for coding agents: its manifests, its hook as an agent runs it, and what its skill says."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from dockwright.agents.hook import main
from dockwright.cli.main import COMMANDS
from generated import ROOT, check, script

PLUGIN = ROOT / "packaging/agent-plugin"
SKILL = PLUGIN / "skills/dockerfiles/SKILL.md"
SOURCE = "FROM debian:12\nRUN apt-get install curl\n"


@pytest.mark.parametrize("place", [PLUGIN, ROOT], ids=["plugin", "marketplace"])
def test_claude_code_takes_it(place: Path, tmp_path: Path) -> None:
    claude = shutil.which("claude") or pytest.skip("Claude Code is not installed")
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([claude, "plugin", "validate", str(place)], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_manifests_name_is_there() -> None:
    market = _json(ROOT / ".claude-plugin/marketplace.json")
    (entry,) = market["plugins"]
    assert (ROOT / entry["source"]).resolve() == PLUGIN
    manifest = _json(PLUGIN / ".claude-plugin/plugin.json")
    assert manifest["name"] == entry["name"] == "dockwright"
    ((name, server),) = _json(PLUGIN / ".mcp.json")["mcpServers"].items()
    assert (name, server["command"], server["args"]) == ("dockwright", "dockwright", ["mcp"])


@pytest.mark.parametrize(
    ("event", "code", "part"),
    [
        ({"tool_name": "Edit", "tool_input": {"file_path": "{}/Dockerfile"}}, 2, "DL3014"),
        ({"tool_name": "Write", "tool_input": {"filePath": "{}/api/prod.Dockerfile"}}, 0, ""),
        ({"hook_event_name": "afterFileEdit", "file_path": "{}/Dockerfile"}, 2, "safe fix: 2:20-2:20"),
        ({"tool_input": {"file_path": "{}/a.py"}}, 0, ""),
        ({"tool_input": {"file_path": "{}/gone/Dockerfile"}}, 0, ""),
        ({"tool_input": {"command": "ls"}}, 0, ""),
        ([1], 0, ""),
    ],
    ids=["edit", "clean", "at the top", "another file", "a file that is gone", "another tool", "no event"],
)
def test_the_hook_as_an_agent_runs_it(event: Any, code: int, part: str, tmp_path: Path) -> None:
    """The command that hooks.json names, with the program of this checkout on the PATH."""
    (tmp_path / "api").mkdir()
    (tmp_path / "Dockerfile").write_text(SOURCE)
    (tmp_path / "api/prod.Dockerfile").write_text("FROM scratch\n")
    (tmp_path / "a.py").touch()
    program = tmp_path / "bin/dockwright"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "server"}" exec "{sys.executable}" -m dockwright "$@"\n')
    program.chmod(0o755)
    ((hooks,),) = (one["hooks"] for one in _json(PLUGIN / "hooks/hooks.json")["hooks"]["PostToolUse"])
    env = {"PATH": f"{program.parent}:/usr/bin:/bin", "DOCKWRIGHT_CACHE": str(tmp_path / "cache")}
    given = json.dumps(event).replace("{}", str(tmp_path))
    done = subprocess.run(
        ["/bin/sh", "-c", hooks["command"]], input=given, env=env, cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert part in done.stderr if part else done.stderr == ""


def test_what_is_no_json_is_none_of_its_business(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("{"))
    assert main([]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_tools_that_the_hook_waits_for_are_those_that_write() -> None:
    (one,) = _json(PLUGIN / "hooks/hooks.json")["hooks"]["PostToolUse"]
    assert [name for name in ("Edit", "MultiEdit", "Write", "Bash", "Read") if re.fullmatch(one["matcher"], name)] == [
        "Edit",
        "MultiEdit",
        "Write",
    ]


def test_the_skill_says_when_and_how() -> None:
    text = SKILL.read_text("utf-8")
    head = yaml.safe_load(text.split("---")[1])
    assert head["name"] == SKILL.parent.name and re.fullmatch(r"[a-z-]{1,64}", head["name"])
    assert 0 < len(head["description"]) <= 1024
    named = re.findall(r"`dockwright ([a-z]+)(.*?)`", text)
    assert {name for name, _ in named} <= COMMANDS.keys()
    for name, rest in named:
        options = re.findall(r"--[a-z-]+", rest)
        done = subprocess.run(
            [sys.executable, "-m", "dockwright", name, "--help"],
            env={"PYTHONPATH": str(ROOT / "server")},
            capture_output=True,
            text=True,
        )
        assert all(option in done.stdout for option in options), (name, options)


def test_the_list_for_models_is_current_and_its_links_lead_somewhere() -> None:
    made = script("llms")
    text = made.written()
    check(made.PLACE, text)
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) > 20 and all((ROOT / link).is_file() for link in links)


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
