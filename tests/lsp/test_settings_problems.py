"""What is wrong in a settings file is a problem of that file, at its place, until it is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockwright.lsp import uris
from lsp.talk import REAL, Talk, span

PULLS = {"textDocument": {"diagnostic": {}, "publishDiagnostics": {"dataSupport": True}}}
"""A client that asks for the problems of a Dockerfile, so the server publishes none but those of settings."""


class Workspace:
    def __init__(self, talk: Talk, folder: Path) -> None:
        self.talk = talk
        self.folder = folder

    def start(self, **files: str) -> None:
        for name, text in files.items():
            self.write(name, text)
        folder = {"uri": uris.from_path(str(self.folder)), "name": "it"}
        self.talk.start(PULLS, workspaceFolders=[folder])
        self.talk.open("FROM alpine:3.20\n", uris.from_path(str(self.folder / "Dockerfile")))

    def write(self, name: str, text: str) -> None:
        (self.folder / f"{name}.toml").write_text(text, encoding="utf-8", newline="")

    def changed(self, name: str, text: str) -> None:
        self.write(name, text)
        change = {"uri": uris.from_path(str(self.folder / f"{name}.toml")), "type": 2}
        self.talk.tell("workspace/didChangeWatchedFiles", {"changes": [change]})

    def published(self, name: str) -> list[dict[str, Any]]:
        params = self.talk.heard("textDocument/publishDiagnostics")["params"]
        assert params["uri"] == uris.from_path(str(self.folder / f"{name}.toml"))
        return params["diagnostics"]  # type: ignore[no-any-return]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Talk(REAL) as talk:
        yield Workspace(talk, tmp_path)


def test_problems_go_when_they_are_corrected(workspace: Workspace) -> None:
    workspace.start(dockwright='# 설정\r\nlocale = "xx"  # 🐳\r\n"코드" = 1\r\nrules = {"🐳" = "off", DL3008 = 1}\r\n')
    assert [(found["range"], found["severity"], found["message"]) for found in workspace.published("dockwright")] == [
        (span(2, 0, 4), 2, "코드: unknown setting"),
        (span(3, 32, 33), 2, "rules.DL3008: expected one of error, warning, information, hint, off, got 1; ignored"),
        (span(3, 9, 13), 2, "rules.🐳: unknown rule or group"),
        (span(1, 9, 13), 2, "locale: no messages in the language 'xx'; use en or ko"),
    ]
    said = workspace.talk.heard("window/showMessage")["params"]["message"]
    assert said == "Dockwright: invalid settings in `dockwright.toml`"
    assert "dockwright.toml: 코드: unknown setting" in workspace.talk.heard("window/logMessage")["params"]["message"]
    workspace.changed("dockwright", 'profile = "strict"\n[rules')
    assert workspace.published("dockwright") == []
    (found,) = workspace.published("dockwright")
    assert (found["range"], found["severity"]) == (span(1, 0, 6), 1)
    assert (
        found["message"] == "invalid TOML, so its settings are ignored: Expected ']' at the end of a table declaration"
    )
    workspace.changed("dockwright", 'profile = "strict"\n')
    assert workspace.published("dockwright") == []
    assert not [one for one in workspace.talk.said if one.get("method") == "window/showMessage"][1:]


def test_the_table_of_a_pyproject(workspace: Workspace) -> None:
    workspace.start(pyproject='[project]\nname = "it"\nengine = 1\n[tool.dockwright]\nengin = 1\n')
    (found,) = workspace.published("pyproject")
    assert (found["range"], found["message"]) == (span(4, 0, 5), "engin: unknown setting; did you mean `engine`?")
    assert found["data"] == {"title": "Change to engine", "old": "engin", "new": "engine"}


def test_what_is_wrong_in_an_extended_file_is_told(workspace: Workspace) -> None:
    workspace.start(dockwright='extends = ["team.toml"]\n', team="engin = 1\n")
    said = workspace.talk.heard("window/showMessage")["params"]["message"]
    assert said == "Dockwright: team.toml: engin: unknown setting; did you mean `engine`?"


def test_in_korean(tmp_path: Path) -> None:
    with Talk(REAL) as talk:
        (tmp_path / "dockwright.toml").write_text("rules.DL9 = 'off'\n")
        folder = {"uri": uris.from_path(str(tmp_path)), "name": "it"}
        talk.start(PULLS, locale="ko", workspaceFolders=[folder])
        uri = uris.from_path(str(tmp_path / "Dockerfile"))
        talk.open("FROM alpine:3.20\n", uri)
        assert [found["message"] for found in talk.diagnostics()] == ["rules.DL9: 알 수 없는 규칙이나 그룹입니다"]
        said = talk.heard("window/showMessage")["params"]["message"]
        assert said == "Dockwright: `dockwright.toml`에 잘못된 설정이 있습니다"
        (tmp_path / "dockwright.toml").write_text("[rules\n")
        changes = [{"uri": uris.from_path(str(tmp_path / "dockwright.toml")), "type": 2}]
        talk.tell("workspace/didChangeWatchedFiles", {"changes": changes})
        assert talk.diagnostics() == []
        (found,) = talk.diagnostics()
        wrong = "TOML이 올바르지 않아 설정을 무시합니다: Expected ']' at the end of a table declaration"
        assert found["message"] == wrong
