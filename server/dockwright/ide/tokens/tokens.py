"""Semantic tokens line by line, cached on the units, so that an edit only recomputes its own instruction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.tokens.kinds import KINDS, Paint, paints
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Gap, Unit
from dockwright.text import Encoding, Span, Text, columns


class Placed(NamedTuple):
    """A token on a line of its piece, in code units of the encoding; `kind` is an index in `KINDS`."""

    line: int
    column: int
    length: int
    kind: int
    modifiers: int
    """1 for a declaration, 2 for deprecated."""


_Rows = tuple[tuple[Placed, ...], list[int]]


def tokens(snapshot: Snapshot, encoding: Encoding, span: Span | None = None) -> list[int]:
    """The tokens of a file, or of the lines in a range, encoded as five numbers each as the protocol defines."""
    tree, text, model = snapshot.tree, snapshot.text, snapshot.model
    first, last = (text.line_of(span.start), text.line_of(span.end)) if span else (0, text.line_count)
    stages: dict[int, tuple[Span, ...]] = {}
    for reference in model.references:
        if reference.target:
            start = reference.instruction.start
            stages[start] = (*stages.get(start, ()), reference.token.span.shifted(-start))
    bodies = (model.globals, *(stage.body for stage in model.stages))
    states = chain.from_iterable(body.states[: len(body.units)] for body in bodies)
    found: list[int] = []
    before = 0
    for piece, start in zip(tree.pieces, tree.starts, strict=True):
        if isinstance(piece, Unit):
            state = next(states)
            if span and not span.overlaps(Span(start, start + len(piece.text))):
                continue
            rows, numbers = _of_unit(piece, state, stages.get(start, ()), encoding)
        elif piece.comments:
            rows, numbers = _of_gap(snapshot, piece, start, encoding)
        else:
            continue
        line = text.line_of(start)
        if span:
            rows = tuple(row for row in rows if first <= row.line + line <= last)
            numbers = _numbers(rows)
        if rows:
            at = len(found)
            found += numbers
            found[at] += line - before
            before = line + rows[-1].line
    return found


def _of_unit(unit: Unit, state: State, stages: tuple[Span, ...], encoding: Encoding) -> _Rows:
    key = ("tokens", state.shell, stages, encoding)
    found: _Rows | None = unit.memo.get(key)
    if found is None:
        painted = [
            paint._replace(kind="class") if paint.kind in ("namespace", "string") and paint.span in stages else paint
            for paint in paints(Step(Instruction(unit, 0), state, state))
        ]
        rows = tuple(_rows(unit.text, painted, encoding))
        found = unit.memo[key] = rows, _numbers(rows)
    return found


def _of_gap(snapshot: Snapshot, gap: Gap, start: int, encoding: Encoding) -> _Rows:
    painted = [Paint(comment.span, "comment") for comment in gap.comments]
    if start == 0:
        for directive in snapshot.tree.directives:
            painted += [Paint(directive.name_span, "macro"), Paint(directive.value_span, "string")]
    rows = tuple(_rows(gap.text, painted, encoding))
    return rows, _numbers(rows)


def _numbers(rows: tuple[Placed, ...]) -> list[int]:
    """Lines and columns relative to the previous token; the first one from the start of the piece."""
    numbers: list[int] = []
    line = column = 0
    for row in rows:
        if row.line != line:
            column = 0
        numbers += row.line - line, row.column - column, row.length, row.kind, row.modifiers
        line, column = row.line, row.column
    return numbers


def _rows(string: str, painted: list[Paint], encoding: Encoding) -> Iterator[Placed]:
    """Tokens that do not overlap: a later range covers an earlier one; ranges are split at line ends."""
    canvas = [-1] * len(string)
    for index, paint in enumerate(painted):
        first, last = max(paint.span.start, 0), min(paint.span.end, len(string))
        canvas[first:last] = [index] * (last - first)
    text = Text.of(string)
    is_ascii = string.isascii()
    for line in range(text.line_count):
        span = text.line_span(line)
        at, column = span.start, 0
        while at < span.end:
            index = canvas[at]
            end = at + 1
            while end < span.end and canvas[end] == index:
                end += 1
            width = end - at if is_ascii else columns(string[at:end], encoding)
            if index >= 0:
                paint = painted[index]
                kind = KINDS.index(paint.kind)
                yield Placed(line, column, width, kind, paint.declares + 2 * paint.deprecated)
            column += width
            at = end
