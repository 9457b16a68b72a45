"""Reads what the builds of a file are called, and looks in the other files of a workspace for names that it lacks."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from dockwright.context.builds.compose import FILES, OVERRIDES
from dockwright.context.builds.readers import is_bake, is_certain
from dockwright.context.hosts.kinds import kind_of
from dockwright.context.hosts.names import NOTHING, Names, Used, unknown
from dockwright.context.values import Workspace

LARGEST = 500_000
MOST_FILES = 500
"""Maximum number of files that are searched for a name, those nearest to the root."""


def names_in(path: str, text: str, workspace: Workspace) -> Names:
    """The names of a Bake or Compose file; nothing for other files."""
    kind = kind_of(path, text)
    if kind == "compose":
        from dockwright.context.hosts.compose_names import names as of_compose

        return of_compose(path, text)
    if kind != "bake" or not is_bake(path, text):
        return NOTHING
    from dockwright.context.hosts.bake_names import names as of_bake  # not for `.hcl` of other programs: it loads lark

    return of_bake(path, text, workspace)


def unknown_in(names: Names, path: str, text: str, workspace: Workspace) -> Mapping[Used, bool]:
    """The names that nothing defines, each with whether that is certain."""
    if kind_of(path, text) == "bake":
        return unknown(names, _bake_files(names, path, workspace))
    return unknown(names, _compose_files(path, workspace)) if _is_project(path, workspace) else {}


def _is_project(path: str, workspace: Workspace) -> bool:
    """Whether Compose reads a file by default. Others may be parts of what a program puts together."""
    folder, name = posixpath.split(path)
    beside = (posixpath.join(folder, file) for file in FILES)
    return name in FILES or (name in OVERRIDES and any(map(workspace.exists, beside)))


def _bake_files(names: Names, path: str, workspace: Workspace) -> Iterator[str]:
    """The files that Bake may read with this one, and those that run it."""
    for other in _near_root(path, workspace):
        is_compose = _is_compose(other)
        # what Bake always reads with it was already looked into, but for services without a build
        if is_compose or other not in names.files:
            text = workspace.read(other) or ""
            if is_compose or "bake" in text or (kind_of(other, text) == "bake" and is_bake(other, text)):
                yield text


def _compose_files(path: str, workspace: Workspace) -> Iterator[str]:
    """The files that Compose may read with this one."""
    for other in _near_root(path, workspace):
        is_beside = posixpath.dirname(other) == posixpath.dirname(path) and other.endswith((".yml", ".yaml"))
        if is_beside or _is_compose(other):
            yield workspace.read(other) or ""


def _is_compose(path: str) -> bool:
    return "compose" in posixpath.basename(path) and path.endswith((".yml", ".yaml"))


def _near_root(path: str, workspace: Workspace) -> list[str]:
    """The files that may define builds by their name, or that are YAML in the same folder."""
    folder = posixpath.dirname(path)

    def may(other: str) -> bool:
        is_beside = other.endswith((".yml", ".yaml")) and posixpath.dirname(other) == folder
        return other != path and (is_beside or is_certain(other))

    found = sorted(filter(may, workspace.files), key=lambda other: other.count("/"))[:MOST_FILES]
    return [other for other in found if workspace.files[other] <= LARGEST]
