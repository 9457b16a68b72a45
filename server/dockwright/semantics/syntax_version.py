"""The version in the syntax directive: `# syntax=docker/dockerfile:1.7`."""

from __future__ import annotations

import re

from dockwright.lazy import pattern
from dockwright.syntax.tree import Tree

_PINNED = pattern(r"(?:docker\.io/)?docker/dockerfile:(?P<version>1\.(?P<minor>\d{1,3}))(?:\.\d{1,3})?\Z")


_DOCKERFILES = pattern(r"(?:\S*/)?dockerfile(?:-upstream)?(?:[:@]\S*)?\Z")
"""Names of frontends that read the same language as BuildKit's own, including mirrors."""


def is_foreign(tree: Tree) -> bool:
    """Whether another frontend reads the file: its instructions may mean anything."""
    directive = tree.zone.get("syntax")
    return directive is not None and _DOCKERFILES.match(directive.value) is None


def pinned(tree: Tree) -> re.Match[str] | None:
    """The match of a directive that names a minor version (groups `version`, `minor`); None if the newest is used."""
    directive = tree.zone.get("syntax")
    return _PINNED.match(directive.value) if directive else None
