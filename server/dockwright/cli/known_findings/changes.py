"""The findings caused by the changes in a file: those on changed lines, and those that the old text did not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from dockwright.cli.rows import Row

MOST_LINES = 2_000
"""If the changes span more lines than this, all of these count as changed, because comparing is slow."""


def since(old: str, old_rows: Sequence[Row], new: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of the new text on a changed line, or that the same line did not have before."""
    kept = dict(unchanged(_lines(old), _lines(new)))
    told = Counter((row.code, kept[row.line]) for row in old_rows if row.line in kept)
    same = set(kept.values())
    found = []
    for row in rows:
        last = row.end_line - (row.end_column == 1 and row.end_line > row.line)
        touched = any(line not in same for line in range(row.line, last + 1))
        told[row.code, row.line] -= 1
        if touched or told[row.code, row.line] < 0:
            found.append(row)
    return tuple(found)


def unchanged(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The numbers, from 1, of each unchanged line in the old and in the new text."""
    most = min(len(old), len(new))
    head = next((index for index in range(most) if old[index] != new[index]), most)
    tail = next((index for index in range(most - head) if old[-1 - index] != new[-1 - index]), most - head)
    yield from ((index + 1, index + 1) for index in range(head))
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(map(len, middle)) <= MOST_LINES:
        for first, second, size in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
            yield from ((head + first + index + 1, head + second + index + 1) for index in range(size))
    yield from ((len(old) - index, len(new) - index) for index in range(tail))


def _lines(text: str) -> list[str]:
    """Lines without line ends, which git may convert."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
