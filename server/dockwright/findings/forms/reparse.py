"""Reading an instruction again as edits would leave it, so that nothing is offered on trust."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.syntax.nodes import Unit
from dockwright.syntax.split import split
from dockwright.text import Edit, Span, apply

_NEXT = "WORKDIR /\n"


def reread(unit: Unit, edits: Sequence[Edit]) -> Unit | None:
    """`unit` after edits, which count from its start; None where it would not be one instruction any more.

    An instruction that would swallow the next line, as one that ends in the escape character does, is none.
    """
    text = apply(unit.text, tuple(edits))
    if not text.endswith("\n"):
        text += "\n"
    pieces = [piece for piece, _ in split(text + _NEXT, 0, unit.escape)]
    if len(pieces) != 2 or pieces[1].text != _NEXT or not isinstance(pieces[0], Unit):
        return None
    return pieces[0]


def crosses_comment(unit: Unit, span: Span) -> bool:
    """Whether a range, from the unit's start, holds a comment line, which replacing the range would lose."""
    return any(span.overlaps(comment.span) for comment in unit.comments)
