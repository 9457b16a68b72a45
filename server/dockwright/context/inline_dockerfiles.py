"""Dockerfiles that stand within other files, as far as those see them who know nothing of how they stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from dockwright.text import Edit, Span


class Held(Protocol):
    """A Dockerfile that stands within a file."""

    @property
    def text(self) -> str:
        """What the builder gets."""

    @property
    def value(self) -> str:
        """What its builds are known by; empty where there can be none."""

    def place(self, span: Span) -> Span:
        """Where a range of the text stands in the file."""

    def line(self, offset: int) -> int:
        """The line of the file, from 0, in which a place of the text stands."""

    def written(self, edits: Iterable[Edit]) -> list[Edit] | None:
        """Edits as edits of the file; None where they cannot be written there exactly."""


Within = Callable[[str, str], Sequence[Held]]
"""Finds those in a file of this name and text."""


def nothing_within(path: str, text: str) -> Sequence[Held]:
    """No Dockerfile is looked for in other files."""
    return ()


def same_text(one: str, other: str) -> bool:
    """Whether two ways of reading a text agree: blank lines may hold blanks or not."""
    return _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    return [line if line.strip() else "" for line in text.rstrip().split("\n")]
