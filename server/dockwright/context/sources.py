"""The sources that a Dockerfile takes from its context."""

from __future__ import annotations

from dockwright.syntax.tree import Tree


def sources(tree: Tree) -> list[str]:
    """What COPY and ADD without `--from` name, in order."""
    return [
        token.value
        for instruction in tree.all("COPY", "ADD")
        if not any(flag.name == "from" for flag in instruction.flags)
        for token in instruction.arguments[:-1]
    ]
