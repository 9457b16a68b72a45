"""How sure we are: yes, no, or not known."""

from __future__ import annotations

from enum import IntEnum


class Answer(IntEnum):
    """The answer to a question about an image; ordered by how much of it is there."""

    NO = 0
    UNKNOWN = 1
    YES = 2
