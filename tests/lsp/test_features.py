"""Features through the protocol: what the editor gets, in its own units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dockwright.lsp import uris
from lsp.talk import REAL, URI, Talk, at, span


@pytest.fixture
def talk() -> Iterator[Talk]:
    with Talk(REAL) as talk:
        yield talk


def test_names_of_stages(talk: Talk) -> None:
    talk.start()
    talk.open("FROM a AS one\nRUN 🎉\n\nFROM one\nCOPY 🎉 b\n")
    assert [place["range"] for place in talk.ask("textDocument/definition", at(3, 6))] == [span(0, 10, 13)]
    params = {**at(3, 6), "context": {"includeDeclaration": False}}
    assert [place["range"] for place in talk.ask("textDocument/references", params)] == [span(3, 5, 8)]
    kinds = [found["kind"] for found in talk.ask("textDocument/documentHighlight", at(0, 11))]
    assert kinds == [3, 2]
    assert talk.ask("textDocument/prepareRename", at(3, 6)) == {"range": span(3, 5, 8), "placeholder": "one"}
    edits = talk.ask("textDocument/rename", {**at(3, 6), "newName": "two"})["changes"][URI]
    assert [edit["range"]["start"]["line"] for edit in edits] == [0, 3]
    code, message = talk.error("textDocument/rename", {**at(3, 6), "newName": "1"})
    assert code == -32803 and "Invalid stage name" in message


def test_what_brought_a_file_into_the_image(talk: Talk) -> None:
    talk.start()
    talk.open('FROM debian:12\nCOPY app.py /a/\nUSER nobody\nCMD ["/a/app.py"]\n')
    assert [place["range"] for place in talk.ask("textDocument/definition", at(3, 8))] == [span(1, 0, 15)]
    assert talk.ask("textDocument/hover", at(3, 8))["contents"]["value"].startswith(
        "`/a/app.py`: from `COPY app.py /a/`"
    )
    assert "`nobody` (65534)" in talk.ask("textDocument/hover", at(2, 6))["contents"]["value"]
    assert not talk.ask("textDocument/definition", at(2, 6))
    assert talk.ask("textDocument/definition", at(3, 1)) in (None, [])


def test_outline_as_tree_and_as_list(talk: Talk) -> None:
    talk.start({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}})
    talk.open("FROM a AS one\nRUN x\n")
    (stage,) = talk.ask("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    assert (stage["name"], stage["children"][0]["name"]) == ("FROM a AS one", "RUN x")
    with Talk(REAL) as other:
        other.start()
        other.open("FROM a AS one\nRUN x\n")
        found = other.ask("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
        found = [(symbol["name"], symbol.get("containerName")) for symbol in found]
        assert found == [("FROM a AS one", None), ("RUN x", "FROM a AS one")]


def test_shape_of_a_document(talk: Talk) -> None:
    talk.start()
    talk.open("FROM alpine AS 🎉\nRUN a \\\n  b\n")
    place = {"textDocument": {"uri": URI}}
    folds = talk.ask("textDocument/foldingRange", place)
    assert [(fold["startLine"], fold["endLine"]) for fold in folds] == [(0, 2), (1, 2)]
    (link,) = talk.ask("textDocument/documentLink", place)
    assert link == {"range": span(0, 5, 11), "target": "https://hub.docker.com/_/alpine"}
    (chain,) = talk.ask("textDocument/selectionRange", {**place, "positions": [{"line": 0, "character": 6}]})
    assert chain["range"] == span(0, 5, 11) and chain["parent"]["range"] == span(0, 5, 17)


def test_semantic_tokens_and_what_changed(talk: Talk) -> None:
    talk.start()
    talk.open("FROM a\n🎉\nRUN x\n")
    place = {"textDocument": {"uri": URI}}
    first = talk.ask("textDocument/semanticTokens/full", place)
    talk.edit(2, {"range": span(0, 0, 0), "text": "ARG V\n"})
    asked = {**place, "previousResultId": first["resultId"]}
    delta = talk.ask("textDocument/semanticTokens/full/delta", asked)
    data = list(first["data"])
    for edit in delta["edits"]:
        data[edit["start"] : edit["start"] + edit["deleteCount"]] = edit["data"]
    assert data == talk.ask("textDocument/semanticTokens/full", place)["data"]
    assert "data" in talk.ask("textDocument/semanticTokens/full/delta", asked)
    assert talk.ask("textDocument/semanticTokens/range", {**place, "range": span(0, 0, 5)})["data"][:5] == data[:5]


def test_signature_help(talk: Talk) -> None:
    talk.start()
    talk.open("COPY a \n")
    found = talk.ask("textDocument/signatureHelp", at(0, 7))
    form = found["signatures"][found["activeSignature"]]
    assert form["parameters"][found["activeParameter"]]["label"] == "destination"
    assert talk.ask("textDocument/signatureHelp", at(0, 2)) is None


def test_hints_lenses_and_linked_editing(talk: Talk) -> None:
    talk.start()
    talk.open("FROM scratch AS x\nFROM x\nCOPY 🎉 b\n")
    place = {"textDocument": {"uri": URI}}
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
    hints = talk.ask("textDocument/inlayHint", {**place, "range": everything})
    assert [(hint["label"], hint["position"]["character"]) for hint in hints] == [("(scratch)", 6), ("= /b", 9)]
    first, _ = talk.ask("textDocument/codeLens", place)
    assert first["command"]["title"] == "Used by stage 1"
    linked = talk.ask("textDocument/linkedEditingRange", at(0, 16))
    assert linked["ranges"] == [span(0, 16, 17), span(1, 5, 6)]


def test_stages_of_the_workspace(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM a AS closed\n")
    (tmp_path / "web.Dockerfile").write_text("FROM a AS stale\n")
    (tmp_path / "other.txt").write_text("FROM a AS nothing\n")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    talk.open("FROM a AS edited\n", uris.from_path(str(tmp_path / "web.Dockerfile")))
    found = talk.ask("workspace/symbol", {"query": ""})
    assert [(symbol["name"], symbol["containerName"]) for symbol in found] == [
        ("edited", "web.Dockerfile"),
        ("closed", "Dockerfile"),
    ]
    assert found[1]["location"] == {"uri": uris.from_path(str(tmp_path / "Dockerfile")), "range": span(0, 10, 16)}
    (tmp_path / "Dockerfile").write_text("FROM a AS changed_on_disk\n")
    assert [symbol["name"] for symbol in talk.ask("workspace/symbol", {"query": "cdisk"})] == ["changed_on_disk"]


def test_shellcheck_reports_in_the_background_and_after_an_edit(talk: Talk) -> None:
    talk.start()
    talk.open("FROM alpine:3.20\nRUN echo 🎉 $x\n")
    while not (found := [item for item in talk.diagnostics() if item["code"] == "SC2086"]):
        pass
    assert found[0]["range"] == span(1, 12, 14)
    assert found[0]["codeDescription"]["href"] == "https://www.shellcheck.net/wiki/SC2086"
    talk.edit(2, {"range": span(1, 12, 14), "text": '"$x"'})
    while any(item["code"] == "SC2086" for item in talk.diagnostics()):
        pass


KATE_22 = {
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}}}
    }
}


TEMPLATE = "FROM alpine:{{ version }}\nADD a.py /\n"


@pytest.mark.parametrize(
    ("name", "text", "checked"),
    [
        ("Dockerfile", "FROM alpine:3.20\nADD a.py /\n", True),
        ("Dockerfile.dev", "FROM alpine:3.20\nADD a.py /\n", True),
        ("Dockerfile.tsx", "FROM alpine:3.20\nADD a.py /\n", False),
        ("dockerfile.mdx", "# Dockerfiles\n\nADD a.py /\n", False),
        ("notes.txt", "FROM alpine:3.20\nADD a.py /\n", True),
        ("Dockerfile", TEMPLATE, False),
        ("Dockerfile.j2", TEMPLATE, False),
        ("Dockerfile", "<html>\nADD a.py /\n", False),
        ("Dockerfile", "ARG A\nADD a.py /\n", True),
        ("Dockerfile", "FROM alpine:3.20\nADD a.py /\nRUN docker inspect -f '{{.Id}}' a@b\n", True),
    ],
)
def test_what_an_editor_only_calls_a_dockerfile_is_left_alone(talk: Talk, name: str, text: str, checked: bool) -> None:
    talk.start({"textDocument": {"diagnostic": {}, "codeAction": {"codeActionLiteralSupport": {}}}})
    uri = f"file:///w/{name}"
    talk.open(text.replace("ADD a.py", "add a.py"), uri=uri)
    document = {"textDocument": {"uri": uri}}
    found = talk.ask("textDocument/diagnostic", document)["items"]
    formatted = talk.ask("textDocument/formatting", {**document, "options": {"tabSize": 4, "insertSpaces": True}})
    place = {**document, "range": span(1, 0, 3), "context": {"diagnostics": []}}
    actions = talk.ask("textDocument/codeAction", place)
    assert (bool(found), bool(formatted), bool(actions)) == (checked, checked, checked)


def test_a_file_that_becomes_a_template_is_left_alone_from_then_on(talk: Talk) -> None:
    talk.start({"textDocument": {"diagnostic": {}}})
    talk.open(TEMPLATE.replace("{{ version }}", "3.20"))
    document = {"textDocument": {"uri": URI}}
    assert talk.ask("textDocument/diagnostic", document)["items"]
    talk.edit(2, {"text": TEMPLATE})
    assert talk.ask("textDocument/diagnostic", document)["items"] == []


def test_kate_22_replaces_words_and_applies_every_fix(talk: Talk) -> None:
    talk.start(KATE_22)
    talk.open("FROM alpine:3.20\nADD app.py /srv/\nCOPY --fro")
    items = {item["label"]: item for item in talk.ask("textDocument/completion", at(2, 10))["items"]}
    assert (items["--from="]["insertText"], items["--from="].get("textEdit")) == ("from=", None)
    range_ = {"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 10}}
    problem = {"range": span(1, 0, 3), "code": "DL3020", "message": ""}
    params = {"textDocument": {"uri": URI}, "range": range_, "context": {"diagnostics": [problem]}}
    (fix,) = talk.ask("textDocument/codeAction", params)
    assert fix["title"] == "Replace ADD with COPY"
    everything = talk.ask("textDocument/codeAction", {**params, "context": {"diagnostics": []}})
    assert "Ignore DL3020 here" in [action["title"] for action in everything]


@pytest.mark.parametrize("answer", [{"title": "Rename"}, {"title": "Cancel"}, None])
def test_a_variable_of_the_environment_is_renamed_if_the_author_agrees(talk: Talk, answer: object) -> None:
    talk.start()
    talk.open("FROM a\nENV LEVEL=1\nRUN echo $LEVEL\n")
    identity = talk.begin("textDocument/rename", {**at(1, 5), "newName": "DEPTH"})
    asked = talk.heard("window/showMessageRequest")
    assert "LEVEL is in the environment" in asked["params"]["message"]
    talk.reply(asked, answer)
    found = talk.answer(identity)
    if answer == {"title": "Rename"}:
        assert [edit["newText"] for edit in found["result"]["changes"][URI]] == ["DEPTH", "DEPTH"]
    else:
        assert "not renamed" in found["error"]["message"]


def test_an_arg_is_renamed_without_a_question(talk: Talk) -> None:
    talk.start()
    talk.open("FROM a\nARG LEVEL=1\nRUN echo $LEVEL\n")
    edits = talk.ask("textDocument/rename", {**at(1, 5), "newName": "DEPTH"})["changes"][URI]
    assert len(edits) == 2


def test_a_letter_that_may_end_a_line_of_an_ignore_file_opens_no_list(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("x")
    (tmp_path / "Dockerfile").write_text("FROM a\n")
    talk.start(workspaceFolders=[{"uri": uris.from_path(str(tmp_path)), "name": "it"}])
    uri = uris.from_path(str(tmp_path / ".dockerignore"))
    talk.open("docs/\n", uri, "dockerignore")

    def offered(**context: object) -> list[str]:
        found = talk.ask("textDocument/completion", {**at(0, 5, uri), "context": context})
        return [item["label"] for item in found["items"]] if found else []

    while not (asked_for := offered(triggerKind=1)):
        pass  # the folder is read in the background
    assert asked_for == ["a.md"] and offered(triggerKind=2, triggerCharacter="/") == []
