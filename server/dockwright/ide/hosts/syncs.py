"""`develop.watch` of Compose against COPY: a sync that writes elsewhere than where the image has the files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.reference import Sync
from dockwright.context.moves.paths import relative
from dockwright.context.values import Build
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.ide.hosts.dockerfiles import called
from dockwright.semantics import copying
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit

_PUTS_ELSEWHERE = re.compile(r"\b(?:cp|mv|ln|rsync|install|tar|unzip|cpio|mount)\b")


def misplaced(facts: HostFacts, build: Build, model: Model, stage: Stage) -> Iterator[Finding]:
    """The syncs of a build that write where no COPY put the files, though one copies them to another place."""
    for sync in build.syncs:
        inside = relative(sync.path, build.context)
        place = _copied_to(facts, build, sync, inside, stage) if inside is not None else None
        if place is None or sync.target.file != facts.path or not facts.exists(sync.path):
            continue
        step, path = place
        held, start = facts.held.get(build.dockerfile), step.instruction.start
        line = (held.line(start) if held else model.tree.text.line_of(start)) + 1
        name = called(facts, build.dockerfile) if not held else facts.path
        message = (
            f"The sync writes to `{sync.target.value}`, but `{name}` (line {line}) copies `{sync.written}` to `{path}`"
        )
        exact = not sync.target.obstacle
        fixes = (Fix(f"Change to `{path}`", (Edit(sync.target.span, path),), safe=False),) if exact else ()
        yield Finding(sync.target.span, message, fixes, code="sync-not-copied", severity=Severity.WARNING)


def _copied_to(facts: HostFacts, build: Build, sync: Sync, inside: str, stage: Stage) -> tuple[Step, str] | None:
    """The COPY that puts the files elsewhere than the sync, and where; None where one may put them there."""
    inside = "" if inside == "." else inside
    is_folder = next(facts.children(sync.path), None) is not None
    wanted = posixpath.normpath(sync.target.value)
    first: tuple[Step, str] | None = None
    steps = [*_chain(stage)]
    anchored = False
    for step in steps:
        name = step.instruction.name
        if name == "WORKDIR":
            anchored = anchored or any(token.value.startswith("/") for token in step.instruction.arguments[:1])
        if name == "RUN" and _PUTS_ELSEWHERE.search(step.instruction.unit.text):
            return None
        if name not in ("COPY", "ADD"):
            continue
        target = copying.target(step)
        written = step.instruction.arguments[-1].value if step.instruction.arguments else ""
        if target is None or "$" in target.path or not (anchored or written.startswith("/")):
            return None
        if step.instruction.flag("from") is not None:
            if _meets(target.path, wanted):
                return None
            continue
        if step.instruction.flag("parents") is not None:
            return None
        for token in copying.sources(step.instruction):
            if any(mark in token.value for mark in "$*?[\\\"'") or copying.REMOTE.match(token.value):
                return None
            source = posixpath.normpath("/" + token.value).lstrip("/")
            landed = _landed(source, target, inside, is_folder)
            if wanted in landed:
                return None
            if landed and relative(inside, source) is not None:
                first = first or (step, landed[0])
            elif not landed and _brings(facts, posixpath.join(build.context, source), target, wanted):
                return None
    return first


def _landed(source: str, target: copying.Target, inside: str, is_folder: bool) -> list[str]:
    """Where a sync has to write for the files that a source brings; empty where it has nothing to do with them."""
    if inside == source and not is_folder:
        name = posixpath.basename(source)
        return [posixpath.join(target.path, name)] + ([] if target.is_folder else [target.path])
    if (below := relative(inside, source)) is not None:
        return [posixpath.normpath(posixpath.join(target.path, below))]
    above = relative(source, inside)
    if above is None:
        return []
    # The sync writes a folder that holds the source: it lands there where the rest of the path is the same.
    ends = {above} if target.is_folder else {above, posixpath.dirname(above)}
    whole = posixpath.join(target.path, posixpath.basename(source)) if target.is_folder else target.path
    found = [start for each in (whole, target.path) for end in ends if (start := _without(each, end)) is not None]
    return list(dict.fromkeys(found))


def _brings(facts: HostFacts, source: str, target: copying.Target, wanted: str) -> bool:
    """Whether other files land where a sync writes: then somebody may well want it there."""
    if next(facts.children(source), None) is None:
        places = (posixpath.join(target.path, posixpath.basename(source)), target.path)
        return any(relative(place, wanted) is not None for place in places)
    below = relative(wanted.lstrip("/"), target.path.lstrip("/"))
    return relative(target.path, wanted) is not None or (
        below is not None and facts.exists(posixpath.join(source, below))
    )


def _without(path: str, end: str) -> str | None:
    if end in ("", "."):
        return path
    return path.removesuffix(f"/{end}") or "/" if path.endswith(f"/{end}") else None


def _meets(one: str, other: str) -> bool:
    """Whether one of two paths lies in the other."""
    return (
        relative(one.lstrip("/"), other.strip("/")) is not None
        or relative(other.lstrip("/"), one.strip("/")) is not None
    )


def _chain(stage: Stage) -> Iterator[Step]:
    if stage.base is not None:
        yield from _chain(stage.base)
    yield from stage.steps
