"""Builds defined by Bake files in HCL or JSON."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from dockwright.context.builds.bake_targets import OWN, Target, definition, texts
from dockwright.context.builds.hcl.values import Value, text
from dockwright.context.values import Build, Workspace, join

MOST_PARENTS = 100
"""Maximum number of targets that one inherits from, directly or indirectly."""


def bake(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The targets of a Bake file; paths are relative to the folder where Bake runs, the one with the Dockerfiles."""
    folder, name = posixpath.split(path)
    if name in OWN and next((each for each in OWN if workspace.exists(posixpath.join(folder, each))), name) != name:
        return  # already read together with the first one
    found = definition(path, text, workspace)
    targets, grouped = found.targets, found.grouped
    bases = list(dict.fromkeys((folder, posixpath.dirname(folder), "")))
    used = {parent for target in targets.values() for parent in texts(target.values.get("inherits"))}
    order = bases if name in OWN else bases[::-1]
    for name, target in targets.items():
        whole = _inherited(target, targets, [0])
        named = "context" in whole.values or "dockerfile" in whole.values
        meant = named or name in grouped or (bool(target.values) and name not in used and name[0] != "_")
        if meant:
            # A part of others may name a file that is in the context of one of these.
            may_lack = "bake" in posixpath.basename(path) and (name in grouped or (named and name not in used))
            yield from _build(name, target, whole, order, workspace, may_lack)


def _inherited(target: Target, targets: Mapping[str, Target], count: list[int]) -> Target:
    """A target with inherited values: later parents override earlier ones, and its own values override all."""
    whole = Target(target.file, target.line)
    for parent in texts(target.values.get("inherits")):
        count[0] += 1
        if parent in targets and count[0] <= MOST_PARENTS and targets[parent] is not target:
            whole.over(_inherited(targets[parent], targets, count))
    whole.over(target)
    return whole


def _build(
    name: str, target: Target, whole: Target, bases: list[str], workspace: Workspace, may_lack: bool
) -> Iterator[Build]:
    """The build of a target, in the first of the folders where Bake may run that contains its Dockerfile."""
    written = whole.values.get("dockerfile") or "Dockerfile"
    place = whole.values.get("context", ".")
    inline = whole.values.get("dockerfile-inline") or ""
    if not isinstance(written, str) or not isinstance(place, str) or not isinstance(inline, str):
        return
    options = [one for base in bases if (one := _in_folder(base, place, written))]
    there = [one for one in options if inline or workspace.exists(one[2])]
    # Where no folder contains the Dockerfile, it is missed in the first one that contains the context.
    lacking = sorted(options, key=lambda one: one[1] not in workspace.folders) if may_lack else []
    for base, context, file in (there or lacking)[:1]:
        args = _strings(whole.values.get("args"))
        others = _strings(whole.values.get("contexts"))
        last = text(whole.values.get("target") or "")
        platforms = tuple(texts(whole.values.get("platforms")))
        yield Build(
            target.file if inline else file, context, "bake", target.file, target.line, name,
            last if isinstance(last, str) else "", platforms, args, others, folder=base, inline=inline,
            references=tuple(one for found in whole.references.values() for one in found),
        )  # fmt: skip


def _in_folder(base: str, place: str, written: str) -> tuple[str, str, str] | None:
    """The folder where Bake runs, the context and the Dockerfile; None if they are not in the workspace."""
    local = place.removeprefix("cwd://")
    # `target:x` and `git.example.org:x` name no folder
    context = join(base, local or ".") if ":" not in local.partition("/")[0] else None
    if context is None:
        return None
    # Nothing else than the context is searched, not even the folder where Bake runs.
    file = join(base if written.startswith("cwd://") else context, written.removeprefix("cwd://"))
    return (base, context, file) if file is not None else None


def _strings(values: Value) -> dict[str, str]:
    """A map of strings; unknown values are marked so that they are not used as values."""
    pairs = values.items() if isinstance(values, dict) else ()
    found = {str(key): text(value) for key, value in pairs if value is not None}
    return {key: value if isinstance(value, str) else "$unknown" for key, value in found.items()}
