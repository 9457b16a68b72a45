"""What an edit leaves of a file's structure: its stages, who refers to whom, its keywords and comments."""

from __future__ import annotations

from typing import Any

from dockwright.frozen import field, frozen
from dockwright.syntax.nodes import Gap, Piece, Unit
from dockwright.syntax.tree import Tree
from dockwright.text import Edit, Span

_OPAQUE = frozenset(
    {
        "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "LABEL", "EXPOSE", "MAINTAINER", "VOLUME", "ENV", "USER", "WORKDIR",
        "STOPSIGNAL",
    }
)  # fmt: skip
"""Instructions whose arguments are no part of the skeleton; their keyword and flags are."""


@frozen(eq=False)
class Skeleton:
    """The same object for as long as edits change only arguments of instructions like RUN, and comments, one a time.

    What depends on nothing else can be kept here, with the tree in which it was computed: places after the edit
    have moved since (`Moves`).
    """

    memo: dict[Any, Any] = field(default_factory=dict)


@frozen
class Moves:
    """How an edit in the arguments of one instruction, or in comments, moved what stands around it."""

    index: int
    """The piece that was edited."""
    pivot: int
    """Where keyword and flags end, or the comments begin: what stands here or before has not moved."""
    by: int
    """How many characters further on all else is."""

    def place(self, offset: int) -> int:
        """Where an offset outside of the arguments is now."""
        return offset if offset <= self.pivot else offset + self.by

    def span(self, span: Span) -> Span:
        """Where a range outside of the arguments is now."""
        return Span(self.place(span.start), self.place(span.end))

    def edit(self, edit: Edit) -> Edit:
        """The same edit, where its range is now."""
        return Edit(self.span(edit.span), edit.new)


def moves(tree: Tree) -> Moves | None:
    """What the edit that made `tree` moved; None where it changed the skeleton, or nothing is known of the edit."""
    change = tree.change
    parent = change.parent() if change else None
    if change is None or parent is None or change.stop != change.parent_stop or tree.zone != parent.zone:
        return None
    before, after = parent.pieces[change.first : change.parent_stop], tree.pieces[change.first : change.stop]
    changed = [place for place, pair in enumerate(zip(before, after, strict=True)) if not _equal(*pair)]
    if not changed:
        return Moves(change.first, len(tree.text), 0)
    index = changed[0] + change.first
    old, new, start = parent.pieces[index], tree.pieces[index], tree.starts[index]
    if len(changed) > 1 or type(old) is not type(new):
        return None
    if isinstance(old, Unit) and isinstance(new, Unit):
        if not _same_bones(old, new):
            return None
        start += (new.flags[-1].span if new.flags else new.keyword.span).end
    return Moves(index, start, change.moved)


def _equal(old: Piece, new: Piece) -> bool:
    return old is new or (type(old) is Gap and type(new) is Gap and old.text == new.text)


def _same_bones(old: Unit, new: Unit) -> bool:
    return (
        new.name in _OPAQUE
        and old.keyword == new.keyword
        and old.flags == new.flags
        and not (old.problems or new.problems)
        and old.heredocs_open == new.heredocs_open
    )
