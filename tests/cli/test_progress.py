"""Progress on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dockwright.cli import progress


def test_a_bar_grows_and_is_wiped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "QUIET", 0)
    monkeypatch.setattr(progress, "_OFTEN", 0)
    assert list(progress.counted("abcd", 4)) == ["a", "b", "c", "d"]
    pictures = capsys.readouterr().err.split("\r")[1:]
    assert [picture[-9:] for picture in pictures] == [*(f"{done}/4 files" for done in range(1, 5)), "\033[K"]
    assert pictures[1].startswith(f"[{'#' * 15}{'-' * 15}]")


def test_what_is_done_at_once_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress.counted(range(3), 3)) == [0, 1, 2]
    told = progress.reading()
    told(5)
    told(0)
    assert capsys.readouterr().err == ""


def test_many_files_have_a_bar_at_once_that_goes_when_they_are_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(progress.counted(range(2_000), 2_000))) == 2_000
    shown = capsys.readouterr().err
    assert shown.startswith(f"\r[{'-' * 30}] 0/2,000 files")
    assert shown.endswith("\r\033[K")


def test_a_walk_says_how_much_it_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "QUIET", -1)
    told = progress.reading()
    told(12_345)
    told(0)
    assert capsys.readouterr().err == "\r12,345 files and folders read\r\033[K"


def test_it_is_for_terminals_that_somebody_looks_at(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not progress.wanted()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert (progress.wanted(), progress.wanted(False)) == (True, False)
    monkeypatch.setenv("TERM", "dumb")
    assert not progress.wanted()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(("options", "shown"), [([], True), (["--no-progress"], False)])
def test_check_on_a_real_terminal(tmp_path: Path, options: list[str], shown: bool) -> None:
    for number in range(progress.MANY):
        (tmp_path / f"Dockerfile.a{number}").write_text("FROM scratch\n")
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "dockwright", "check", "--no-cache", "--no-shellcheck", *options, "."]
    subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    try:
        drawn = os.read(ours, 100_000).decode()
    except OSError:  # what the end of a terminal without any output is
        drawn = ""
    os.close(ours)
    assert ("0/200 files" in drawn, drawn.endswith("\r\033[K")) == (shown, shown)
