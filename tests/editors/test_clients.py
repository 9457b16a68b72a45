"""Whole conversations as editors hold them that no test can start, with the real server.

The command and the settings are those that docs/editors.md tells their users to write. The facts in `clients/*.json`
were read in the editors' sources: what `initialize` declares, whether problems are pulled, actions resolved, and so on.
"""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from dockwright.lsp import uris
from editors import page
from editors.tools import HERE, ROOT
from lsp.talk import Talk, at, span

CLIENTS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (HERE / "clients").glob("*.json")}
TEXT = """\
FROM alpine:3.20 AS build
ADD app.py /srv/
LABEL title=🐳 \\
  other=x
FROM alpine:3.20
COPY --from=build /srv /srv
"""


def told(name: str) -> tuple[list[str], Any]:
    """The command and the settings that the page tells the users of an editor to write."""
    if name == "jetbrains":
        (line,) = page.blocks("JetBrains", "sh")
        template = json.loads((ROOT / "editors" / "lsp4ij" / "template.json").read_text(encoding="utf-8"))
        assert template["programArgs"]["default"] == line.strip(), "the page and the template name one command"
        return shlex.split(line), json.loads(
            (ROOT / "editors" / "lsp4ij" / "settings.json").read_text(encoding="utf-8")
        )
    written = page.settings(CLIENTS[name]["section"])
    if name == "zed":
        (server,) = written["lsp"].values()
        return [server["binary"]["path"], *server["binary"]["arguments"]], {}
    (server,) = written["clients"].values()
    return server["command"], server["settings"]


class Editor:
    """One of these editors at the other end of the server."""

    def __init__(self, name: str, talk: Talk, folder: Path) -> None:
        self.facts, self.talk = CLIENTS[name], talk
        self.settings = told(name)[1]
        self.uri = uris.from_path(str(folder / "Dockerfile"))
        self.version = 1
        self.text = TEXT
        (folder / "app.py").write_text("pass\n", encoding="utf-8")
        (folder / "Dockerfile").write_text(TEXT, encoding="utf-8")
        root = uris.from_path(str(folder))
        about = {"clientInfo": self.facts["client"]} if "client" in self.facts else {}
        self.abilities = talk.start(
            self.facts["capabilities"], rootUri=root, workspaceFolders=[{"uri": root, "name": folder.name}], **about
        )
        if "didChangeConfiguration" in self.facts["told"]:
            talk.tell("workspace/didChangeConfiguration", {"settings": self.settings})
        if self.facts["capabilities"]["workspace"].get("configuration"):
            asked = talk.heard("workspace/configuration")
            sections = [item["section"] for item in asked["params"]["items"]]
            answers = [self.settings.get(section) if self.facts["told"] else None for section in sections]
            talk.reply(asked, answers)
        talk.open(TEXT, self.uri, self.facts["language"])

    def at(self, line: int, character: int) -> dict[str, Any]:
        return at(line, character, self.uri)

    def problems(self) -> list[dict[str, Any]]:
        """What the editor underlines, got in the way in which it gets it."""
        if self.facts["pulls"]:
            report = self.talk.ask("textDocument/diagnostic", {"textDocument": {"uri": self.uri}})
            return report["items"]  # type: ignore[no-any-return]
        message = self.talk.heard("textDocument/publishDiagnostics")
        assert message["params"]["uri"] == self.uri
        return message["params"]["diagnostics"]  # type: ignore[no-any-return]

    def actions(self, problem: dict[str, Any]) -> list[dict[str, Any]]:
        params = {
            "textDocument": {"uri": self.uri},
            "range": problem["range"],
            "context": {"diagnostics": [problem], "triggerKind": 1},
        }
        return self.talk.ask("textDocument/codeAction", params)  # type: ignore[no-any-return]

    def apply(self, action: dict[str, Any]) -> None:
        """Resolve an action if it came without its edits, and make them."""
        if "edit" not in action:
            action = self.talk.ask("codeAction/resolve", action)
        self.change(action["edit"])

    def change(self, edit: dict[str, Any]) -> None:
        """Make the edits of one document, as its lines are, last first."""
        abilities = self.facts["capabilities"]["workspace"]["workspaceEdit"]
        assert abilities["documentChanges"]
        assert "changes" not in edit
        assert "changeAnnotations" not in edit, "none of these clients can show annotations"
        (change,) = edit["documentChanges"]
        assert change["textDocument"] == {"uri": self.uri, "version": self.version}
        lines = self.text.split("\n")
        for one in sorted(change["edits"], key=lambda one: tuple(one["range"]["start"].values()), reverse=True):
            assert "newText" in one, "snippets in edits are for editors that can"
            start, end = one["range"]["start"], one["range"]["end"]
            before = utf16(lines[start["line"]], 0, start["character"])
            after = utf16(lines[end["line"]], end["character"], None)
            lines[start["line"] : end["line"] + 1] = (before + one["newText"] + after).split("\n")
        self.text = "\n".join(lines)
        self.version += 1
        self.talk.edit(self.version, {"text": self.text}, uri=self.uri)


def utf16(line: str, start: int, end: int | None) -> str:
    """A part of a line, counted in the units that these editors count in."""
    raw = line.encode("utf-16-le")
    return raw[2 * start : None if end is None else 2 * end].decode("utf-16-le")


@pytest.mark.parametrize("name", sorted(CLIENTS))
def test_conversation(name: str, tmp_path: Path) -> None:
    command, settings = told(name)
    assert command[0] == "dockwright"
    with Talk([sys.executable, "-m", *command]) as talk:
        editor = Editor(name, talk, tmp_path)
        assert editor.abilities["positionEncoding"] == "utf-16"
        (add,) = [found for found in editor.problems() if found["code"] == "DL3020"]
        expected = {"warning": 2}[settings["dockwright"]["rules"]["DL3020"]] if settings else 3
        assert (add["range"], add["severity"]) == (span(1, 0, 3), expected)

        hover = talk.ask("textDocument/hover", editor.at(1, 1))
        assert hover["contents"]["kind"] == "markdown"
        assert hover["contents"]["value"].startswith("**ADD**")

        items = {item["label"]: item for item in talk.ask("textDocument/completion", editor.at(5, 5))["items"]}
        item = talk.ask("completionItem/resolve", items["--from="])
        assert item["documentation"]["kind"] == "markdown"
        signature = talk.ask("textDocument/signatureHelp", editor.at(5, 20))
        assert signature["signatures"]
        symbols = talk.ask("textDocument/documentSymbol", {"textDocument": {"uri": editor.uri}})
        assert symbols[0]["name"].endswith(" AS build")
        place = talk.ask("textDocument/definition", editor.at(5, 13))[0]
        assert place.get("targetSelectionRange", place.get("range")) == span(0, 20, 25)

        fixes = {action["title"]: action for action in editor.actions(add)}
        kinds = editor.facts["capabilities"]["textDocument"]["codeAction"]
        assert all("disabled" not in action or kinds.get("disabledSupport") for action in fixes.values())
        editor.apply(fixes["Replace ADD with COPY"])
        assert editor.text.splitlines()[1] == "COPY app.py /srv/"
        assert "DL3020" not in {found["code"] for found in editor.problems()}

        assert talk.ask("textDocument/prepareRename", editor.at(0, 22))["placeholder"] == "build"
        editor.change(talk.ask("textDocument/rename", {**editor.at(0, 22), "newName": "builder"}))
        assert editor.text.splitlines()[0].endswith("AS builder")
        assert editor.text.splitlines()[5].startswith("COPY --from=builder ")
        assert talk.end() == 0
