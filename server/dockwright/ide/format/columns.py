"""Keeps manually aligned columns: words that begin in the same column of adjacent lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from dockwright.text import Edit, Span, Text, apply

_WORD = re.compile(r"(?<=[ \t])[^ \t]")

Lines = Mapping[int, Sequence[Edit]]


def without_columns(text: Text, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits without those that would move a word out of its column after all other edits."""
    kept = {edit for edit in edits if edit.new == " " and len(text.slice(edit.span).strip("\n")) > 1}
    lines: dict[int, list[Edit]] = defaultdict(list)
    for edit in edits if kept else ():
        for line in range(text.line_of(edit.span.start), text.line_of(edit.span.end) + 1):
            lines[line].append(edit)
    while moved := {edit for edit in kept if not _in_column(text, edit, lines, kept)}:
        kept -= moved
    return tuple(edit for edit in edits if edit not in kept)


def _in_column(text: Text, edit: Edit, lines: Lines, kept: set[Edit]) -> bool:
    """Whether an adjacent line of the same instruction has a word in the same column as the word after these blanks."""
    number = text.line_of(edit.span.start)
    before = [other for other in lines[number] if other.span.start < edit.span.start]
    own = _becomes(text, number, before, edit.span.end, kept)
    others = (_becomes(text, near, lines.get(near, ()), None, kept) for near in (number - 1, number + 1))
    return (
        own is not None
        and any(
            other is not None
            and len(own.split()) > 1  # keywords alone are not a column
            and other.split(None, 1)[:1] == own.split(None, 1)[:1]
            and any(match.start() == len(own) for match in _WORD.finditer(other))
            for other in others
        )
    )


def _becomes(text: Text, line: int, edits: Sequence[Edit], end: int | None, kept: set[Edit]) -> str | None:
    """The new text of a line up to an offset; None if there is no such line, or it does not stay one line."""
    if not 0 <= line < text.line_count:
        return None
    span = text.line_span(line)
    span = Span(span.start, span.end if end is None else end)
    own = [edit for edit in edits if edit not in kept]
    if any("\n" in edit.new or edit.span.start < span.start or edit.span.end > span.end for edit in own):
        return None
    return apply(text.slice(span), [edit.shifted(-span.start) for edit in own]).rstrip("\r\n")
