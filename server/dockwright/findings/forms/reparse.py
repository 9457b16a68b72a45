"""Parses an instruction after edits, to verify a rewrite before it is offered."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.syntax.nodes import Unit
from dockwright.syntax.split import split
from dockwright.text import Edit, Span, apply

_NEXT = "WORKDIR /\n"


def reread(unit: Unit, edits: Sequence[Edit]) -> Unit | None:
    """`unit` after edits with offsets from its start; None if the result is not exactly one instruction.

    A result that would continue on the next line, because it ends in the escape character, gives None.
    """
    text = apply(unit.text, tuple(edits))
    if not text.endswith("\n"):
        text += "\n"
    pieces = [piece for piece, _ in split(text + _NEXT, 0, unit.escape)]
    if len(pieces) != 2 or pieces[1].text != _NEXT or not isinstance(pieces[0], Unit):
        return None
    return pieces[0]


def crosses_comment(unit: Unit, span: Span) -> bool:
    """Whether a range, from the start of the unit, contains a comment line, which replacing the range would delete."""
    return any(span.overlaps(comment.span) for comment in unit.comments)
