"""The sources that a Dockerfile takes from its context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.model import Model
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token
from dockwright.syntax.tree import Tree


class Source(NamedTuple):
    """A source of COPY or ADD that is taken from the context."""

    instruction: Instruction
    token: Token
    path: str
    """As the builder sees it, variables replaced."""
    fixed: bool
    """Whether it says the same in every build: no variables in it."""


def sources(tree: Tree) -> list[str]:
    """What COPY and ADD without `--from` name, in order."""
    return [
        token.value
        for instruction in tree.all("COPY", "ADD")
        if not any(flag.name == "from" for flag in instruction.flags)
        for token in instruction.arguments[:-1]
    ]


def taken(model: Model) -> Iterator[Source]:
    """The sources whose path is known, in order; neither URLs nor heredocs nor what is under ONBUILD."""
    for stage in model.stages:
        for step in stage.all("COPY", "ADD"):
            copy = step.instruction
            if copy.problems or len(copy.arguments) < 2 or any(flag.name == "from" for flag in copy.flags):
                continue
            for token in copy.arguments[:-1]:
                path = step.before.expand(token.value, model.tree.escape)
                if path is not None and not token.value.startswith("<<") and not is_remote(copy.name, path):
                    yield Source(copy, token, path, "$" not in token.value)


def is_remote(name: str, path: str) -> bool:
    """Whether a source is fetched from elsewhere."""
    return "://" in path or path.startswith("git@") or (name == "ADD" and (".git#" in path or path.endswith(".git")))
