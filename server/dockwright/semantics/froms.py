"""Where the stages of a file begin, and which of them an edit has left as they were."""

from __future__ import annotations

from dockwright.semantics.stage import Stage
from dockwright.syntax.tree import Change, Tree


def froms(tree: Tree, first: int, stop: int) -> list[int]:
    """The indexes of the FROMs among some pieces."""
    pieces = tree.pieces
    return [index for index in range(first, stop) if pieces[index].name == "FROM"]


def moved_froms(tree: Tree, previous: list[int], change: Change) -> list[int]:
    """As `froms`, from those of the tree before the edit."""
    moved = change.stop - change.parent_stop
    before = [index for index in previous if index < change.first]
    behind = [index + moved for index in previous if index >= change.parent_stop]
    return before + froms(tree, change.first, change.stop) + behind


def stage_before(tree: Tree, change: Change, known: dict[int, Stage], first: int, last: int) -> Stage | None:
    """The stage of the tree before the edit that holds the same pieces."""
    if last <= change.first:
        return known.get(tree.starts[first])
    if first >= change.stop:
        return known.get(tree.starts[first] - change.moved)
    return None
