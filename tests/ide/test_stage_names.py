"""Names of stages: definition, references and rename; and why a rename is refused."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import Contents
from dockwright.context.values import Build
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols import navigation
from dockwright.ide.symbols.rename import Refusal, prepare, rename
from dockwright.text import apply
from markers import cursor

FILE = """\
FROM alpine AS one
FROM one AS two
RUN --mount=type=bind,from=one,target=/x make
ONBUILD COPY --from=one a b
FROM two
COPY --from="ONE" a b
COPY --from=0 a b
"""


def renamed(source: str, name: str) -> str:
    """The file after a rename at the cursor, or the reason against it."""
    text, offset = cursor(source)
    found = rename(Snapshot.of(text), offset, name)
    return f"refused: {found.reason}" if isinstance(found, Refusal) else apply(text, found)


@pytest.mark.parametrize(
    "source",
    [
        FILE.replace("AS one", "AS o<|>ne"),
        FILE.replace("FROM one", "FROM one<|>"),
        FILE.replace("from=one", "from=<|>one", 1),
        FILE.replace('"ONE"', '"ON<|>E"'),
    ],
)
def test_a_rename_reaches_every_mention_and_leaves_numbers_alone(source: str) -> None:
    assert (
        renamed(source, "base")
        == """\
FROM alpine AS base
FROM base AS two
RUN --mount=type=bind,from=base,target=/x make
ONBUILD COPY --from=base a b
FROM two
COPY --from="base" a b
COPY --from=0 a b
"""
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("1st", "Invalid stage name `1st`"),
        ("Two", "Another stage is called `Two`"),
        ("scratch", "is reserved"),
        ("debian", "Line 3 means the image `debian`"),
    ],
)
def test_a_bad_new_name_is_refused(name: str, reason: str) -> None:
    source = "FROM alpine AS o<|>ne\nFROM one AS two\nCOPY --from=debian a b\n"
    assert renamed(source, name).startswith("refused: ") and reason in renamed(source, name)


def test_a_stage_that_is_found_through_a_variable_keeps_its_name() -> None:
    assert "Line 3 names the stage as `${BASE}`" in renamed("ARG BASE=one\nFROM a AS o<|>ne\nFROM ${BASE}\n", "x")


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("FROM a AS binaries-linux\nFROM a AS binaries-d<|>arwin\nFROM binaries-$TARGETOS\n", "binaries-$TARGETOS"),
        ("ARG D=cpu\nFROM a AS build-c<|>uda\nFROM a AS build-cpu\nFROM build-${D}\n", "build-${D}"),
        ("ARG D\nFROM a AS b-x-<|>y\nFROM b-${D:-${E:-z}}-y AS c\n", "b-${D:-${E:-z}}-y"),
        ("FROM a AS arm<|>64\nFROM a AS amd64\nFROM ${TARGETARCH}\n", "${TARGETARCH}"),
    ],
)
def test_a_stage_that_a_variable_may_mean_keeps_its_name(source: str, written: str) -> None:
    assert f"may name the stage as `{written}`" in renamed(source, "fresh")


@pytest.mark.parametrize(
    "source",
    [
        "ARG V=1\nFROM a AS node-b<|>ase\nFROM node:$V-base\n",
        "ARG I=alpine\nFROM a AS o<|>ne\nFROM $I\n",
        "FROM binaries-$TARGETOS AS x\nFROM a AS binaries-d<|>arwin\n",
        "ARG D=cpu\nFROM a AS build<|>\nFROM build-$D\n",
    ],
)
def test_a_stage_that_no_variable_can_mean_is_renamed(source: str) -> None:
    assert "AS fresh" in renamed(source, "fresh")


def test_a_stage_that_the_argument_of_a_build_means_keeps_its_name() -> None:
    text, offset = cursor("ARG BASE=one\nFROM a AS one\nFROM a AS t<|>wo\nFROM ${BASE}\n")
    for value, reason in (("two", "Line 4 may name the stage as `${BASE}`"), ("three", "")):
        build = Build("Dockerfile", "", "compose", "compose.yaml", 0, args={"BASE": value})
        context = Context(Contents("", None, ()), sure=True, builds=(build,))
        found = rename(Snapshot.of(text, context=context), offset, "fresh")
        assert (reason in found.reason) if isinstance(found, Refusal) else not reason


def test_a_name_defined_twice_is_two_names() -> None:
    source = "FROM a AS x\nFROM x AS y\nFROM b AS <|>x\nFROM x\nCOPY --from=x a b\n"
    assert renamed(source, "z") == "FROM a AS x\nFROM x AS y\nFROM b AS z\nFROM z\nCOPY --from=z a b\n"


def test_definition_type_definition_and_references() -> None:
    text, offset = cursor(FILE.replace("--from=0", "--from=<|>0"))
    snapshot = Snapshot.of(text)

    def words(spans: list) -> list[str]:  # type: ignore[type-arg]
        return [snapshot.text.slice(span) for span in spans]

    assert words(navigation.definitions(snapshot, offset)) == ["one"]
    assert words(navigation.type_definitions(snapshot, offset)) == ["alpine"]
    assert words(navigation.references(snapshot, offset)) == ["one", "one", "one", "one", "ONE", "0"]
    assert len(navigation.uses(snapshot, offset)) == 5
    assert isinstance(prepare(snapshot, offset), Refusal)


def test_a_stage_without_a_name_is_found_by_its_number() -> None:
    text, offset = cursor("FROM a\nFROM b\nCOPY --from=<|>0 a b\n")
    assert [text[a:b] for a, b in navigation.definitions(Snapshot.of(text), offset)] == ["FROM"]
