"""Completion of paths in the image: working folders, copied files, the image's own, and well-known folders."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from dockwright.ide.image_facts.history import place_of
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.image.answer import Answer
from dockwright.image.copy_targets import copy_targets
from dockwright.semantics.commands.packages import managers
from dockwright.semantics.copying import sources, target
from dockwright.semantics.images import ImageFacts, lookup, relative
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_DESTINATIONS = (".", "/usr/local/bin/", "/etc/", "/opt/", "/tmp/", "/srv/")
_PLACES = ("/app", "/src", "/usr/src/app", "/opt/app")
_SYSTEM = frozenset({"deb", "apk", "rpm", "arch"})
"""Families of package managers that belong to a distribution."""
_VOLUMES = ("/data", "/config", "/var/lib", "/var/log", "/tmp")


def destinations(snapshot: Snapshot, instruction: Instruction) -> list[str]:
    """The target folders for COPY: those of the stage so far, the last one first, then well-known ones."""
    stage = snapshot.model.stage_at(instruction.start)
    known = _folders(stage, instruction.start) if stage else ()
    return list(dict.fromkeys((*known, *_of_image(stage), *_DESTINATIONS)))


def held(snapshot: Snapshot, instruction: Instruction) -> list[str]:
    """The known paths in the stage of `--from`: its working folders and the targets of its copies."""
    flag = instruction.flag("from")
    own = snapshot.model.stage_at(instruction.start)
    above = snapshot.model.stages[: own.index] if own else []
    name = ((flag.value if flag else "") or "").lower()
    stage = next((stage for stage in reversed(above) if name in (stage.name, str(stage.index))), None)
    if stage is None:
        return []
    found: dict[str, None] = {}
    chain: Stage | None = stage
    while chain is not None:
        found |= dict.fromkeys((*_folders(chain, chain.span.end), *_files(chain)))
        chain = chain.base
    return list(found | dict.fromkeys(_of_image(stage)))


def places(snapshot: Snapshot, instruction: Instruction) -> list[str]:
    """Possible working folders: that of the base, then common ones."""
    facts = _facts(snapshot.model.stage_at(instruction.start))
    own = facts.workdir if facts and facts.workdir not in (None, "/") else None
    return [own, *_PLACES] if own else list(_PLACES)


def volumes(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """The folders for VOLUME; in array form at a `[`."""
    closed = typed == "[" and snapshot.text.string[word.end : word.end + 1] == "]"
    span = Span(word.start, word.end + closed)
    for order, folder in enumerate(volume_folders(snapshot, instruction)):
        if "[" not in snapshot.text.slice(Span(instruction.keyword.span.end, word.start)):
            new = f'["{folder}"]' if typed == "[" else folder
            yield Completion(new, "folder", span, new, sort_text=f"{order:02}")


def volume_folders(snapshot: Snapshot, instruction: Instruction) -> list[str]:
    """Possible volumes: those of the base, working folders and targets of copies, and common folders."""
    stage = snapshot.model.stage_at(instruction.start)
    facts = _facts(stage)
    folders = [folder.rstrip("/") for folder in _folders(stage, instruction.start)] if stage else []
    found = (*(facts.volumes if facts else ()), *folders, *_VOLUMES)
    return [folder for folder in dict.fromkeys(found) if folder]


def brought_files(snapshot: Snapshot, instruction: Instruction) -> list[str]:
    """The files that COPY and ADD put into the image before an instruction, the last one first; without folders."""
    found: dict[str, None] = {}
    for step in _copies(snapshot, instruction):
        names = {posixpath.basename(source.value) for source in sources(step.instruction)}
        for landing in copy_targets(step, snapshot.context):
            is_file = landing.kind == "file" or (landing.kind is None and posixpath.basename(landing.path) in names)
            if is_file and landing.path and "$" not in landing.path:
                found[landing.path] = None
    return list(found)


def takes_all(snapshot: Snapshot, instruction: Instruction, folder: str) -> bool:
    """Whether a COPY before an instruction copies the whole build context to a folder."""
    for step in _copies(snapshot, instruction):
        place = target(step)
        all_of_it = any(source.value in (".", "./", "/") for source in sources(step.instruction))
        if all_of_it and place and place.path == folder and not step.instruction.flag("from"):
            return True
    return False


def _copies(snapshot: Snapshot, instruction: Instruction) -> Iterator[Step]:
    """Each COPY and ADD of a stage and its bases, up to an instruction, the last one first."""
    stage = snapshot.model.stage_at(instruction.start)
    while stage is not None:
        for step in reversed(stage.all("COPY", "ADD")):
            if step.instruction.start < instruction.start and not step.instruction.problems:
                yield step
        stage = stage.base


def targets(snapshot: Snapshot, instruction: Instruction, kind: str) -> list[str]:
    """Targets for a mount: for a cache mount, the caches of the package managers that the image has or may have.

    First those of the command, then those of the image's purpose, then those of its distribution.
    """
    stage = snapshot.model.stage_at(instruction.start)
    folders = [folder.rstrip("/") for folder in _folders(stage, instruction.start)] if stage else []
    if kind != "cache":
        return [folder for folder in (*folders, "/tmp") if folder]
    words = {*re.findall(r"[\w-]+", snapshot.text.slice(instruction.span))}
    step = snapshot.model.step_at(instruction.start)
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    there = {one.name: place.image.program(one.name) if place else Answer.UNKNOWN for one in managers().values()}
    usable = [one for one in managers().values() if one.name in words or there[one.name] is not Answer.NO]
    ordered = sorted(
        usable, key=lambda one: (one.name not in words, there[one.name] is not Answer.YES, one.family in _SYSTEM)
    )
    found = (path.replace("~", "/root", 1) for manager in ordered for path in (*manager.caches, *_lists(manager.lists)))
    return list(dict.fromkeys(path for path in found if path.startswith("/")))


def _lists(lists: Iterable[str]) -> Iterator[str]:
    """There is a lock file next to apt's lists, so the folder above is mounted."""
    return (path.removesuffix("/lists") for path in lists)


