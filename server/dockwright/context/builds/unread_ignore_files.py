"""Ignore files that no build reads: in the wrong folder, with the wrong name, or shadowed by another one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dockwright.context.builds.discovery import ignore_file
from dockwright.context.builds.documentation import KINDS as HINTS
from dockwright.context.file_names import is_dockerfile
from dockwright.context.values import Build, Workspace

ENDINGS = (".dockerignore", ".containerignore")


class Unread(NamedTuple):
    """An ignore file that no build reads."""

    path: str
    right: str
    """The path where the builder looks for the ignore file of only this Dockerfile."""


def unread(dockerfile: str, context: str, podman: bool, builds: Iterable[Build], workspace: Workspace) -> Unread | None:
    """An ignore file meant for a Dockerfile that certainly no build reads."""
    known = [build for build in builds if build.kind not in HINTS]
    right = dockerfile + ENDINGS[podman]
    instead = ignore_file(dockerfile, context, workspace, podman)
    for path in _meant(dockerfile, context, workspace):
        plain = posixpath.basename(path) in ENDINGS
        sure = unused(path, known, workspace) if plain else path not in _read(known, workspace)
        if path not in (right, instead) and sure:
            return Unread(path, right)
    return None


def unused(path: str, builds: Iterable[Build], workspace: Workspace) -> str:
    """Why no build reads an ignore file without the name of a Dockerfile, if that is certain; else empty."""
    folder = posixpath.dirname(path)
    builds = [build for build in builds if build.kind not in HINTS]
    beside = [build for build in builds if posixpath.dirname(build.dockerfile) == folder]
    others = [name for name in workspace.files if posixpath.dirname(name) == folder and is_dockerfile(name)]
    if path in _read(builds, workspace) or not beside or {build.dockerfile for build in beside} < set(others):
        return ""
    build = beside[0]
    other = ignore_file(build.dockerfile, build.context, workspace, build.podman)
    what = f"and reads `{other}`" if other else f"where `{posixpath.basename(path)}` must be"
    if not other and build.context == folder:
        what = "and what builds it reads no file of this name"
    return f"`{build.dockerfile}` is built with the context `{build.context or '.'}` ({build.label}), {what}"


def _read(builds: Iterable[Build], workspace: Workspace) -> set[str | None]:
    return {ignore_file(build.dockerfile, build.context, workspace, build.podman) for build in builds}


def _meant(dockerfile: str, context: str, workspace: Workspace) -> Iterator[str]:
    """The ignore files that may be meant for a Dockerfile: those in its folder, and those with its name at the root.

    The plain name at the root is left out, because other builders, such as an engine without BuildKit, read it.
    """
    folder, base = posixpath.split(dockerfile)
    whole = base.lower()
    names = {whole, whole.removesuffix(".dockerfile").removesuffix(".containerfile"), "dockerfile", "containerfile"}
    names |= {whole.partition(mark)[2] for mark in ".-_" if whole.startswith(("dockerfile", "containerfile"))}
    for place in dict.fromkeys((folder, context)):
        if place != context:
            yield from filter(workspace.files.__contains__, (posixpath.join(place, ending) for ending in ENDINGS))
        for path in workspace.files:
            stem = path.removesuffix(ENDINGS[0]).removesuffix(ENDINGS[1])
            if stem == path or posixpath.dirname(path) != place or stem in workspace.files:
                continue
            if posixpath.basename(stem).lower() in names - {""}:
                yield path
