"""`develop.watch` of a Compose service: what is copied into its running container, and where."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Protocol

from dockwright.context.builds.yaml import Node
from dockwright.context.hosts.compose import Owner
from dockwright.context.hosts.reference import Sync
from dockwright.context.hosts.yaml_places import reference


class Project(Owner, Protocol):
    """A Compose file whose paths count from a folder."""

    def resolve(self, written: str) -> str | None:
        """A path in the workspace; None for one that is not in it, or not known."""


def syncs(services: Sequence[tuple[Project, Node]]) -> Iterator[Sync]:
    """Those of a service, the nearest part first: the first `watch` counts; what a volume covers is left out."""
    found = ((owner, watch) for owner, node in services if (watch := node.get("develop", "watch")) is not None)
    volumes = [path for owner, node in services for path in _volumes(owner, node.get("volumes"))]
    for owner, watch in [*found][:1]:
        for item in watch.items:
            path, target = item.get("path"), item.get("target")
            if not (item.text("action") or "").startswith("sync") or path is None or target is None:
                continue
            where = reference("sync", owner.path, owner.text, target, owner.fill(target.scalar or ""))
            source = owner.resolve(path.scalar or "")
            if source is not None and where.value.startswith("/") and "$" not in where.value:
                lands = posixpath.normpath(where.value)
                if not any(lands == volume or lands.startswith(f"{volume}/") for volume in volumes):
                    yield Sync(source, path.scalar or "", where)


def _volumes(owner: Owner, volumes: Node | None) -> Iterator[str]:
    """Where the volumes of a service are mounted; `/` stands for one that is not known."""
    for item in volumes.items if volumes is not None else ():
        if item.scalar is None:
            target = owner.fill(item.text("target") or "")
        else:
            parts = owner.fill(item.scalar).split(":")
            target = next((part for part in parts[1:] if part.startswith("/")), parts[0] if len(parts) == 1 else "")
        yield posixpath.normpath(target).rstrip("/") if target.startswith("/") and "$" not in target else ""
