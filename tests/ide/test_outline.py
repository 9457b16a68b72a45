"""The outline: stages with their instructions."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.outline import Entry, outline


def drawn(source: str) -> list[str]:
    """The outline as indented lines; every entry holds its name and lies within its parent."""
    lines: list[str] = []

    def draw(entry: Entry, depth: int) -> None:
        assert entry.span.covers(entry.name_span)
        lines.append("  " * depth + f"{entry.name} {entry.detail}".rstrip())
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
        "syntax a/b",
        "ARG V=1",
        "build alpine:$V",
        "  RUN a && b",
        "stage 1 build",
        "  COPY x y",
        "  MAINTAINER me",
    ]


def test_long_instructions_are_cut() -> None:
    (line,) = drawn("FROM a\nRUN " + "x" * 100)[1:]
    assert len(line) < 70 and line.endswith("…")


def test_half_written_files_have_an_outline() -> None:
    assert drawn("FROM\nCOPY\n") == ["stage 0", "  COPY"]
