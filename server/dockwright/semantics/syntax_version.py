"""The version of its syntax that a file asks for: `# syntax=docker/dockerfile:1.7`."""

from __future__ import annotations

import re

from dockwright.lazy import pattern
from dockwright.syntax.tree import Tree

_PINNED = pattern(r"(?:docker\.io/)?docker/dockerfile:(?P<version>1\.(?P<minor>\d{1,3}))(?:\.\d{1,3})?\Z")


_DOCKERFILES = pattern(r"(?:\S*/)?dockerfile(?:-upstream)?(?:[:@]\S*)?\Z")
"""Names of frontends that read what BuildKit's own does, mirrors of it included."""


def is_foreign(tree: Tree) -> bool:
    """Whether another frontend reads the file, whose instructions may do anything."""
    directive = tree.zone.get("syntax")
    return directive is not None and _DOCKERFILES.match(directive.value) is None


def pinned(tree: Tree) -> re.Match[str] | None:
    """The minor version that the directive names, as `version` and `minor`; None where the newest one is taken."""
    directive = tree.zone.get("syntax")
    return _PINNED.match(directive.value) if directive else None
