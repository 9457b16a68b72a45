"""Stages by name over many files: which files to look at, what they hold, and what fits a query."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from dockwright.semantics.stage import stage_name
from dockwright.syntax.tree import parse
from dockwright.text import Span, Text

_DOCKERFILE = re.compile(
    r"(?:dockerfile|containerfile)(?:[._-].*)?\Z|.*\.(?:dockerfile|containerfile)\Z", re.IGNORECASE
)


class Named(NamedTuple):
    """A stage that has a name: the range of the name, and what it is based on."""

    name: str
    base: str
    span: Span


def is_dockerfile(path: str) -> bool:
    """Whether a file of this name holds a Dockerfile."""
    name = posixpath.basename(path)
    return bool(_DOCKERFILE.match(name)) and not name.endswith((".dockerignore", ".containerignore", ".md"))


def named_stages(text: Text) -> list[Named]:
    """The stages of a file that have a name."""
    found = []
    for instruction in parse(text).all("FROM"):
        if stage_name(instruction.unit):
            base, _, name = instruction.arguments[:3]
            found.append(Named(name.value, base.value, name.span))
    return found


def fits(query: str, name: str) -> bool:
    """Whether the letters of a query stand in a name, in their order, in any case."""
    letters = iter(name.lower())
    return all(letter in letters for letter in query.lower())
