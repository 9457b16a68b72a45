"""`# hadolint ignore=`: the suppressed codes and their ranges."""

from __future__ import annotations

from dockwright.findings.suppression_names import Mention, in_gap, is_last, is_read_by_hadolint
from dockwright.findings.suppressions import head_end
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Gap


def pragmas(model: Model) -> set[tuple[str, int]]:
    """The codes, each with the line of the instruction that it applies to, or 0 for the whole file."""
    tree, off = model.tree, set()
    for index, piece in enumerate(tree.pieces):
        if not isinstance(piece, Gap) or not piece.comments:
            continue
        below = tree.starts[index] + len(piece.text)
        for one in in_gap(piece, head_end(model, index)):
            if one.kind == "hadolint" and is_read_by_hadolint(one, piece):
                off |= {(one.written, line) for line in _lines(model, one, piece, below)}
    return off


def _lines(model: Model, one: Mention, gap: Gap, below: int) -> list[int]:
    """A comment for one instruction has to be directly above it; one for a stage above its FROM."""
    text = model.tree.text
    last = is_last(one, gap)
    if one.scope == "file":
        return [0]
    if one.scope == "below":
        return [text.line_of(below) + 1] if last else []
    stage = model.stage_at(below)
    if stage is None:
        return []
    # a comment directly above a FROM does not apply to the FROM itself
    return list(range(text.line_of(stage.span.start) + 1 + last, text.line_of(stage.span.end - 1) + 2))
