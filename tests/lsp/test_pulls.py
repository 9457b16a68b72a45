"""A request for diagnostics is never answered by an error, and always as a newly opened document would be."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from dockwright.config import Config
from dockwright.lsp import diagnostics
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from dockwright.lsp.server import Server
from dockwright.text import Text
from lsp.talk import REAL, URI, Talk, at
from shared import SHARED

PULLS: dict[str, Any] = {"textDocument": {"diagnostic": {}}}
CORPUS = sorted((SHARED / "corpus").glob("*.Dockerfile")) if SHARED else []
FRESH = "file:///nowhere/other/Dockerfile"

WHOLE = """\
# syntax=docker/dockerfile:1
ARG V=1
FROM Alpine:$V AS Base
RUN apt-get update && \\
    apt-get install curl
COPY --from=later <<EOF /a
text
EOF
FROM base AS later
CMD echo c
"""
TEXTS = [
    "", " ", "#", "\n", "\r\n", "\r", "f", "FROM a", "FROM a\n", "FROM a\r\nRUN cd /x\r\n", "FROM a\rRUN b\r",
    "RUN <<E\n", "RUN <<E\nx\nE\n", "\\\n", "# escape=`\nFROM a\nRUN a `\n b\n",
    "🎉", "\ufeffFROM a\n", "FROM a\nRUN \\",
    WHOLE, WHOLE.replace("\n", "\r\n"), WHOLE.replace("\n", "\r"), WHOLE * 60,
]  # fmt: skip
"""What a document may be replaced by as a whole."""
TYPED = [
    "x",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\\\n",
    "RUN y\n",
    "FROM z\n",
    "#",
    '"',
    "'",
    "<<E",
    "E\n",
    "$",
    "${",
    "🎉",
    "",
    "",
]


@pytest.fixture(scope="module")
def talk() -> Iterator[Talk]:
    """One server for all documents of this module: starting it takes longer than a test."""
    with Talk(REAL) as talk:
        talk.start(PULLS)
        yield talk


def pull(talk: Talk, uri: str = URI) -> list[str]:
    """The diagnostics, in an order of their own."""
    answer = talk.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    return sorted(json.dumps(item, sort_keys=True).replace(uri, "") for item in answer["items"])


def pull_anew(talk: Talk, text: str) -> list[str]:
    """The diagnostics that a newly opened document with this text has."""
    talk.open(text, FRESH)
    found = pull(talk, FRESH)
    talk.tell("textDocument/didClose", {"textDocument": {"uri": FRESH}})
    return found


def whole(text: str) -> dict[str, Any]:
    """The range of all of a text, as an editor sends it that has selected all."""
    end = Text.of(text).position(len(text), "utf-16")
    return {"start": {"line": 0, "character": 0}, "end": {"line": end.line, "character": end.column}}


ASKED = [
    "hover", "completion", "signatureHelp", "definition", "documentHighlight", "foldingRange", "documentSymbol",
    "documentLink", "semanticTokens/full",
]  # fmt: skip


@pytest.mark.parametrize("text", ["f", " ", "#", "FROM a", "FROM a\n", WHOLE, WHOLE * 60, "RUN <<E\nx\n", "\r", "\r\n"])
@pytest.mark.parametrize("empty", ["", " ", "\n"])
def test_a_document_becomes_empty_and_is_written_again(talk: Talk, text: str, empty: str) -> None:
    talk.open(text)
    pull(talk)
    talk.edit(2, {"range": whole(text), "text": empty})
    assert pull(talk) == pull_anew(talk, empty)
    talk.edit(3, {"range": whole(empty), "text": text})
    assert pull(talk) == pull_anew(talk, text), "as undo does"


@pytest.mark.parametrize("seed", range(6))
def test_each_pull_is_that_of_a_fresh_document_and_no_request_fails(talk: Talk, seed: int) -> None:
    pick = random.Random(seed)
    text = pick.choice(TEXTS)
    talk.open(text)
    known = Document(URI, 1, "dockerfile", text, Client(), Config())
    undone: list[str] = []
    for version in range(2, 60):
        before = known.snapshot.text.string
        if pick.random() < 0.4 or len(before) > 3000:
            place, new = whole(before), pick.choice([*TEXTS, "", *undone[-2:]])
        else:
            start = pick.randrange(len(before) + 1)
            end = min(len(before), start + pick.choice((0, 0, 1, 3, 40)))
            first, last = (known.snapshot.text.position(offset, "utf-16") for offset in (start, end))
            place = {
                "start": {"line": first.line, "character": first.column},
                "end": {"line": last.line, "character": last.column},
            }
            new = pick.choice(TYPED)
        undone.append(before)
        known.change(version, [{"range": place, "text": new}])
        talk.edit(version, {"range": place, "text": new})
        if pick.random() < 0.2:
            continue  # an editor may pull later than after each edit
        after = known.snapshot.text.string
        assert pull(talk) == pull_anew(talk, after), (before[-200:], after[-200:])
        method, line = pick.choice(ASKED), pick.randrange(after.count("\n") + 2)
        talk.ask(f"textDocument/{method}", at(line, pick.randrange(12)))


@pytest.mark.skipif(not CORPUS, reason="no corpus here")
def test_real_files_are_deleted_and_come_back(talk: Talk) -> None:
    for path in CORPUS[::200]:
        text = path.read_bytes().decode("utf-8", "replace")
        talk.open(text)
        first = pull(talk)
        for new, old in (("", text), ("F", ""), (text, "F"), ("", text), (text, "")):
            talk.edit(2, {"range": whole(old), "text": new})
            found = pull(talk)
        assert found == first == pull_anew(talk, text), path.name
        talk.tell("textDocument/didClose", {"textDocument": {"uri": URI}})


class _Sent(list[bytes]):
    def send(self, data: bytes) -> None:
        self.append(data)


def test_a_crash_of_what_is_kept_costs_the_time_to_compute_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = _Sent()
    server = Server(sent)  # type: ignore[arg-type]
    document = Document(URI, 1, "dockerfile", "FROM alpine\n", Client(), Config())
    right = orjson.dumps(server.diagnostics(document))
    real = diagnostics._lines_stay

    def crash(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(diagnostics, "_lines_stay", crash)
    assert orjson.dumps(server.diagnostics(document)) == right
    assert b"diagnostics crashed; this is a bug in Dockwright" in sent[0]
    monkeypatch.setattr(diagnostics, "_lines_stay", real)
    monkeypatch.setattr(diagnostics, "_row", crash)
    document.renew()
    assert orjson.dumps(server.diagnostics(document)) == b"[]"
