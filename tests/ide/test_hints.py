"""Inlay hints, code lenses and linked editing."""

from __future__ import annotations

import pytest

from dockwright.config import Config, InlayHintSettings
from dockwright.context.build_context import Context
from dockwright.context.contents import Contents, Entry
from dockwright.ide.code_lens import lenses
from dockwright.ide.inlay_hints import hints
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.linked_editing import linked
from dockwright.plan.copy_changes import CopyChange, CopyChanges
from dockwright.text import Span
from markers import cursor


def shown(source: str, config: Config | None = None, context: Context | None = None) -> str:
    """The file with its hints in `«»`."""
    out, done = "", 0
    for hint in hints(Snapshot.of(source, config, context=context), Span(0, len(source))):
        out += source[done : hint.offset] + f"«{hint.text}»"
        done = hint.offset
    return out + source[done:]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ARG V=22\nFROM node:$V\n", "ARG V=22\nFROM node:$V«= node:22»\n"),
        ("FROM a AS x\nFROM x\n", "FROM a AS x\nFROM x«(a)»\n"),
        ("FROM a\nFROM b\nCOPY --from=0 /a /b\n", "FROM a«AS 0»\nFROM b\nCOPY --from=0 /a /b\n"),
        (
            "FROM scratch\nWORKDIR /srv\nWORKDIR app\nCOPY a b/\nCOPY a /c\n",
            "FROM scratch\nWORKDIR /srv\nWORKDIR app«= /srv/app»\nCOPY a b/«= /srv/app/b»\nCOPY a /c\n",
        ),
        (
            "FROM scratch\nENV A=/x B=$A/y\nWORKDIR $B\nLABEL l=$C\nRUN echo $A\n",
            "FROM scratch\nENV A=/x B=$A/y«= /y»\nWORKDIR $B«= /y»\nLABEL l=$C«= (empty)»\nRUN echo $A\n",
        ),
        ("FROM debian\nLABEL l=$UNKNOWN\nCOPY a b\n", "FROM debian\nLABEL l=$UNKNOWN\nCOPY a b«= /b»\n"),
        ("FROM unknown/image\nCOPY a b\n", "FROM unknown/image\nCOPY a b\n"),
    ],
)
def test_hints(source: str, expected: str) -> None:
    assert shown(source) == expected


def test_each_kind_has_its_switch() -> None:
    source = "FROM scratch AS x\nENV A=1\nFROM x\nUSER $A\nCOPY a b\n"
    assert shown(source).count("«") == 3
    for kind in ("variables", "stages", "paths"):
        assert shown(source, Config(inlay_hints=InlayHintSettings(**{kind: False}))).count("«") == 2


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (CopyChange(41, 6), "COPY a b«(changed in 41 of 200 commits; 6 steps after it run again)»\n"),
        (CopyChange(1, 1), "COPY a b«(changed in 1 of 200 commits; 1 step after it runs again)»\n"),
        (CopyChange(1, 0), "COPY a b«(changed in 1 of 200 commits)»\n"),
    ],
)
def test_how_often_a_copy_changed_is_shown_at_its_end(change: CopyChange, expected: str) -> None:
    source = "FROM scratch\nCOPY a b \nCOPY other b\n"
    off = {"variables": False, "stages": False, "paths": False, "context": False}
    history = CopyChanges(200, {(0, "COPY a b"): change})

    def told(**settings: bool) -> str:
        snapshot = Snapshot.of(source, Config(inlay_hints=InlayHintSettings(**{**off, **settings})))
        found = hints(snapshot, Span(0, len(source)), history)
        return "".join(f"{source[13 : hint.offset]}«{hint.text}»\n" for hint in found)

    assert told() == expected
    assert told(cache_history=False) == ""


def test_what_a_copy_brings_is_shown_when_the_context_is_sure() -> None:
    contents = Contents("", None, (Entry("src/a", 1500, None), Entry("src/b", 500, None)))
    source = "FROM scratch\nCOPY src /src\n"
    assert "COPY src«(2 files, 2.0 kB)» /src" in shown(source, context=Context(contents, sure=True))
    assert shown(source, context=Context(contents, sure=False)) == source


def test_only_the_range_is_asked() -> None:
    source = "FROM scratch AS x\nFROM x\nCOPY a b\n"
    assert [hint.text for hint in hints(Snapshot.of(source), Span(25, len(source)))] == ["= /b"]


def test_lenses_tell_bases_and_users() -> None:
    source = "FROM a AS x\nFROM x AS y\nFROM b AS z\nFROM c\nCOPY --from=x a b\nCOPY --from=y a b\n"
    assert [lens.title for lens in lenses(Snapshot.of(source))] == [
        "Used by y, stage 3",
        "Based on a · used by stage 3",
        "Used by no other stage",
        "Built by default",
    ]
    varying = "ARG D=x\nFROM a AS b-x\nFROM a AS b-y\nFROM a AS c\nFROM b-$D AS d\nFROM a\n"
    assert [lens.title for lens in lenses(Snapshot.of(varying))][:3] == [
        "Used by d",
        "Maybe used by d",
        "Used by no other stage",
    ]
    assert lenses(Snapshot.of("FROM a AS x\n")) == []
    assert lenses(Snapshot.of(source, Config(code_lens=False))) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("FROM a AS <|>x\nFROM x\n", 2),
        ("FROM a AS x\nFROM <|>x\n", 0),
        ("FROM a AS <|>x\nFROM X\n", 0),
        ("FROM a AS <|>x\n", 0),
        ("RUN <<EO<|>F\na\nEOF\n", 2),
        ("RUN <<EOF\na\n<|>EOF\n", 2),
        ("RUN <<EO<|>F\na\n", 0),
    ],
)
def test_linked_editing(source: str, count: int) -> None:
    text, offset = cursor(source)
    spans = linked(Snapshot.of(text), offset)
    assert len(spans) == count
    assert len({text[span.start : span.end] for span in spans}) <= 1
