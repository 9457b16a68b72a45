"""Inputs of the builds of a Dockerfile other than the context: values of ARGs, and named contexts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.context.values import Build, join
from dockwright.frozen import frozen


@frozen
class Given:
    """A value in a build, and the file that sets it."""

    value: str
    label: str


@frozen
class Named:
    """A context besides the main one, which FROM, `--from` and mounts may refer to."""

    value: str
    """As written: a folder, an image, a repository."""
    label: str
    folder: str | None
    """The folder, relative to the workspace; None for anything else."""


def arguments(builds: Iterable[Build]) -> dict[str, Given]:
    """The values of ARGs that are known and equal in all builds that set them."""
    given = ((name, build, value) for build in builds for name, value in build.args.items())
    return {name: Given(value, label) for name, value, label in _agreed(given) if not _is_open(value)}


def named(builds: Iterable[Build]) -> dict[str, Named]:
    """The named contexts, by name in lower case, that are equal in all builds that have them."""
    builds = list(builds)
    folders = {(build.label, value): _folder(build, value) for build in builds for value in build.contexts.values()}
    given = ((name, build, value) for build in builds for name, value in build.contexts.items())
    return {name.lower(): Named(value, label, folders[label, value]) for name, value, label in _agreed(given)}


def withheld(builds: Iterable[Build]) -> dict[str, str]:
    """The secrets of services that no build gets, with the file that says so; none if other files build it, too."""
    builds = list(builds)
    if not builds or any(build.kind != "compose" for build in builds):
        return {}
    names = set.intersection(*(set(build.withheld) for build in builds))
    return dict.fromkeys(names, builds[0].label)


def neighbours(dockerfile: str, builds: Iterable[Build], others: Iterable[Build]) -> Iterator[Build]:
    """The builds of other Dockerfiles that use some of the same lines of host files."""
    shared = {one for build in builds for one in build.references}
    for other in others:
        if other.dockerfile != dockerfile and not shared.isdisjoint(other.references):
            yield other


def _agreed(given: Iterable[tuple[str, Build, str]]) -> Iterator[tuple[str, str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, build, value in given:
        found.setdefault(name, {}).setdefault(value, build.label)
    for name, values in found.items():
        if len(values) == 1:
            yield name, *next(iter(values.items()))


def _is_open(value: str) -> bool:
    """Whether a part of a value is known only where the build runs."""
    return any(mark in value for mark in ("$", "{{", "`"))


def _folder(build: Build, value: str) -> str | None:
    return None if value.startswith(("target:", "service:", "oci-layout:")) else join(build.folder, value)
