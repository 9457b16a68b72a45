"""Rules about the build wait for a pause: until then, what they said of the rest of the file stays where it belongs."""

from __future__ import annotations

import json
import random

import orjson
import pytest

from dockwright.config import Config
from dockwright.findings.rule import by_name
from dockwright.ide.snapshot import Snapshot
from dockwright.lsp import diagnostics
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from dockwright.text import Edit, Span
from lsp.talk import URI, span
from lsp.test_typing import BUILT
from shared import SHARED

CORPUS = sorted((SHARED / "corpus").glob("*.Dockerfile"))[7::90] if SHARED else []
LINES = """\
FROM alpine:3.20
# a comment
RUN echo one && mkdir /etc
ENV A=b
LABEL c=d
CMD ["bash"]
"""


def opened(text: str) -> Document:
    document = Document(URI, 1, "dockerfile", text, Client(related_information=True), Config())
    diagnostics.items(document)
    return document


def shown(document: Document) -> dict[str, tuple[int, str]]:
    """The line and the underlined text of each finding, by its code."""
    items = json.loads(orjson.dumps(diagnostics.items(document)))
    lines = document.snapshot.text.string.split("\n")
    found = {}
    for item in items:
        start, end = item["range"]["start"], item["range"]["end"]
        found[item["code"]] = start["line"], lines[start["line"]][start["character"] : end["character"]]
    return found


def key(document: Document, line: int, column: int, letter: str) -> None:
    document.change(document.version + 1, [{"range": span(line, column, column), "text": letter}])


AT_FIRST = {"mkdir-fails": (2, "/etc"), "command-not-installed": (5, '"bash"')}


def test_findings_of_other_lines_stay_while_somebody_types() -> None:
    document = opened(LINES)
    assert shown(document) == AT_FIRST
    key(document, 3, 7, "c")
    assert shown(document) == AT_FIRST


def test_findings_move_with_their_line() -> None:
    document = opened(LINES)
    key(document, 1, 11, "\n")
    assert shown(document) == {"mkdir-fails": (3, "/etc"), "command-not-installed": (6, '"bash"')}


def test_a_finding_in_the_typed_instruction_moves_with_its_word() -> None:
    document = opened(LINES)
    key(document, 2, 10, "x")
    assert shown(document) == AT_FIRST


def test_a_finding_of_the_typed_word_goes_at_once() -> None:
    document = opened(LINES)
    key(document, 2, 26, "x")
    assert shown(document) == {"command-not-installed": (5, '"bash"')}


def test_what_another_instruction_settles_stays_until_a_pause() -> None:
    document = opened(LINES)
    for column, letter in enumerate("RUN apk add --no-cache bash\n"):
        key(document, 1, column, letter)
    assert "command-not-installed" in shown(document)
    assert document.rest()
    assert "command-not-installed" not in shown(document)


def test_what_somebody_pastes_or_fixes_is_looked_at_at_once() -> None:
    document = opened(LINES)
    document.change(2, [{"range": span(1, 0, 11), "text": "RUN apk add --no-cache bash"}])
    assert "command-not-installed" not in shown(document)


@pytest.mark.parametrize(
    "text",
    [BUILT, LINES, *(path.read_bytes().decode("utf-8", "replace") for path in CORPUS)],
    ids=["built", "lines", *(path.name for path in CORPUS)],
)
def test_findings_that_wait_keep_their_text_and_a_pause_brings_the_rest(text: str) -> None:
    pick = random.Random(text)
    snapshot = Snapshot.of(text)
    last: set[tuple[str, str, str]] = set()
    for number in range(60):
        if number % 12 == 0:
            last = said(snapshot, snapshot.report.findings())
            assert last == said(snapshot, Snapshot.of(snapshot.text.string).report.findings())
        place = pick.randrange(len(snapshot.text) + 1)
        gone = pick.choice((0, 0, 0, 1))
        edit = Edit(Span(place, min(place + gone, len(snapshot.text))), pick.choice(("a", " ", "\n", "b", "/")))
        snapshot = snapshot.edited([edit])
        waiting = said(snapshot, [one for one in snapshot.typed_report.findings() if _foresees(one.code)])
        strange = waiting - last
        assert not strange, strange
    snapshot.typed_report  # noqa: B018 - as the last that is asked for before the pause
    assert snapshot.findings == Snapshot.of(snapshot.text.string).findings


def said(snapshot: Snapshot, findings: list) -> set[tuple[str, str, str]]:  # type: ignore[type-arg]
    string = snapshot.text.string
    return {(one.code, one.message, string[one.span.start : one.span.end]) for one in findings}


def _foresees(code: str) -> bool:
    rule = by_name().get(code.lower())
    return rule is not None and rule.scope in ("BuildStep", "BuiltStage")
