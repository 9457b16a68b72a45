"""What it costs to find the contexts of many open documents."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dockwright.config import Config
from dockwright.lsp import uris
from dockwright.lsp.client import Client
from dockwright.lsp.contexts import Contexts
from dockwright.lsp.document import Document
from lsp.talk import REAL, Talk


def test_the_last_of_many_documents_costs_what_the_first_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = 0
    resolve = os.path.realpath

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal resolved
        resolved += 1
        return resolve(*arguments, **named)

    monkeypatch.setattr(os.path, "realpath", counted)
    documents: dict[str, Document] = {}
    hints: list[int] = []
    server = SimpleNamespace(dirty={}, refresh=lambda changed: None, refresh_hints=lambda: hints.append(1), log=print)
    session: Any = SimpleNamespace(documents=documents, server=server, folder=lambda uri: tmp_path.as_uri())

    async def open_all() -> list[int]:
        tasks: list[asyncio.Task[None]] = []
        contexts = Contexts(session, lambda work: tasks.append(asyncio.create_task(work)))
        costs = []
        for number in range(20):
            before = resolved
            uri = (tmp_path / str(number) / "Dockerfile").as_uri()
            documents[uri] = Document(uri, 1, "dockerfile", "FROM alpine\nCOPY a /a\n", Client(), Config())
            contexts.look(documents[uri])
            await asyncio.gather(*tasks)
            assert documents[uri].context is not None
            costs.append(resolved - before)
        return costs

    costs = asyncio.run(open_all())
    assert 0 < costs[-1] <= costs[0]
    assert len(hints) == len(costs), "each file that got its context shows other hints"


def chosen_context(talk: Talk, uri: str) -> tuple[str, bool]:
    """The context that is shown for a document, and whether it is the user's choice."""
    shown = talk.ask("workspace/executeCommand", {"command": "dockwright.showContext", "arguments": [uri]})
    return shown["label"], shown["byChoice"]


def opened_in(talk: Talk, folder: Path) -> str:
    uri = uris.from_path(str(folder / "Dockerfile"))
    (folder / "Dockerfile").write_text("FROM alpine:3.20\nCOPY a /a\n")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(folder)), "name": "it"}])
    talk.open("FROM alpine:3.20\nCOPY a /a\n", uri)
    return uri


def choose(talk: Talk, uri: str, folder: str) -> None:
    asked = {"command": "dockwright.chooseContext", "arguments": [uri, folder]}
    assert talk.ask("workspace/executeCommand", asked)
    assert chosen_context(talk, uri) == (folder, True)


def dropped(talk: Talk) -> str:
    while "no longer selected" not in (said := talk.heard("window/logMessage")["params"]["message"]):
        pass
    return str(said)


def change(talk: Talk, path: Path, kind: int) -> None:
    talk.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uris.from_path(str(path)), "type": kind}]})


def test_a_choice_lasts_as_long_as_a_file_names_it(tmp_path: Path) -> None:
    for place in ("a", "app/a", "web/a"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text("x")
    build = "{{build: {{context: {0}, dockerfile: ../Dockerfile}}}}"
    compose = tmp_path / "compose.yaml"
    compose.write_text(f"services: {{one: {build.format('app')}, two: {build.format('web')}}}\n")
    with Talk(REAL) as talk:
        uri = opened_in(talk, tmp_path)
        choose(talk, uri, "web")
        compose.write_text(f"services: {{two: {build.format('web')}}}\n")
        change(talk, compose, 2)
        assert chosen_context(talk, uri) == ("web", True)
        compose.unlink()
        change(talk, compose, 3)
        assert dropped(talk) == "The build context `web` is no longer selected: no file builds Dockerfile there now"
        assert chosen_context(talk, uri) == (".", False)


def test_a_folder_that_no_file_names_stays_chosen_until_it_is_gone(tmp_path: Path) -> None:
    for place in ("a", "app/a"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text("x")
    with Talk(REAL) as talk:
        uri = opened_in(talk, tmp_path)
        choose(talk, uri, "app")
        (tmp_path / "b").write_text("x")
        change(talk, tmp_path / "b", 1)
        assert chosen_context(talk, uri) == ("app", True)
        (tmp_path / "app" / "a").unlink()
        change(talk, tmp_path / "app" / "a", 3)
        assert dropped(talk) == "The build context `app` is no longer selected: `app` no longer contains files"
        assert chosen_context(talk, uri) == (".", False)


def test_an_ignore_file_alone_shows_its_context(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    for path, text in {"api/a.py": "12345", "api/a.log": "1", "b.py": "1", "api/.dockerignore": "*.log\n"}.items():
        (tmp_path / path).write_text(text)
    uri = uris.from_path(str(tmp_path / "api" / ".dockerignore"))
    hints = {"workspace": {"inlayHint": {"refreshSupport": True}}}
    with Talk(REAL) as talk:
        talk.start(hints, workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
        talk.open("*.py\n", uri, "dockerignore")
        shown = talk.ask("workspace/executeCommand", {"command": "dockwright.showContext", "arguments": [uri]})
        assert (shown["label"], shown["ignoreFile"]) == ("api", "api/.dockerignore")
        talk.reply(talk.heard("workspace/inlayHint/refresh"), None)
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}
        (hint,) = talk.ask("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": whole})
        assert hint["label"] == "(1 file, 5 bytes)"


def test_lenses_are_asked_for_again_once_it_is_known_who_builds_a_stage(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {web: {build: {context: ., target: a}}}\n")
    uri = uris.from_path(str(tmp_path / "Dockerfile"))
    refreshes = {"workspace": {"codeLens": {"refreshSupport": True}}}
    with Talk(REAL) as talk:
        talk.start(refreshes, workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
        talk.open("FROM alpine:3.20 AS a\nFROM alpine:3.20\n", uri)
        talk.reply(talk.heard("workspace/codeLens/refresh"), None)
        lenses = talk.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
        assert "Built by compose.yaml: web" in [lens["command"]["title"] for lens in lenses]
