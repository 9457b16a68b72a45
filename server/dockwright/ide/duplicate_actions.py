"""Detects actions with the same result, so that a menu shows only one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dockwright.findings.finding import Addition
from dockwright.ide.values import CodeAction
from dockwright.text import Edit, Span, Text, apply, unsnipped

Change = tuple[int, str, str, Addition | None]
"""The start of the change, the number of removed characters, the new text, and the addition to another file."""


def change(text: Text, edits: Sequence[Edit], addition: Addition | None = None) -> Change:
    """The combined change of edits, however they are split."""
    if not edits:
        return 0, "", "", addition
    start, end = min(edit.span.start for edit in edits), max(edit.span.end for edit in edits)
    old = text.slice(Span(start, end))
    new = apply(old, [edit.shifted(-start) for edit in edits])
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    return start + first, old[first : len(old) - last], new[first : len(new) - last], addition


def _alike(one: str, other: str) -> int:
    """The length of the common prefix."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def changes(text: Text, actions: Iterable[CodeAction]) -> set[Change]:
    """The changes of the actions that have their edits."""
    known = {
        change(text, [*one.edits, *(Edit(edit.span, unsnipped(edit.new)) for edit in one.snippets)], one.addition)
        for one in actions
    }
    return known - {(0, "", "", None)}
