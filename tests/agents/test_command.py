"""`dockwright mcp` before it serves anybody; no package is needed for it."""

from __future__ import annotations

import sys

import pytest

from dockwright.agents import command


def test_what_to_install_is_said_where_the_package_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert command.main([]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "dockwright mcp: package `mcp` not installed; run `pip install 'dockwright[mcp]'`\n",
    )


def test_a_root_is_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--root", "/no/such/folder"])
    assert capsys.readouterr().err == "dockwright mcp: `--root`: `/no/such/folder` is not a folder\n"


def test_an_old_package_is_told_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: object())
    monkeypatch.setitem(sys.modules, "dockwright.agents.server", None)
    assert command.main([]) == 2
    assert "install 2.3 or newer" in capsys.readouterr().err
