"""Formatting through the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dockwright.lsp import uris
from dockwright.text import Edit, Span, Text, apply
from lsp.talk import REAL, URI, Talk

SOURCE = "FROM  🎉\nRUN  a && \\\n  b \\\n    c\nRUN  d\n"
PLACE = {"textDocument": {"uri": URI}}


@pytest.fixture
def talk() -> Iterator[Talk]:
    with Talk(REAL) as talk:
        yield talk


def applied(source: str, edits: list[dict[str, Any]]) -> str:
    text = Text.of(source)

    def offset(place: dict[str, int]) -> int:
        return text.offset(place["line"], place["character"], "utf-16")

    return apply(
        source,
        [Edit(Span(offset(e["range"]["start"]), offset(e["range"]["end"])), e["newText"]) for e in edits],
    )


def lines(first: int, last: int) -> dict[str, Any]:
    return {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 1}}


def test_document_range_and_ranges(talk: Talk) -> None:
    can = talk.start()
    assert can["documentFormattingProvider"] and can["documentRangeFormattingProvider"] == {"rangesSupport": True}
    talk.open(SOURCE)
    options = {"tabSize": 4, "insertSpaces": True}
    found = talk.ask("textDocument/formatting", {**PLACE, "options": options})
    assert applied(SOURCE, found) == "FROM 🎉\nRUN a && \\\n    b \\\n      c\nRUN d\n"
    assert len(found) == 5, "one edit for each place that changes"
    tabs = {"tabSize": 8, "insertSpaces": False}
    found = talk.ask("textDocument/rangeFormatting", {**PLACE, "range": lines(1, 3), "options": tabs})
    assert applied(SOURCE, found) == "FROM  🎉\nRUN a && \\\n\tb \\\n\t\tc\nRUN  d\n"
    both = [lines(0, 0), lines(4, 4)]
    found = talk.ask("textDocument/rangesFormatting", {**PLACE, "ranges": both, "options": options})
    assert applied(SOURCE, found) == "FROM 🎉\nRUN  a && \\\n  b \\\n    c\nRUN d\n"


@pytest.mark.parametrize(
    ("source", "line", "after"),
    [
        ("FROM a\nRUN b && \\\n", 2, "FROM a\nRUN b && \\\n  "),
        ("FROM a\nRUN b && \\\nc\n", 2, "FROM a\nRUN b && \\\n  c\n"),
        ("FROM a\nRUN b \\\n      c \\\n\nRUN d\n", 3, "FROM a\nRUN b \\\n      c \\\n      \nRUN d\n"),
        ("FROM a\nRUN b \\\n  c\n  \nRUN d\n", 3, "FROM a\nRUN b \\\n  c\n\nRUN d\n"),
        ("FROM a\nRUN echo 'b \\\nc'\n", 2, None),
        ("FROM a\nRUN <<E\n  b \\\n\nE\n", 3, None),
        ("FROM a\n# b \\\n\n", 2, None),
        ("", 0, None),
    ],
)
def test_the_line_after_enter(talk: Talk, source: str, line: int, after: str | None) -> None:
    assert talk.start()["documentOnTypeFormattingProvider"] == {"firstTriggerCharacter": "\n"}
    talk.open(source)
    params = {
        **PLACE,
        "position": {"line": line, "character": 0},
        "ch": "\n",
        "options": {"tabSize": 2, "insertSpaces": True},
    }
    found = talk.ask("textDocument/onTypeFormatting", params)
    assert applied(source, found) == (source if after is None else after)


def test_editorconfig_of_the_workspace_goes_before_the_editor(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / ".editorconfig").write_text("[*]\nindent_style = tab\n")
    file = tmp_path / "Dockerfile"
    file.write_text(SOURCE)
    uri = file.as_uri()
    talk.start(rootUri=tmp_path.as_uri(), workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "x"}])
    assert uris.to_path(uri) == str(file)
    item = {"uri": uri, "languageId": "dockerfile", "version": 1, "text": SOURCE}
    talk.tell("textDocument/didOpen", {"textDocument": item})
    options = {"tabSize": 4, "insertSpaces": True}
    found = talk.ask("textDocument/formatting", {"textDocument": {"uri": uri}, "options": options})
    assert "\n\tb" in applied(SOURCE, found)
