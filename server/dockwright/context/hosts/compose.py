"""The references in the build of a Compose service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

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


AnOwner = TypeVar("AnOwner", bound=Owner)
Part = tuple[Owner, Node]
"""A `build` section, and the file that contains it."""


def layers(parts: Iterable[tuple[AnOwner, Node]], key: str) -> Iterator[tuple[AnOwner, Node]]:
    """What each part says under a key, the nearest first, as far as it counts: `!reset` and `!override` end that."""
    for owner, node in parts:
        if (found := node.get(key)) is None or (found.scalar == "" and found.tag not in ("!reset", "!override")):
            continue
        if found.tag != "!reset":
            yield owner, found
        if found.tag in ("!reset", "!override"):
            return


def references(name: str, services: Node | None, owner: Owner, builds: Sequence[Part]) -> Iterator[Reference]:
    """The references of a service: for a single value the one in effect, for lists every one; the nearest part is
    first.
    """
    if services is not None and (found := services.entry(name)):
        yield reference("build", owner.path, owner.text, found[0])
    yield from _first("target", layers(builds, "target"))
    yield from _first("dockerfile", layers(builds, "dockerfile"))
    yield from _first("context", ((part, node if node.scalar else node.get("context")) for part, node in builds))
    for part, platforms in [*layers(builds, "platforms")][:1]:
        for item in platforms.items:
            yield _filled("platform", part, item)
    for kind, key in _NAMES:
        for part, node in layers(builds, key):
            yield from _names(kind, part, node)


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
