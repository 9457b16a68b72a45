"""What was computed row by row for the last version of a stage, kept for the rows that an edit left as they were.

Memos of instructions are bounded, and a stage may have thousands of equal instructions, each in its own state. So each
version of a stage hands on (`Body.carried`) what it computed of its rows, with the rows: where these are the same
objects at the start and at the end, so are the results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress, count
from operator import is_not
from typing import Any, NamedTuple, TypeVar

Value = TypeVar("Value")

Columns = tuple[Sequence[object], ...]
"""What rows consist of, such as the instructions and the states before them; all have the same length."""


class _Kept(NamedTuple):
    around: object
    columns: Columns
    values: tuple[Any, ...]


def each(
    carried: dict[Any, Any], name: object, around: object, columns: Columns, make: Callable[[int], Value]
) -> tuple[Value, ...]:
    """A value for each row, which depends on the row and on `around` alone; `name` says which values these are."""
    kept: _Kept | None = carried.get(name)
    if kept is None or kept.around != around:
        values: tuple[Value, ...] = tuple(map(make, range(len(columns[0]))))
    else:
        first, last = _same(kept.columns, columns)
        stop = len(columns[0]) - last
        if not last and first == stop == len(kept.columns[0]):
            return kept.values
        old = kept.values
        values = (*old[:first], *map(make, range(first, stop)), *old[len(old) - last :])
    carried[name] = _Kept(around, columns, values)
    return values


def folded(
    carried: dict[Any, Any], name: object, start: Value, columns: Columns, step: Callable[[int, Value], Value]
) -> tuple[Value, ...]:
    """The value before each row, and after the last: each is made by `step` of the row and the value before it."""
    kept: _Kept | None = carried.get(name)
    old: tuple[Value, ...] = ()
    values, first, last, by, size = [start], 0, 0, 0, len(columns[0])
    if kept is not None and kept.around is start:
        first, last = _same(kept.columns, columns)
        if first == size == len(kept.columns[0]):
            return kept.values
        old, by = kept.values, len(kept.columns[0]) - size
        values = list(old[: first + 1])
    for index in range(first, size):
        if index >= size - last and values[-1] is old[index + by]:
            values += old[index + by + 1 :]
            break
        values.append(step(index, values[-1]))
    made = tuple(values)
    carried[name] = _Kept(start, columns, made)
    return made


def _same(old: Columns, new: Columns) -> tuple[int, int]:
    """How many rows at the start, and after these at the end, are the same objects."""
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a is not b]
    shorter = min(len(old[0]), len(new[0]))
    first = min((_prefix(a, b, shorter) for a, b in pairs), default=shorter)
    rest = shorter - first
    last = min((_prefix(a[: -rest - 1 : -1], b[: -rest - 1 : -1], rest) for a, b in pairs), default=0) if rest else 0
    return first, last


def _prefix(a: Sequence[object], b: Sequence[object], most: int) -> int:
    return next(compress(count(), map(is_not, a, b)), most)
