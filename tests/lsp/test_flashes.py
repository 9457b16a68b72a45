"""Files typed letter by letter without a rest: nothing is shown on the way that is not there in the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from dockwright.config import Config
from dockwright.lsp import diagnostics
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from lsp.talk import REAL, URI, Talk, span
from shared import SHARED

SAMPLES = sorted((Path(__file__).parents[1] / "syntax" / "samples").glob("*.Dockerfile"))
CORPUS = [
    path
    for path in (sorted((SHARED / "corpus").glob("*.Dockerfile"))[::60] if SHARED else [])
    if path.stat().st_size < 2000
]
NAGS = """\
FROM ubuntu:22.04 AS build
ARG VERSION
SHELL ["/bin/bash", "-c"]
ENV X=${VERSION:-1}
RUN apt-get update
RUN apt-get install -y --no-install-recommends curl=8 && rm -rf /var/lib/apt/lists/*
RUN ["sh", "-c", "true"]
RUN cd /x && make
FROM alpine@sha256:0123456789012345678901234567890123456789012345678901234567890123
COPY --from=build --chown=1:1 /x /y
HEALTHCHECK CMD ["true"]
USER me
CMD ["a", "b"]
"""


def found(document: Document) -> set[tuple[str, str]]:
    items = json.loads(orjson.dumps(diagnostics.items(document)))
    return {(item["code"], item["message"]) for item in items}


def typed(document: Document, text: str, line: int = 0) -> Iterator[set[tuple[str, str]]]:
    """What is shown after each letter that is typed, from the start of a line on."""
    column = 0
    for letter in text:
        place = span(line, column, column)
        document.change(document.version + 1, [{"range": place, "text": letter}])
        line, column = (line + 1, 0) if letter == "\n" else (line, column + len(letter.encode("utf-16-le")) // 2)
        yield found(document)


def flashes(before: str, line: int, text: str, client: Client | None = None) -> set[tuple[str, str]]:
    """What is shown while a text is typed in a line, but neither before nor after a rest."""
    document = Document(URI, 1, "dockerfile", before, client or Client(), Config())
    at_first = found(document)
    shown: set[tuple[str, str]] = set().union(*typed(document, text, line))
    document.moved_on()
    return shown - found(document) - at_first


@pytest.mark.parametrize("path", [*SAMPLES, *CORPUS], ids=lambda path: path.name)
def test_no_finding_flashes_while_a_real_file_is_typed(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    assert flashes("", 0, text[:1500].rpartition("\n")[0]) == set()


@pytest.mark.parametrize("path", [*SAMPLES, *CORPUS[::3]], ids=lambda path: path.name)
def test_no_finding_flashes_while_a_line_of_a_real_file_is_typed(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    lines = text[:1000].split("\n")[:-1]
    for number, line in list(enumerate(lines))[::2]:
        rest = "\n".join([*lines[:number], "", *lines[number + 1 :]])
        assert flashes(rest, number, line) == set(), line


def test_no_finding_flashes_in_what_used_to_nag() -> None:
    assert flashes("", 0, NAGS) == set()
    assert flashes("", 0, NAGS, Client(pulls_diagnostics=True)), "who cannot be told later is told at once"


@pytest.fixture
def talk() -> Iterator[Talk]:
    with Talk(REAL) as talk:
        yield talk


def talk_anew(line: str) -> list[dict[str, Any]]:
    document = Document(URI, 1, "dockerfile", f"FROM alpine:3.20\n{line}", Client(), Config())
    made: list[dict[str, Any]] = json.loads(orjson.dumps(diagnostics.items(document)))
    return made


def type_into(talk: Talk, text: str) -> None:
    for column, letter in enumerate(text):
        talk.edit(column + 2, {"range": span(1, column, column), "text": letter})


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("RUN cd /tmp", "effect-ends-with-run"),
        ("RUN apt", "package-manager-missing"),
        ("ARG V", "unused-arg"),
        ("ENV X=${A:", "unreadable-word"),
        ('CMD ["a",', "invalid-json-form"),
    ],
)
def test_what_waits_is_pushed_after_a_rest(talk: Talk, line: str, code: str) -> None:
    talk.start(initializationOptions={"shellcheck": {"enable": False}})
    talk.open("FROM alpine:3.20\n")
    assert talk.diagnostics() == []
    type_into(talk, line)
    while not (first := talk.diagnostics()):
        pass
    assert code in [one["code"] for one in first], "nothing is said before all is"
    assert first == talk_anew(line)


def test_a_client_that_pulls_is_told_to_after_a_rest(talk: Talk) -> None:
    talk.start({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}})
    talk.open("FROM alpine:3.20\n")
    asked = {"textDocument": {"uri": URI}}
    assert talk.ask("textDocument/diagnostic", asked)["items"] == []
    type_into(talk, "RUN cd /tmp")
    first = talk.ask("textDocument/diagnostic", asked)
    assert first["items"] == []
    talk.reply(talk.heard("workspace/diagnostic/refresh"), None)
    again = talk.ask("textDocument/diagnostic", {**asked, "previousResultId": first["resultId"]})
    assert [one["code"] for one in again["items"]] == ["effect-ends-with-run"]
    talk.edit(20, {"range": span(1, 9, 9), "text": "y"})
    kept = talk.ask("textDocument/diagnostic", asked)["items"]
    assert [one["code"] for one in kept] == ["effect-ends-with-run"], "what is shown stays while it holds"


def test_all_is_fixed_that_can_be_also_where_somebody_types(talk: Talk) -> None:
    talk.start()
    talk.open("FROM alpine:3.20\n")
    type_into(talk, "ADD a.py /srv/")
    context = {"diagnostics": [], "only": ["source.fixAll"]}
    (action,) = talk.ask(
        "textDocument/codeAction", {"textDocument": {"uri": URI}, "range": span(1, 0, 0), "context": context}
    )
    assert action["edit"]["changes"][URI] == [{"range": span(1, 0, 14), "newText": "COPY a.py /srv/"}]


def pushed_until(talk: Talk, code: str) -> list[list[str]]:
    """The codes of what is pushed, up to what has a code."""
    found: list[list[str]] = []
    while not found or code not in found[-1]:
        found.append([one["code"] for one in talk.diagnostics()])
    return found


def test_a_menu_that_is_opened_offers_the_fix_of_what_is_not_shown_yet(talk: Talk) -> None:
    talk.start({"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}})
    talk.open("FROM alpine:3.20\n")
    type_into(talk, "WROKDIR /app")
    by_itself, by_hand = (
        talk.ask(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": URI},
                "range": span(1, 12, 12),
                "context": {"diagnostics": [], "triggerKind": kind},
            },
        )
        for kind in (2, 1)
    )
    assert "Change to WORKDIR" not in [one["title"] for one in by_itself or ()]
    assert "Change to WORKDIR" in [one["title"] for one in by_hand]


def test_a_pause_brings_what_is_elsewhere_and_a_longer_one_what_is_at_the_cursor(talk: Talk) -> None:
    talk.start(initializationOptions={"shellcheck": {"enable": False}})
    talk.open("FROM alpine:3.20\nWORK /x\nCMD")
    assert len(talk.diagnostics()) > 0
    talk.edit(2, {"range": span(1, 4, 4), "text": "D"})
    talk.edit(3, {"range": span(2, 3, 3), "text": "Q"})
    talk.said.clear()
    at_pause, in_the_end = pushed_until(talk, "unknown-instruction"), []
    assert "CMDQ" not in str(at_pause)
    while not any("CMDQ" in one["message"] for one in in_the_end):
        in_the_end = talk.diagnostics()


def test_saving_or_another_line_brings_what_is_at_the_cursor(talk: Talk) -> None:
    talk.start(initializationOptions={"shellcheck": {"enable": False}})
    talk.open("FROM alpine:3.20\n\n")
    for version, leave in ((2, "save"), (9, "line")):
        talk.edit(version, {"range": span(1, 0, 0), "text": "Q"})
        talk.edit(version + 1, {"range": span(1, 1, 1), "text": "Z"})
        if leave == "save":
            talk.tell("textDocument/didSave", {"textDocument": {"uri": URI}})
        else:
            talk.ask(
                "textDocument/documentHighlight",
                {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}},
            )
        assert any("QZ" in one["message"] for one in iter_until_said(talk))
        talk.edit(version + 2, {"range": span(1, 0, 2), "text": ""})


def iter_until_said(talk: Talk) -> list[dict[str, Any]]:
    while not (found := talk.diagnostics()):
        pass
    return found
