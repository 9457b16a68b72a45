"""Three-valued answers: yes, no, unknown."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Answer(IntEnum):
    """The answer to a question about an image; ordered by certainty that it is there."""

    NO = 0
    UNKNOWN = 1
    YES = 2


def agreed(answers: Iterable[Answer]) -> Answer:
    """The common answer; unknown if they differ or there are none."""
    found = set(answers)
    return found.pop() if len(found) == 1 else Answer.UNKNOWN
