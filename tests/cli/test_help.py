"""Every command says what it is for."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from dockwright.cli.arguments import Parser
from dockwright.cli.main import COMMANDS, NO_ARGUMENTS, SERVERS
from dockwright.cli.reports.terminal import columns


@pytest.mark.parametrize("command", sorted({*COMMANDS, *SERVERS} - NO_ARGUMENTS))
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_no_error(command: str, option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dockwright", command, option], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: dockwright {command} ")


_ENGLISH = re.compile(r"\b(?:a|an|and|as|for|in|is|of|that|the|to|what|which|with)\b")
_BELOW = ["cache history", "cache why", "context du", "context ls", "context of", "context why"]


@pytest.mark.parametrize("command", ["", *sorted({*COMMANDS, *SERVERS} - NO_ARGUMENTS), *_BELOW])
def test_help_is_in_the_language_of_the_terminal(command: str) -> None:
    environment = {**os.environ, "DOCKWRIGHT_LANG": "ko"}
    words = [sys.executable, "-m", "dockwright", *command.split(), "--help"]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("사용법: dockwright ")
    text = re.sub(r"\{.*?\}|--\S+", "", done.stdout.partition("\n\n")[2])
    assert not [line for line in text.splitlines() if _ENGLISH.search(re.sub(r"^ +of ", "", line))]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_lines_of_help_are_no_wider_than_the_terminal(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKWRIGHT_LANG", language)
    monkeypatch.setattr(os, "get_terminal_size", lambda: os.terminal_size((50, 24)))
    parser = Parser("check", "Show what the parser and the model see.")
    parser.add_argument("--diff", action="store_true", help="change nothing; show what would change, and exit 1 then")
    lines = parser.format_help().splitlines()
    assert len(lines) >= 8 and max(map(columns, lines)) <= 48
