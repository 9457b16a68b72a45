"""The ports of an EXPOSE with what there is to say of each, for the rules that do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.expanded import expanded
from dockwright.semantics.ports import Remark, remarks
from dockwright.semantics.stage import Step
from dockwright.text import Span


class Port(NamedTuple):
    """One port, variables expanded."""

    value: str
    span: Span
    literal: bool
    """Whether it stands there as it is."""
    remarks: list[Remark]


def ports(step: Step) -> Iterator[Port]:
    """The ports whose values are known."""
    found = step.instruction
    if found.name != "EXPOSE":
        return
    for word in expanded(found.unit):
        for value in step.before.expand_words(word.parts, found.unit.escape):
            yield Port(value, word.span.shifted(found.start), value == word.value, remarks(value))
