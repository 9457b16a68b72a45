"""Dockerfiles within other files, through the protocol: served in the places of their file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockwright.lsp import uris
from lsp.talk import REAL, Talk, at, span

COMPOSE = """\
services:
  é🎉: {build: {dockerfile_inline: "FROM alpine:3.20\\nADD x.py /\\n"}}
  web:
    build:
      dockerfile_inline: |
        FROM alpine:3.20 AS one
        ADD gone.py /srv/
        RUN echo "$${HOME}"
        FROM one
"""
HCL = 'target "a" {\n  dockerfile-inline = "FROM a\\nADD x.py /"\n}\n'
JSON = '{"target": {"a": {"dockerfile-inline": "FROM a\\nADD x.py /"}}}'
MARKDOWN = "# X\n\n- y\n\n  ```dockerfile\n  FROM a\n  ADD x.py /\n  ```\n"
FILE = "file:///nowhere/compose.yaml"


@pytest.fixture
def talk() -> Iterator[Talk]:
    with Talk(REAL) as talk:
        yield talk


def codes(found: list[dict[str, Any]], *wanted: str) -> list[tuple[str, Any]]:
    return [(one["code"], one["range"]) for one in found if one.get("code") in wanted]


def actions(talk: Talk, uri: str, place: dict[str, Any], title: str) -> dict[str, Any]:
    asked = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
    (found,) = [one for one in talk.ask("textDocument/codeAction", asked) if one["title"].startswith(title)]
    return found  # type: ignore[no-any-return]


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: list(edit["range"]["start"].values()), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        before = lines[start["line"]].encode("utf-16-le")[: 2 * start["character"]].decode("utf-16-le")
        after = lines[end["line"]].encode("utf-16-le")[2 * end["character"] :].decode("utf-16-le")
        lines[start["line"] : end["line"] + 1] = (before + edit["newText"] + after).split("\n")
    return "\n".join(lines)


def test_findings_and_fixes_stand_in_the_file(talk: Talk) -> None:
    talk.start()
    talk.open(COMPOSE, FILE, "dockercompose")
    found = codes(talk.diagnostics(), "DL3020")
    assert found == [("DL3020", span(1, 54, 57)), ("DL3020", span(6, 8, 11))]
    for line, first in ((1, 54), (6, 8)):
        fix = actions(talk, FILE, span(line, first, first), "Replace ADD")
        assert fix["diagnostics"][0]["range"] == span(line, first, first + 3)
        rows = COMPOSE.split("\n")
        rows[line] = rows[line].replace("ADD", "COPY")
        assert applied(COMPOSE, fix["edit"]["changes"][FILE]) == "\n".join(rows)


def test_comments_are_put_above_instructions(talk: Talk) -> None:
    talk.start()
    talk.open(COMPOSE, FILE, "dockercompose")
    for line, first, written in (
        (1, 54, "3.20\\n# hadolint ignore=DL3020\\nADD"),
        (6, 8, " ignore=DL3020\n        ADD"),
    ):
        edit = actions(talk, FILE, span(line, first, first), "Ignore DL3020 here")["edit"]
        after = applied(COMPOSE, edit["changes"][FILE])
        assert written in after and after.replace("\\n", "\n        ").count("\n        # hadolint") == 1


def test_hover_completion_navigation_and_rename(talk: Talk) -> None:
    talk.start()
    talk.open(COMPOSE, FILE, "yaml")
    shown = talk.hover(6, 9, FILE)
    assert shown["range"] == span(6, 8, 11) and "ADD" in shown["contents"]["value"]
    assert talk.hover(1, 55, FILE)["range"] == span(1, 54, 57)
    assert talk.hover(0, 3, FILE) is None
    items = talk.ask("textDocument/completion", at(8, 13, FILE))["items"]
    (one,) = [item for item in items if item["label"] == "one"]
    assert one["textEdit"] == {"range": span(8, 13, 13), "newText": "one"}
    (found,) = talk.ask("textDocument/definition", at(8, 14, FILE))
    assert found == {"uri": FILE, "range": span(5, 28, 31)}
    edits = talk.ask("textDocument/rename", {**at(8, 14, FILE), "newName": "two"})["changes"][FILE]
    expected = COMPOSE.replace("AS one", "AS two").replace("FROM one", "FROM two")
    assert applied(COMPOSE, edits) == expected
    assert not (talk.ask("textDocument/completion", at(0, 3, FILE)) or {}).get("items")


def test_edits_of_the_file_are_followed(talk: Talk) -> None:
    talk.start()
    talk.open(COMPOSE, FILE, "dockercompose")
    assert len(codes(talk.diagnostics(), "DL3020")) == 2
    talk.edit(2, {"range": span(0, 0, 0), "text": "# x\n"}, uri=FILE)
    assert codes(talk.diagnostics(), "DL3020") == [("DL3020", span(2, 54, 57)), ("DL3020", span(7, 8, 11))]
    talk.edit(3, {"range": span(7, 8, 11), "text": "COPY"}, uri=FILE)
    assert codes(talk.diagnostics(), "DL3020") == [("DL3020", span(2, 54, 57))]
    talk.edit(4, {"range": span(2, 43, 54), "text": "$X "}, uri=FILE)
    (said,) = [one for one in talk.diagnostics() if "code" not in one]
    assert "of service `é🎉` is not checked: Compose replaces `$X`" in said["message"]
    assert said["range"]["start"] == {"line": 2, "character": 43}
    talk.edit(5, {"text": "services: {}\n"}, uri=FILE)
    assert talk.diagnostics() == []


@pytest.mark.parametrize(
    ("setting", "uri", "language", "text", "place"),
    [
        ("compose", FILE, "dockercompose", COMPOSE, None),
        ("bake", "file:///n/docker-bake.hcl", "dockerbake", HCL, span(1, 31, 34)),
        ("bake", "file:///n/docker-bake.json", "json", JSON, span(0, 48, 51)),
        ("markdown", "file:///n/README.md", "markdown", MARKDOWN, span(6, 2, 5)),
    ],
)
def test_each_kind_can_be_switched_off(
    talk: Talk, setting: str, uri: str, language: str, text: str, place: Any
) -> None:
    talk.start()
    talk.open(text, uri, language)
    found = codes(talk.diagnostics(), "DL3020")
    assert [where for _, where in found] == [place] if place else found
    talk.tell("workspace/didChangeConfiguration", {"settings": {"dockwright": {"inline": {setting: False}}}})
    assert talk.diagnostics() == []
    assert talk.ask("textDocument/hover", at(6, 9, uri)) is None


UNTIDY = """\
services:
  a: {build: {dockerfile_inline: "from  alpine:3.20\\nRUN  echo $$x"}}
  b:
    build:
      dockerfile_inline: |
        FROM   alpine:3.20

        # fine
        RUN a && \\
         echo $$x
