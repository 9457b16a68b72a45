"""The ports of an EXPOSE and the remarks about each, shared by the rules that report them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.expanded import expanded
from dockwright.semantics.ports import Remark, remarks
from dockwright.semantics.stage import Step
from dockwright.text import Span


class Port(NamedTuple):
    """One port, with variables expanded."""

    value: str
    span: Span
    literal: bool
    """Whether it is written literally."""
    remarks: list[Remark]


def ports(step: Step) -> Iterator[Port]:
    """The ports with known values."""
    found = step.instruction
    if found.name != "EXPOSE":
        return
    for word in expanded(found.unit):
        for value in step.before.expand_words(word.parts, found.unit.escape):
            yield Port(value, word.span.shifted(found.start), value == word.value, remarks(value))
