"""`dockwright format`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from dockwright.cli.main import main


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> None:
    file = tmp_path / "Dockerfile"
    file.write_bytes(b"FROM  a\r\nLABEL a=\xff\r\n")
    assert main(["format", "--check", str(file)]) == 1
    assert main(["format", "--diff", str(file)]) == 1
    assert b"+FROM a" in capsysbinary.readouterr().out
    assert main(["format", str(file)]) == 0
    assert file.read_bytes() == b"FROM a\r\nLABEL a=\xff\r\n"
    assert main(["format", "--check", str(tmp_path)]) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"FROM  a")))
    assert main(["format", "-"]) == 0
    assert capsysbinary.readouterr().out == b"FROM a\n"


def test_settings_and_editorconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a" / "Dockerfile"
    file.parent.mkdir()
    file.write_text("FROM a\nRUN b \\\n  c  ")
    (tmp_path / ".editorconfig").write_text(
        "root = true\n[*]\nindent_style = tab\n[Dockerfile*]\ninsert_final_newline=false\n"
    )
    assert main(["format", "a/Dockerfile"]) == 0
    assert file.read_text() == "FROM a\nRUN b \\\n\tc"
    (tmp_path / "dockwright.toml").write_text('[format]\nindent = 3\nkeyword-case = "lower"\n')
    assert main(["format", "a"]) == 0
    assert file.read_text() == "from a\nrun b \\\n   c"


def test_what_does_not_parse_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text("FROM  a\nENV  A\n")
    assert main(["format", str(file)]) == 1
    assert file.read_text() == "FROM a\nENV  A\n"
    assert f"{file}:2: instruction not formatted" in capsys.readouterr().err


def test_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["format", str(tmp_path / "missing")]) == 2
    assert main(["format", str(tmp_path)]) == 2
    assert main(["format", "--chek", "x"]) == 2
    assert "did you mean `--check`?" in capsys.readouterr().err
    assert main(["format", "--config", str(tmp_path / "none.toml"), "x"]) == 2
