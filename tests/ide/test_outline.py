"""The outline: stages with their instructions."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.outline import Entry, outline


def drawn(source: str) -> list[str]:
    """The outline as indented lines; every entry holds its name and lies within its parent."""
    lines: list[str] = []

    def draw(entry: Entry, depth: int) -> None:
        assert entry.span.covers(entry.name_span)
        assert len(entry.name) <= 130 and "\n" not in entry.name + entry.detail
        lines.append("  " * depth + entry.name + (f" ({entry.detail})" if entry.detail else ""))
        for child in entry.children:
            assert entry.span.covers(child.span)
            draw(child, depth + 1)

    for entry in outline(Snapshot.of(source)):
        draw(entry, 0)
    return lines


def test_stages_hold_their_instructions() -> None:
    head = "# syntax=a/b\n# words\n"
    source = (
        head + "ARG V=1\nFROM alpine:$V AS build\nRUN a && \\\n  b\nfrom build\ncopy --from=build x y\nMAINTAINER me\n"
    )
    assert drawn(source) == [
        "syntax=a/b",
        "ARG V (1)",
        "FROM alpine:$V AS build",
        "  RUN a && b",
        "FROM build (stage 1)",
        "  COPY x y (from build)",
        "  MAINTAINER me",
    ]


def test_each_name_says_which_of_its_kind_it_is() -> None:
    source = (
        "ARG NODE_VERSION=22\nARG A B=2\nFROM node:22\nARG NODE_VERSION\nENV A=1 B=2\nENV OLD form\n"
        'LABEL a.b="c d"\nRUN <<E\nx\nE\nONBUILD RUN x\nHEALTHCHECK --interval=5s CMD true\nCMD ["a", "b"]\nENV\n'
    )
    assert drawn(source) == [
        "ARG NODE_VERSION (22)",
        "ARG A, B",
        "FROM node:22 (stage 0)",
        "  ARG NODE_VERSION",
        "  ENV A, B",
        "  ENV OLD (form)",
        '  LABEL a.b ("c d")',
        "  RUN <<E",
        "  ONBUILD RUN x",
        "  HEALTHCHECK CMD true",
        '  CMD ["a", "b"]',
        "  ENV",
    ]


def test_long_instructions_are_cut() -> None:
    (line,) = drawn("FROM a\nRUN " + "x" * 100)[1:]
    assert len(line) < 70 and line.endswith("…")
    (line,) = drawn(f"FROM {'x' * 200} AS name\n")
    assert len(line) < 80 and line.endswith("… AS name")


def test_half_written_files_have_an_outline() -> None:
    assert drawn("FROM\nCOPY\n") == ["FROM (stage 0)", "  COPY"]
