"""What rules about the build said of a stage before the author typed in it: shown until the author pauses.

Such a rule has to follow the image through every later instruction, and a half-typed word makes another image with each
letter. What is new elsewhere is held back while somebody types (`ide/typing_state`), so it is not computed, either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from dockwright.findings.groups import Placed, measured
from dockwright.frozen import replace
from dockwright.semantics.stage import Body
from dockwright.text import Span


def carried_over(known: Sequence[Placed], before: Body, now: Body) -> Iterator[Placed]:
    """The findings of the stage before an edit that the edit does not touch, where they are now."""
    if before is now:
        yield from known
        return
    edited, by = _edited(before, now)
    for group in known:
        if _is_apart(group.start + group.low, group.start + group.high, edited):
            yield group if group.start < edited.start else group._replace(start=group.start + by)
        else:
            yield from _left(group, edited, by)


def _left(group: Placed, edited: Span, by: int) -> Iterator[Placed]:
    """The findings of a group whose own range is apart from the edit; without the places that it may have moved."""
    start = group.start + by if group.start >= edited.end else group.start
    for finding in group.findings:
        place = finding.span.shifted(group.start)
        if not _is_apart(place.start, place.end, edited):
            continue
        one = measured((finding,), group.start)
        if not _is_apart(one.start + one.low, one.start + one.high, edited):
            finding = replace(finding, fixes=(), related=())
        by_own = by if place.start >= edited.end else 0
        yield measured((finding.shifted(group.start + by_own - start),), start)


def _is_apart(start: int, end: int, edited: Span) -> bool:
    """Whether a range is before the edited text, or behind it."""
    return end <= edited.start or start >= edited.end


def _edited(before: Body, now: Body) -> tuple[Span, int]:
    """The text that was edited, as it was before, and by how much the text behind it has moved.

    Within an instruction, the characters beside it belong to it, as they may be of the same word.
    """
    rows, others = [list(zip(body.units, body.offsets, strict=True)) for body in (before, now)]
    by = _end(now) - _end(before)
    first = _count(one is other and at == place for (one, at), (other, place) in zip(rows, others, strict=False))
    left = zip(reversed(rows[first:]), reversed(others[first:]), strict=False)
    last = _count(one is other and place == at + by for (one, at), (other, place) in left)
    start = rows[first - 1][1] + len(rows[first - 1][0].text) if first else 0
    stop = rows[-last][1] if last else _end(before)
    if len(rows) == len(others) == first + last + 1 and rows[first][1] == others[first][1]:
        old, new, at = rows[first][0].text, others[first][0].text, rows[first][1]
        head = _same_text(old, new)
        tail = _same_text(old[head:][::-1], new[head:][::-1])
        return Span(at + head - 1, at + len(old) - tail + 1), by
    return Span(start, stop), by


def _end(body: Body) -> int:
    return body.offsets[-1] + len(body.units[-1].text) if body.units else 0


def _count(same: Iterable[bool]) -> int:
    """How many are true before the first that is not."""
    return sum(1 for _ in takewhile(bool, same))


def _same_text(old: str, new: str) -> int:
    """The length of the text that both begin with."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if old[:middle] == new[:middle] else (low, middle - 1)
    return low
