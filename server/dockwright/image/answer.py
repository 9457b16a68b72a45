"""How sure we are: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Answer(IntEnum):
    """The answer to a question about an image; ordered by how much of it is there."""

    NO = 0
    UNKNOWN = 1
    YES = 2


def agreed(answers: Iterable[Answer]) -> Answer:
    """What all say; not known where they differ or nobody says anything."""
    found = set(answers)
    return found.pop() if len(found) == 1 else Answer.UNKNOWN
