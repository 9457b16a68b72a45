"""The syntax tree of a file: the pieces that tile its text, and how an edit changes them."""

from __future__ import annotations

import weakref
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from dockwright.syntax import split
from dockwright.syntax.directives import Directive, Zone, read
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Gap, Piece, Problem, Unit
from dockwright.text import Edit, Span, Text


def parse(source: str | Text) -> Tree:
    """Parse any text; never fails."""
    text = Text.of(source) if isinstance(source, str) else source
    zone = read(_first_gap(text.string))
    placed = list(split.split(text.string, 0, zone.escape))
    return Tree(text, [piece for piece, _ in placed], [start for _, start in placed], zone)


class Change(NamedTuple):
    """How the pieces of a tree differ from those of its parent; outside the two ranges they are the same objects."""

    parent: weakref.ref[Tree]
    first: int
    """Index of the first piece that may be new."""
    stop: int
    """Index after the last piece that may be new."""
    parent_stop: int
    """Index of the piece of the parent that became piece `stop`."""
    moved: int
    """The number of characters by which everything after the edit has moved."""


class Tree:
    """A parsed file. Immutable by convention: an edit returns a new one."""

    def __init__(
        self, text: Text, pieces: list[Piece], starts: list[int], zone: Zone, change: Change | None = None
    ) -> None:
        self.text = text
        self.pieces = pieces
        self.starts = starts
        self.zone = zone
        self._first: dict[Callable[[Piece], bool], int] = {}
        self.change = change
        """The difference from the tree it was derived from; None if it was parsed from scratch."""

    @property
    def escape(self) -> str:
        """The escape character: a backslash or a backtick."""
        return self.zone.escape

    @property
    def directives(self) -> tuple[Directive, ...]:
        """The directives at the top of the file."""
        return self.zone.directives

    @property
    def first_open(self) -> int:
        """The index of the first piece whose end depends on what follows; the number of pieces if there is none."""
        return self.first(_is_open)

    def first(self, holds: Callable[[Piece], bool]) -> int:
        """The index of the first piece for which a condition holds; the number of pieces if there is none.

        After an edit, only new pieces are tested, provided that the previous tree was queried, too.
        """
        found = self._first.get(holds)
        if found is None:
            found = self._first[holds] = self._find(holds)
        return found

    def _find(self, holds: Callable[[Piece], bool]) -> int:
        pieces, change = self.pieces, self.change
        parent = change.parent() if change else None
        known = parent._first.get(holds) if parent else None
        if change is None or parent is None or known is None:
            return _first(holds, pieces, 0, len(pieces))
        if known < change.first:
            return known
        found = _first(holds, pieces, change.first, change.stop)
        if found < change.stop:
            return found
        if known >= change.parent_stop:
            return known + change.stop - change.parent_stop
        return _first(holds, pieces, change.stop, len(pieces))

    @cached_property
    def places(self) -> list[int]:
        """The indexes in `pieces` of the units."""
        return [index for index, piece in enumerate(self.pieces) if type(piece) is Unit]

    @cached_property
    def instructions(self) -> Sequence[Instruction]:
        """All instructions in file order."""
        pieces, starts = self.pieces, self.starts
        return [Instruction(pieces[index], starts[index]) for index in self.places]  # type: ignore[arg-type]

    def all(self, *names: str) -> Iterator[Instruction]:
        """The instructions with one of these names (upper case), except those under ONBUILD."""
        return (instruction for instruction in self.instructions if instruction.name in names)

    def piece_at(self, offset: int) -> int:
        """The index of the piece that contains `offset`; -1 in an empty file."""
        return max(bisect_right(self.starts, offset) - 1, 0) if self.starts else -1

    def at(self, offset: int) -> Instruction | None:
        """The instruction that contains `offset`, or that ends there at the end of the file without a line end."""
        index = self.piece_at(offset)
        if index < 0:
            return None
        piece = self.pieces[index]
        return Instruction(piece, self.starts[index]) if isinstance(piece, Unit) else None

    def gap_before(self, start: int) -> tuple[Gap, int] | None:
        """The gap before the instruction at `start`, and the offset of the gap."""
        index = bisect_right(self.starts, start) - 2
        if index < 0:
            return None
        piece = self.pieces[index]
        return (piece, self.starts[index]) if isinstance(piece, Gap) else None

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that BuildKit's parser rejects, with spans in the file."""
        found = list(self.zone.problems)
        for index in self.places:
            unit = self.pieces[index]
            if unit.problems:  # type: ignore[union-attr]
                found += [problem.shifted(self.starts[index]) for problem in unit.problems]  # type: ignore[union-attr]
        return tuple(found)

    def edited(self, edit: Edit) -> Tree:
        """The tree after one replacement; only the pieces around it are split and parsed again."""
        text = self.text.edited(edit)
        if not self.pieces:
            return parse(text)
        start = min(max(edit.span.start, 0), len(self.text))
        end = min(max(edit.span.end, start), len(self.text))
        first = max(self.piece_at(start) - 1, 0)
        first = min(first, self.first_open)
        zone = self.zone
        if first == 0:
            zone = read(_first_gap(text.string))
            if zone.escape != self.escape:
                return parse(text)
        delta = len(text) - len(self.text)
        return self._resplit(text, zone, first, end, delta)

    def _resplit(self, text: Text, zone: Zone, first: int, end: int, delta: int) -> Tree:
        old_pieces, old_starts = self.pieces, self.starts
        pieces = old_pieces[:first]
        starts = old_starts[:first]
        begin = old_starts[first]
        follow = first
        for piece, start in split.split(text.string, begin, zone.escape):
            while follow < len(old_starts) and old_starts[follow] + delta < start:
                follow += 1
            meets = follow < len(old_starts) and old_starts[follow] + delta == start and old_starts[follow] >= end
            gaps_touch = meets and pieces and type(pieces[-1]) is Gap and type(old_pieces[follow]) is Gap
            if meets and not gaps_touch and follow > first:
                stop = len(pieces)
                tail = old_starts[follow:]
                pieces += old_pieces[follow:]
                starts += tail if delta == 0 else [old + delta for old in tail]
                break
            pieces.append(piece)
            starts.append(start)
        else:
            stop, follow = len(pieces), len(old_pieces)
        made = Tree(text, pieces, starts, zone, Change(weakref.ref(self), first, stop, follow, delta))
        made.first(_is_open)  # computed while the previous tree, which has most of the result cached, is still alive
        return made

    def span(self) -> Span:
        """The whole file."""
        return Span(0, len(self.text))


def _first(holds: Callable[[Piece], bool], pieces: list[Piece], first: int, stop: int) -> int:
    return next((index for index in range(first, stop) if holds(pieces[index])), stop)


def _is_open(piece: Piece) -> bool:
    return bool(piece.heredocs_open)


def _first_gap(string: str) -> Gap | None:
    first = next(iter(split.split(string[: _head_length(string)], 0, "\\")), None)
    return first.piece if first and isinstance(first.piece, Gap) else None


def _head_length(string: str) -> int:
    """The length of a prefix of the file that contains all directives."""
    at = 0
    for _ in range(10):
        newline = string.find("\n", at)
        if newline < 0:
            return len(string)
        at = newline + 1
    return at
