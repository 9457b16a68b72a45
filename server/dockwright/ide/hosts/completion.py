"""Completion in host files: stages, ARGs, Dockerfiles and folders."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.file_names import is_dockerfile
from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.kinds import kind_of
from dockwright.context.values import Build, join
from dockwright.ide.completion.flags import PLATFORMS
from dockwright.ide.hosts.dockerfiles import declared, mounts
from dockwright.ide.hosts.slots import Slot, slot_at
from dockwright.ide.hosts.snapshot import HostSnapshot
from dockwright.ide.values import Completion

MOST = 500


def complete(snapshot: HostSnapshot, offset: int) -> list[Completion]:
    """The proposals at `offset`; none outside of references to Dockerfiles."""
    facts, text = snapshot.context, snapshot.text.string
    slot = slot_at(kind_of(facts.path, facts.text), facts.path, text, offset) if facts is not None else None
    if facts is None or slot is None:
        return []
    builds = _builds(snapshot, slot)
    if slot.wanted in ("member", "parent", "service"):
        return list(_names(facts, slot))
    if slot.wanted == "target":
        return list(_stages(facts, builds, slot))
    if slot.wanted == "arg":
        return list(_args(facts, builds, slot))
    if slot.wanted in ("secret", "ssh"):
        return list(_mounted(facts, builds, slot))
    if slot.wanted == "named_context":
        return list(_contexts(facts, builds, slot))
    if slot.wanted == "platform":
        given = _given(builds, slot)
        return [
            Completion(name, "value", slot.typed, name) for name in PLATFORMS if "$" not in name and name not in given
        ]
    return list(_paths(facts, builds, slot, text[slot.typed.start : slot.typed.end]))


def _builds(snapshot: HostSnapshot, slot: Slot) -> list[Build]:
    """The builds that the slot belongs to: by their name, or else by position."""
    facts = snapshot.context
    named = [build for build in facts.builds if build.name == slot.name != ""] if facts is not None else []
    if named:
        return named
    here = (place for place in snapshot.places if slot.around.covers(place.span))
    found = [build for place in here for build in place.builds]
    return list({(build.dockerfile, build.target, build.name): build for build in found}.values())


def _stages(facts: HostFacts, builds: list[Build], slot: Slot) -> Iterator[Completion]:
    for path in dict.fromkeys(build.dockerfile for build in builds):
        model = facts.models.get(path)
        for stage in model.stages if model is not None else ():
            if stage.name:
                detail = f"FROM {stage.base_word}"
                yield Completion(
                    stage.name, "stage", slot.typed, stage.name, detail=detail, sort_text=f"{stage.index:03}"
                )


def _names(facts: HostFacts, slot: Slot) -> Iterator[Completion]:
    """The targets, groups and services that are defined, but for the one that is written in."""
    kinds = {"member": ("target", "group"), "parent": ("target",)}.get(slot.wanted, ("service",))
    for one in facts.names.defined:
        if one.kind in kinds and one.name != slot.name:
            yield Completion(one.name, "value", slot.typed, one.name, detail=one.kind)


def _args(facts: HostFacts, builds: list[Build], slot: Slot) -> Iterator[Completion]:
    """The ARGs that no build sets yet."""
    given = _given(builds, slot)
    for path in dict.fromkeys(build.dockerfile for build in builds):
        model = facts.models.get(path)
        for name, found in declared(model).items() if model is not None else ():
            if name not in given:
                detail = "no default" if found.default is None else f"default {found.default}"
                yield Completion(name, "variable", slot.typed, name + slot.after, detail=detail)


def _given(builds: list[Build], slot: Slot) -> set[str]:
    """What the builds name of this kind besides what is typed."""
    places = (one for build in builds for one in build.references if one.kind == slot.wanted)
    return {one.value for one in places if one.span != slot.typed}


def _mounted(facts: HostFacts, builds: list[Build], slot: Slot) -> Iterator[Completion]:
    """The ids that mounts of RUN ask for and no build gives yet."""
    given = _given(builds, slot)
    models = (facts.models.get(path) for path in dict.fromkeys(build.dockerfile for build in builds))
    found = {
        mount.name: mount.required
        for model in models
        for stage in (model.stages if model is not None else ())
        for mount in mounts(stage)
        if mount.kind == slot.wanted and mount.name not in given
    }
    for name, required in found.items():
        detail = "required by RUN" if required else "mounted by RUN"
        yield Completion(name, "value", slot.typed, name + slot.after, detail=detail)


def _contexts(facts: HostFacts, builds: list[Build], slot: Slot) -> Iterator[Completion]:
    """What the Dockerfile takes from somewhere else than its stages."""
    given = {name.lower() for name in _given(builds, slot)}
    found: dict[str, None] = {}
    for path in dict.fromkeys(build.dockerfile for build in builds):
        model = facts.models.get(path)
        for one in model.references if model is not None else ():
            name = one.token.value
            if one.target is None and "$" not in name and name != "scratch" and name.lower() not in given:
                found[name] = None
    for name in found:
        yield Completion(name, "value", slot.typed, name + slot.after, detail="used by the Dockerfile")


def _paths(facts: HostFacts, builds: list[Build], slot: Slot, typed: str) -> Iterator[Completion]:
    """Dockerfiles, and the folders that contain them."""
    folder, _, name = typed.rpartition("/")
    base = _base(facts, builds, slot)
    place = join(base, folder or ".") if base is not None else None
    if place is None:
        return
    span = slot.typed._replace(start=slot.typed.end - len(name))
    for count, child in enumerate(facts.children(place)):
        if count >= MOST:
            return
        is_folder = child.endswith("/")
        if child.startswith(".git") or not (is_folder or (slot.wanted == "dockerfile" and is_dockerfile(child))):
            continue
        yield Completion(child, "folder" if is_folder else "file", span, child, sort_text=f"{int(is_folder)}{child}")


def _base(facts: HostFacts, builds: list[Build], slot: Slot) -> str | None:
    """The folder that a path is relative to; None if builds differ."""
    beside = posixpath.dirname(facts.path)
    kind = kind_of(facts.path, facts.text)
    if kind == "workflow":
        return ""
    if kind == "devcontainer" or slot.wanted == "context":
        return beside
    found = {build.context for build in builds}
    return found.pop() if len(found) == 1 else beside if not found else None
