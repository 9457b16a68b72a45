"""A policy in an editor: own rules are found and mended, and a file that another one extends is read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dockwright.lsp import uris
from lsp.talk import REAL, Talk, span

RULE = '[own-rules.npm-ci]\nmessage = "use `npm ci`"\ncommand = ["npm install"]\nreplacement = "npm ci"\nlevel = "{}"\n'


@pytest.fixture
def talk() -> Iterator[Talk]:
    with Talk(REAL) as talk:
        yield talk


def test_an_own_rule_of_an_extended_file(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "team.toml").write_text(f'locked = ["npm-ci"]\nprofile = "none"\n{RULE.format("error")}')
    (tmp_path / "app/dockwright.toml").write_text('extends = ["../team.toml"]\n[rules]\nnpm-ci = "off"\n')
    folder = {"uri": uris.from_path(str(tmp_path)), "name": "project"}
    settings = {"rules": {"npm-ci": "off"}, "extends": ["elsewhere.toml"]}
    talk.start(workspaceFolders=[folder], initializationOptions=settings)
    uri = uris.from_path(str(tmp_path / "app/Dockerfile"))
    talk.open("FROM node:22\nRUN npm install\n", uri=uri)
    assert [one["message"] for one in talk.diagnostics()] == [
        "rules.npm-ci: a policy locks this rule, so it stays at `error`"
    ]
    while not (found := talk.diagnostics()):
        pass
    assert [(one["code"], one["severity"], one["range"]) for one in found] == [("npm-ci", 1, span(1, 4, 15))]
    context = {"diagnostics": [], "only": ["quickfix"]}
    params = {"textDocument": {"uri": uri}, "range": span(1, 4, 4), "context": context}
    fixes = talk.ask("textDocument/codeAction", params)
    assert fixes[0]["edit"]["changes"][uri] == [{"range": span(1, 8, 15), "newText": "ci"}]
    said = [one["params"]["message"] for one in talk.said if one["method"] == "window/showMessage"]
    assert any("extends: only works in a file" in one for one in said), said
    assert any("invalid settings in `dockwright.toml`" in one for one in said), said
    (tmp_path / "team.toml").write_text(f'profile = "none"\n{RULE.format("hint")}')
    (tmp_path / "app/dockwright.toml").write_text('extends = ["../team.toml"]\n')
    talk.tell("workspace/didChangeConfiguration", {"settings": {"dockwright": {}}})
    change = {"uri": uris.from_path(str(tmp_path / "team.toml")), "type": 2}
    talk.tell("workspace/didChangeWatchedFiles", {"changes": [change]})
    assert talk.diagnostics() == []  # in the settings
    while (found := talk.diagnostics()) and found[0]["severity"] == 1:
        pass
    assert [(one["code"], one["severity"]) for one in found] == [("npm-ci", 4)]
