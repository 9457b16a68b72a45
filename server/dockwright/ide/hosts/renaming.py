"""Where builds refer to a stage or ARG by name, and why that may prevent renaming."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.context.hosts.reference import Kind, Reference
from dockwright.context.values import Build
from dockwright.frozen import frozen
from dockwright.refactors.names.symbols import Symbol

_STAGES: tuple[Kind, ...] = ("target", "stage")


@frozen
class Known:
    """The builds of a Dockerfile, and those of others that share a reference with one of them."""

    builds: tuple[Build, ...] = ()
    neighbours: tuple[Build, ...] = ()

    def places(self, symbol: Symbol) -> tuple[Reference, ...]:
        """The references to the name in host files."""
        found = (one for build in self.builds for one in build.references if _names(one, symbol))
        return tuple(dict.fromkeys(found))


def obstacle(known: Known, symbol: Symbol) -> str:
    """Why builds prevent the renaming of a name; empty if all references can be edited."""
    if symbol.kind not in ("stage", "variable"):
        return ""
    for build in known.builds:
        if reason := _of_stage(build, symbol) if symbol.kind == "stage" else _of_arg(build, symbol):
            return reason
    places = known.places(symbol)
    for one in places:
        if one.obstacle:
            return f"`{one.file}` names {symbol.name} in a place that {one.obstacle}; change it by hand"
    shared = next((build for build in known.neighbours if any(one in build.references for one in places)), None)
    if shared is not None:
        return f"{shared.label} builds `{shared.dockerfile}` with the same lines; change the name there"
    return ""


def taken(known: Known, symbol: Symbol, new_name: str) -> str:
    """Why builds use the new name for something else; empty if they do not."""
    for build in known.builds:
        if symbol.kind == "variable" and new_name in _args(build) and symbol.name in _args(build):
            return f"{build.label} already sets `{new_name}`"
        if symbol.kind == "stage" and any(name.lower() == new_name.lower() for name in build.contexts):
            return f"{build.label} has a context named `{new_name}`, which would replace the stage"
        if symbol.kind == "variable" and new_name in _args(build):
            return f"{build.label} sets `{new_name}`, which the ARG would receive"
        if symbol.kind == "stage" and build.target.lower() == new_name.lower():
            return f"{build.label} already builds `{new_name}`"
    return ""


def _of_stage(build: Build, symbol: Symbol) -> str:
    name = symbol.name.lower()
    named = [one for one in build.references if one.kind == "target"]
    if "$" in build.target:
        return f"{build.label} computes its target, which may be this stage"
    if build.target.lower() == name and not named:
        return f'{build.label} builds the stage "{symbol.name}" by this name; change it there first'
    if any(context.lower() == name for context in build.contexts):
        return f'{build.label} replaces the stage "{symbol.name}" with a context'
    return ""


def _of_arg(build: Build, symbol: Symbol) -> str:
    if any(one.kind == "unknown_args" for one in build.references):
        return f"{build.label} computes names of build arguments; {symbol.name} may be one of them"
    known = {one.value for one in build.references if one.kind == "arg"}
    if symbol.name in build.args and symbol.name not in known:
        return f"{build.label} sets {symbol.name} by this name; change it there first"
    return ""


def _args(build: Build) -> set[str]:
    return {*build.args, *(one.value for one in build.references if one.kind == "arg")}


def _names(reference: Reference, symbol: Symbol) -> bool:
    if symbol.kind == "stage":
        return reference.kind in _STAGES and reference.value.lower() == symbol.name.lower()
    return symbol.kind == "variable" and reference.kind == "arg" and reference.value == symbol.name


def merged(own: Known, opened: Iterable[tuple[str, tuple[Build, ...]]], dockerfile: str) -> Known:
    """The facts with the builds of open files, by path, instead of those on disk."""
    opened = list(opened)
    paths = {path for path, _ in opened}
    kept = [build for build in own.builds if build.read_from not in paths]
    fresh = [build for path, builds in opened for build in builds if build.read_from == path]
    return Known(
        (*kept, *(build for build in fresh if build.dockerfile == dockerfile)),
        (*own.neighbours, *(build for build in fresh if build.dockerfile != dockerfile)),
    )