"""


def test_formatting_is_an_action_of_the_place(talk: Talk) -> None:
    talk.start()
    talk.open(UNTIDY, FILE, "dockercompose")
    tidy = UNTIDY
    for line, first in ((1, 40), (8, 10)):
        edit = actions(talk, FILE, span(line, first, first), "Format this Dockerfile")["edit"]
        tidy = applied(tidy, edit["changes"][FILE])
    assert tidy == UNTIDY.replace("from  ", "FROM ").replace("FROM   ", "FROM ").replace("RUN  ", "RUN ")
    asked = {"textDocument": {"uri": FILE}, "range": span(0, 0, 0), "context": {"diagnostics": []}}
    assert not talk.ask("textDocument/codeAction", asked)


def test_shellcheck_is_asked(talk: Talk) -> None:
    talk.start()
    talk.open(UNTIDY, FILE, "dockercompose")
    while len(found := codes(talk.diagnostics(), "SC2086")) < 2:
        pass
    assert found == [("SC2086", span(1, 63, 66)), ("SC2086", span(9, 14, 17))]
    talk.edit(2, {"range": span(9, 14, 17), "text": '"$$x"'}, uri=FILE)
    while len(codes(talk.diagnostics(), "SC2086")) > 1:
        pass


def test_the_context_of_the_build_is_known(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "x.py").write_text("")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    uri = uris.from_path(str(tmp_path / "compose.yaml"))
    talk.open(COMPOSE, uri, "dockercompose")
    while not (found := codes(talk.diagnostics(), "source-not-found")):
        pass
    assert found == [("source-not-found", span(6, 12, 19))]
    (tmp_path / "gone.py").write_text("")
    change = {"uri": uris.from_path(str(tmp_path / "gone.py")), "type": 1}
    talk.tell("workspace/didChangeWatchedFiles", {"changes": [change]})
    assert codes(talk.diagnostics(), "source-not-found") == []
