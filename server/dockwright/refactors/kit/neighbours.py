"""Whether edits leave adjacent instructions unchanged; a stray continuation would join the next one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dockwright.syntax.tree import Tree
from dockwright.text import Edit


def keeps_others(tree: Tree, edits: Sequence[Edit]) -> bool:
    """Whether the instruction after each edit, if no edit touches it, is still an instruction with the same text."""
    ordered = sorted(edits)
    after = tree
    for edit in reversed(ordered):
        after = after.edited(edit)
    others = tree.instructions
    starts = [instruction.span.start for instruction in others]
    moved = 0
    for number, edit in enumerate(ordered):
        moved += len(edit.new) - (edit.span.end - edit.span.start)
        at = bisect_left(starts, edit.span.end)
        if at == len(starts) and goes_on(after) and not goes_on(tree):
            return False
        if at == len(starts) or (edit.span.end == starts[at] and not edit.new.endswith("\n")):
            continue
        if number + 1 < len(ordered) and ordered[number + 1].span.start <= others[at].span.end:
            continue
        found = after.at(starts[at] + moved)
        if found is None or found.span.start != starts[at] + moved or found.text.rstrip() != others[at].text.rstrip():
            return False
    return True


def goes_on(tree: Tree) -> bool:
    """Whether the last instruction ends in the escape character, ignoring blanks, so that added text would join it."""
    last = tree.instructions[-1].unit if tree.instructions else None
    return last is not None and last.text[: last.head_end].rstrip().endswith(last.escape)
