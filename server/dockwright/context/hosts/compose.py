"""The references in the build of a Compose service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from dockwright.context.builds.yaml import Node
from dockwright.context.hosts.reference import Kind, Reference
from dockwright.context.hosts.yaml_places import key_of, name_of, reference


class Owner(Protocol):
    """A Compose file and its variables."""

    @property
    def path(self) -> str:
        """The path in the workspace."""

    @property
    def text(self) -> str:
        """The content of the file."""

    def fill(self, written: str) -> str:
        """A value with variables replaced."""


Part = tuple[Owner, Node]
"""A `build` section, and the file that contains it."""


def references(name: str, services: Node | None, owner: Owner, builds: Sequence[Part]) -> Iterator[Reference]:
    """The references of a service: for a single value the one in effect, for lists every one; the nearest part is
    first.
    """
    if services is not None and (found := services.entry(name)):
        yield reference("build", owner.path, owner.text, found[0])
    yield from _first("target", ((part, node.get("target")) for part, node in builds))
    yield from _first("dockerfile", ((part, node.get("dockerfile")) for part, node in builds))
    yield from _first("context", ((part, node if node.scalar else node.get("context")) for part, node in builds))
    listed = ((part, several) for part, node in builds if (several := node.get("platforms")))
    for part, platforms in [*listed][:1]:
        for item in platforms.items:
            yield _filled("platform", part, item)
    for part, node in builds:
        for kind, key in _NAMES:
            yield from _names(kind, part, node.get(key))


_NAMES: tuple[tuple[Kind, str], ...] = (
    ("arg", "args"), ("named_context", "additional_contexts"), ("secret", "secrets"), ("ssh", "ssh"),
)  # fmt: skip


def _first(kind: Kind, places: Iterable[tuple[Owner, Node | None]]) -> Iterator[Reference]:
    found = next(((part, node) for part, node in places if node is not None and node.scalar), None)
    if found is not None:
        yield _filled(kind, *found)


def _filled(kind: Kind, owner: Owner, node: Node) -> Reference:
    return reference(kind, owner.path, owner.text, node, owner.fill(node.scalar or ""))


def _names(kind: Kind, owner: Owner, given: Node | None) -> Iterator[Reference]:
    """The names in a mapping or list; for a secret in long syntax both source and target, one of which is its id."""
    if given is None:
        return
    if given.scalar:
        yield name_of(kind, owner.path, owner.text, given)
    for key in given.names():
        if found := given.entry(key):
            yield key_of(kind, owner.path, owner.text, *found)
    for item in given.items:
        for node in (item,) if item.scalar else (item.get("source"), item.get("target")):
            if node is not None and node.scalar:
                yield name_of(kind, owner.path, owner.text, node)
