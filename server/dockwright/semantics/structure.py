"""Compares the structure of a file before and after an edit: stages, references, keywords and comments."""

from __future__ import annotations

from typing import Any

from dockwright.frozen import field, frozen
from dockwright.semantics.stage import Stage
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.nodes import Gap, Piece, Unit
from dockwright.syntax.tree import Change, Tree
from dockwright.text import Span

_COPIES = ("COPY", "ADD")
_OPAQUE = frozenset(
    {
        *_COPIES, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "LABEL", "EXPOSE", "MAINTAINER", "VOLUME", "ENV", "USER",
        "WORKDIR", "STOPSIGNAL",
    }
)  # fmt: skip
"""Instructions of which only the keyword and flags belong to the structure. (The same holds for ARG in a stage, but it
cannot be added or removed without changing the structure.)"""


@frozen(eq=False)
class Structure:
    """The same object as long as edits change only comments and arguments of instructions other than FROM and ONBUILD.

    Such an instruction may also be added or removed if it has no flags.

    `memo` caches values that depend on nothing else, with the tree they were computed from: offsets after the edit have
    moved since (`Moves`).
    """

    memo: dict[Any, Any] = field(default_factory=dict)


@frozen
class Moves:
    """How an edit that kept the structure moved the text around it."""

    names: frozenset[str]
    """The names of edited instructions; "#" for comments, and CAME_OR_WENT if instructions were added or removed."""
    first: int
    """Index of the first edited piece."""
    stop: int
    """Index after the last edited piece."""
    shift: int
    """By how much the number of pieces grew."""
    pivot: int
    """Offset where the edited text begins; text up to here has not moved."""
    high: int
    """Offset, before the edit, of the text after it."""
    by: int
    """By how many characters that text has moved."""
    comments: tuple[Gap, ...]
    """The pieces with comments that were edited, added or removed, before and after the edit."""

    @property
    def came_or_went(self) -> bool:
        """Whether instructions were added or removed, not only the arguments of one or some comments edited."""
        return CAME_OR_WENT in self.names

    def place(self, offset: int) -> int:
        """Convert an offset outside of the edited text to the new one."""
        return offset if offset <= self.pivot else offset + self.by

    def span(self, span: Span) -> Span:
        """Convert a range outside of the edited text to the new one."""
        return Span(self.place(span.start), self.place(span.end))


CAME_OR_WENT = "*"


def moves(tree: Tree) -> Moves | None:
    """The moves of the edit that made `tree`; None if it changed the structure, or the edit is not known."""
    change = tree.change
    parent = change.parent() if change else None
    if change is None or parent is None or tree.zone != parent.zone:
        return None
    before, after = parent.pieces[change.first : change.parent_stop], tree.pieces[change.first : change.stop]
    head, most = 0, min(len(before), len(after))
    while head < most and _equal(before[head], after[head]):
        head += 1
    tail = 0
    while tail < most - head and _equal(before[-1 - tail], after[-1 - tail]):
        tail += 1
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    first, shift = change.first + head, len(after) - len(before)
    start = tree.starts[first] if first < len(tree.starts) else len(tree.text)
    high = start + sum(len(piece.text) for piece in before)
    comments = tuple(piece for piece in (*before, *after) if isinstance(piece, Gap) and piece.comments)
    names = {piece.name for piece in (*before, *after) if isinstance(piece, Unit)} | ({"#"} if comments else set())
    if len(before) == len(after) == 1 and type(before[0]) is type(after[0]):
        old, new = before[0], after[0]
        if isinstance(old, Unit) and isinstance(new, Unit):
            if _same_bones(old, new) and (new.name != "ARG" or _in_stage(tree, first)):
                start += (new.flags[-1].span if new.flags else new.keyword.span).end
                return Moves(frozenset(names), first, first + 1, 0, start, high, change.moved, comments)
        else:
            return Moves(frozenset(names), first, first + 1, 0, start, high, change.moved, comments)
    if not all(map(_is_plain, (*before, *after))):
        return None
    if before or after:
        names.add(CAME_OR_WENT)
    return Moves(frozenset(names), first, first + len(after), shift, start, high, change.moved, comments)


def froms(tree: Tree, first: int, stop: int) -> list[int]:
    """The indexes of the FROMs among the pieces from `first` to `stop`."""
    pieces = tree.pieces
    return [index for index in range(first, stop) if pieces[index].name == "FROM"]


def moved_froms(tree: Tree, previous: list[int], change: Change) -> list[int]:
    """Like `froms`, computed from those of the tree before the edit."""
    moved = change.stop - change.parent_stop
    before = [index for index in previous if index < change.first]
    behind = [index + moved for index in previous if index >= change.parent_stop]
    return before + froms(tree, change.first, change.stop) + behind


def stage_before(tree: Tree, change: Change, known: dict[int, Stage], first: int, last: int) -> Stage | None:
    """The stage of the tree before the edit that consists of the same pieces."""
    if last <= change.first:
        return known.get(tree.starts[first])
    if first >= change.stop:
        return known.get(tree.starts[first] - change.moved)
    return None


def _in_stage(tree: Tree, index: int) -> bool:
    """Whether a FROM comes before this piece; the ARGs above the first one decide what each FROM names."""
    return any(piece.name == "FROM" for piece in tree.pieces[:index])


def _is_plain(piece: Piece) -> bool:
    """Whether adding or removing this piece leaves the structure unchanged, except for its keyword."""
    if not isinstance(piece, Unit):
        return True
    known = piece.name in _OPAQUE or piece.name not in NAMES
    return known and not (piece.flags or piece.heredocs or piece.heredocs_open)


def _equal(old: Piece, new: Piece) -> bool:
    return old is new or (type(old) is Gap and type(new) is Gap and old.text == new.text)


def _same_bones(old: Unit, new: Unit) -> bool:
    return (
        (new.name in _OPAQUE or new.name == "ARG")
        and old.keyword == new.keyword
        and old.flags == new.flags
        and not (old.problems or new.problems)
        and old.heredocs_open == new.heredocs_open
        # `COPY --from build`: the value of the flag is meant to be the first argument
        and not (new.name in _COPIES and any(flag.value is None for flag in new.flags))
    )