def _folders(stage: Stage, before: int) -> list[str]:
    """The working folders and targets of copies of a stage up to an offset, the last one first, each with a slash."""
    found: dict[str, None] = {}
    for step in reversed([step for step in stage.all("WORKDIR", "COPY", "ADD") if step.instruction.start < before]):
        if step.instruction.name == "WORKDIR":
            path = step.after.workdir
        else:
            target = _target(step)
            path = resolve(step.before.workdir, target) if target and target.endswith(("/", ".")) else None
        if path and path != "/" and path.startswith("/") and "\n" not in path and " " not in path:
            found[f"{path.rstrip('/')}/"] = None
    return list(found)


def _files(stage: Stage) -> Iterator[str]:
    """The targets of copies without a trailing slash: a file or a folder."""
    for step in stage.all("COPY", "ADD"):
        target = _target(step)
        path = resolve(step.before.workdir, target)
        if path and target and not target.endswith(("/", ".")) and path.startswith("/") and " " not in path:
            yield path


def _target(step: Step) -> str | None:
    """The target of a COPY or ADD; None if not known."""
    instruction = step.instruction
    if len(instruction.arguments) < 2 or instruction.problems:
        return None
    return step.before.expand(instruction.arguments[-1].value, instruction.unit.escape)


def _of_image(stage: Stage | None) -> list[str]:
    facts = _facts(stage)
    named = [facts.workdir, *facts.volumes] if facts else []
    return [f"{posixpath.normpath(path)}/" for path in named if path and path != "/" and path.startswith("/")]


def _facts(stage: Stage | None) -> ImageFacts | None:
    image = stage.root.image or "" if stage else ""
    return lookup(image) or relative(image)
