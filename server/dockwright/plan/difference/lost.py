"""The steps that no longer come from the cache of a build of the file before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dockwright.plan.difference.keys import Work


class Lost(NamedTuple):
    """A stage whose steps run again from a line on."""

    stage: str
    line: int
    steps: int
    """Their number."""
    perhaps: bool = False
    """Whether they run again only if a stage that they take files from turns out to be different."""


class Pair(NamedTuple):
    """A stage of both builds."""

    name: str
    title: str
    before: Sequence[Work]
    """Empty if the build before has no such stage."""
    after: Sequence[Work]
    base: str | None
    """The name of the stage that it is based on."""
    own: frozenset[int] = frozenset()
    """The lines of steps that take the Dockerfile itself, where its text has changed."""


def lost_steps(pairs: Sequence[Pair]) -> Iterator[Lost]:
    """What is lost of each stage; a stage comes after those that it is based on or takes files from."""
    sure: set[str] = set()
    perhaps: set[str] = set()
    for pair in pairs:
        if not pair.before:
            continue
        first = 0 if pair.base in sure else _first_changed(pair)
        doubtful = 0 if pair.base in perhaps else _first_taken(pair.after, sure | perhaps)
        if doubtful is not None and (first is None or doubtful < first):
            perhaps.add(pair.name)
            yield from _row(pair, doubtful, perhaps=True)
        if first is not None:
            sure.add(pair.name)
            yield from _row(pair, first)


def _row(pair: Pair, index: int, perhaps: bool = False) -> Iterator[Lost]:
    index = max(index, 1)  # nothing runs for FROM
    if index < len(pair.after):
        yield Lost(pair.title, pair.after[index].line, len(pair.after) - index, perhaps)


def _first_changed(pair: Pair) -> int | None:
    """The first step that the cache has no result for: BuildKit compares texts, not what they mean."""
    before = pair.before
    for index, work in enumerate(pair.after):
        if index >= len(before) or before[index].cached_by != work.cached_by or work.line in pair.own:
            return index
    return None


def _first_taken(after: Sequence[Work], lost: set[str]) -> int | None:
    return next((index for index, work in enumerate(after) if not lost.isdisjoint(work.takes)), None)
