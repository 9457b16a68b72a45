"""Workspace symbols: the stages in many files that match a query."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.semantics.stage import stage_name
from dockwright.syntax.tree import parse
from dockwright.text import Span, Text


class Named(NamedTuple):
    """A named stage: the range of the name, and its base."""

    name: str
    base: str
    span: Span


def named_stages(text: Text) -> list[Named]:
    """The stages of a file that have a name."""
    found = []
    for instruction in parse(text).all("FROM"):
        if stage_name(instruction.unit):
            base, _, name = instruction.arguments[:3]
            found.append(Named(name.value, base.value, name.span))
    return found


def fits(query: str, name: str) -> bool:
    """Whether the letters of a query occur in a name, in this order, in any case."""
    letters = iter(name.lower())
    return all(letter in letters for letter in query.lower())
