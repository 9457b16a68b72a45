"""`# hadolint ignore=`: the suppressed codes and their ranges."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.findings.suppression_names import Mention, in_gap, is_read_by_hadolint
from dockwright.findings.suppressions import head_end
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Gap


def pragmas(model: Model) -> set[tuple[str, int]]:
    """The codes, each with the line of the instruction that it applies to, or 0 for the whole file."""
    tree, off = model.tree, set()
    for index, piece in enumerate(tree.pieces):
        if not isinstance(piece, Gap) or not piece.comments:
            continue
        for one in in_gap(piece, head_end(model, index)):
            if one.kind == "hadolint" and is_read_by_hadolint(one, piece):
                start = tree.starts[index] + one.comment.start
                off |= {(one.written, line) for line in _lines(model, one, start)}
    return off


def _lines(model: Model, one: Mention, start: int) -> Iterable[int]:
    """A comment for one instruction or comment has to be directly above it.

    One for a stage applies from the second line below it to the next FROM, this one included.
    """
    if one.scope == "file":
        return [0]
    line = model.tree.text.line_of(start) + 1
    if one.scope == "below":
        return [line + 1]
    starts = (model.tree.text.line_of(stage.span.start) + 1 for stage in model.stages)
    last = next((start for start in starts if start > line + 1), len(model.tree.text.starts))
    return range(line + 2, last + 1)
