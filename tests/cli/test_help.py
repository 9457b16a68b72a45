"""Every command says what it is for."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from dockwright.cli.arguments import Parser
from dockwright.cli.main import COMMANDS, NO_ARGUMENTS, SERVERS, main
from dockwright.cli.reports.terminal import columns, tell


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


@pytest.mark.parametrize(
    ("arguments", "korean"),
    [
        (["chek"], "dockwright: `chek`이라는 명령은 없습니다. `check`를 쓰려고 하셨나요?\n"),
        (["check", "--fixx"], "dockwright check: `--fixx`라는 옵션은 없습니다. `--fix`를 쓰려고 하셨나요?\n"),
        (["explain", "x"], "dockwright explain: `x`에 줄 번호가 없습니다. "
                           "FILE:LINE 형식으로 적으세요. 예: `Dockerfile:12`\n"),
        (["rule", "DL99999"], "dockwright rule: `DL99999`라는 규칙은 없습니다. "
                              "모든 규칙은 `dockwright rule` 명령으로 볼 수 있습니다\n"),
    ],
)  # fmt: skip
def test_errors_are_in_the_language_of_the_terminal(
    arguments: list[str], korean: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKWRIGHT_LANG", "ko")
    assert main(arguments) == 2
    assert capsys.readouterr().err == korean


def test_what_is_not_translated_stays_in_english(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKWRIGHT_LANG", "ko")
    tell("a.json", "a sentence that no catalogue has; check it again")
    tell("a.json", "skipped: a sentence that no catalogue has")
    assert capsys.readouterr().err == (
        "a.json: a sentence that no catalogue has; check it again\n"
        "a.json: 건너뛰었습니다: a sentence that no catalogue has\n"
    )
