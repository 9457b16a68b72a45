"""Which steps run again when a file of the build context changes: what BuildKit finds in its cache, and what not.

A COPY, ADD or bind mount is known by what it takes: names, content, modes and owners, not times. What comes after a
step that runs again runs again as well; COPY --link does so only where the builder does not merge layers, as Docker
without the image store of containerd. What takes files of a stage that was built again runs again where these have
changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from dockwright.context.build_context import clean
from dockwright.image.built_stage import built
from dockwright.plan.copies import excludes, is_excluded, origin_of
from dockwright.plan.stages import build_order
from dockwright.plan.triggers import fired
from dockwright.semantics.mounts import fields
from dockwright.semantics.stage import Stage, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.context.build_context import Context
    from dockwright.context.ignore.reader import Rule
    from dockwright.semantics.model import Model

Level = Literal[0, 1, 2]
"""Comes from the cache; runs again unless the files are the same after all, or a value says so; runs again for sure."""
_WORKS = frozenset({"RUN", "COPY", "ADD", "WORKDIR"})


class CachedStep(NamedTuple):
    """A step of a stage that is built, and what a change does to it."""

    stage: str
    line: int
    text: str
    level: Level
    takes: bool
    """Whether it takes the file itself."""


class Invalidated(NamedTuple):
    """What a change of a file does to a build."""

    path: str
    ignored: Rule | None
    """The line of the ignore file that keeps it out of the build."""
    steps: tuple[CachedStep, ...]
    """All steps of the stages that are built, in order."""


def invalidated(model: Model, target: Stage, context: Context | None, path: str) -> Invalidated:
    """What runs again when the file at a path of the context changes, comes or goes."""
    rule = _ignored(context, path)
    found: list[CachedStep] = []
    changed: dict[int, Level] = {}
    for one in build_order(model, target):
        if one.turn is None:
            continue
        stage = one.stage
        level: Level = changed.get(stage.base.index, 0) if stage.base else 0
        for step, line, text in _works(model, stage):
            own = 0 if rule else takes(model, stage, step, context, path)
            through = _through_stages(model, stage, step, changed, context, path)
            alone: Level = max(own, through)
            is_linked = step.instruction.flag("link") is not None and step.instruction.name in ("COPY", "ADD")
            here: Level = max(alone, min(level, 1)) if is_linked else max(level, alone)
            level = max(level, alone)
            found.append(CachedStep(stage.name or str(stage.index), line, text, here, bool(own)))
        changed[stage.index] = level
    return Invalidated(path, rule, tuple(found))


def _ignored(context: Context | None, path: str) -> Rule | None:
    held = context.contents.ignore if context is not None and not context.contents.undecided else None
    rule = held.decide(path) if held else None
    return rule if rule and not rule.exception else None


def _works(model: Model, stage: Stage) -> Iterator[tuple[Step, int, str]]:
    """The steps that BuildKit runs, those that ONBUILD of the base has kept first, with their lines and texts."""
    yield from (each for each in fired(model, stage) if each[0].instruction.name in _WORKS)
    for step in stage.steps:
        name = step.instruction.name
        if name in _WORKS and not step.instruction.problems and (name != "WORKDIR" or step.after.workdir != "/"):
            line = model.tree.text.line_of(step.instruction.keyword.span.start) + 1
            yield step, line, " ".join(step.instruction.text.split())


def takes(model: Model, stage: Stage, step: Step, context: Context | None, path: str) -> Level:
    """Whether a step takes a file of the build context."""
    instruction = step.instruction
    if instruction.name == "RUN":
        return _mounts(step, context, path)
    if instruction.name not in ("COPY", "ADD"):
        return 0
    heredocs = {heredoc.marker for heredoc in instruction.heredocs}
    best: Level = 0
    for token in instruction.arguments[:-1]:
        if token.span in heredocs:
            continue
        source = step.before.expand(token.value, instruction.unit.escape)
        if origin_of(model, stage, step, source, context) != "context":
            continue
        if source is None:
            best = max(best, 1)
        elif _names(source, path):
            excluded = excludes(step)
            if excluded is None:
                best = max(best, 1)
            elif not any(is_excluded(path, clean(source), pattern) for pattern in excluded):
                best = 2
    return best


def _mounts(step: Step, context: Context | None, path: str) -> Level:
    """Whether a bind mount of a RUN brings a file of the context."""
    best: Level = 0
    for flag in step.instruction.flags:
        if flag.name != "mount":
            continue
        values = {field.key: field.value for field in fields(step.instruction, flag)}
        if (values.get("type") or "bind") != "bind" or values.get("from"):
            continue
        written = values.get("source") or values.get("src") or "/"
        source = step.before.expand(written, step.instruction.unit.escape)
        best = max(best, 1 if source is None else 2 if _lies_in(path, clean(source)) else 0)
    return best


def _names(source: str, path: str) -> bool:
    """Whether a source names a file: itself, a folder above it, or by its wildcards."""
    pattern = clean(source)
    if not any(mark in pattern for mark in "*?[\\"):
        return _lies_in(path, pattern)
    from dockwright.context.ignore.patterns import compile_pattern

    parts = path.split("/")
    depth = pattern.count("/") + 1
    return len(parts) >= depth and compile_pattern(pattern).matches("/".join(parts[:depth]))


def _lies_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _through_stages(
    model: Model, stage: Stage, step: Step, changed: dict[int, Level], context: Context | None, path: str
) -> Level:
    """Whether a step takes files of a stage that is built again; sure where it takes a plain copy of the file."""
    instruction = step.instruction
    best: Level = 0
    for name in _origins(step):
        if context is not None and name.lower() in context.named_contexts:
            continue
        other = model.stage_referred(name, instruction.name == "COPY")
        if other is None or other.index >= stage.index or not changed.get(other.index):
            continue
        best = max(best, 2 if instruction.name == "COPY" and _copies_it(model, other, step, context, path) else 1)
    return best


def _origins(step: Step) -> Iterator[str]:
    for flag in step.instruction.flags:
        if flag.name == "from" and flag.value and step.instruction.name == "COPY":
            yield flag.value
        elif flag.name == "mount" and step.instruction.name == "RUN":
            values = {field.key: field.value for field in fields(step.instruction, flag)}
            if (values.get("type") or "bind") == "bind" and values.get("from"):
                yield values["from"] or ""


def _copies_it(model: Model, other: Stage, step: Step, context: Context | None, path: str) -> bool:
    """Whether a source of COPY --from is the file as it came from the context."""
    made = built(other, model, context)
    for token in step.instruction.arguments[:-1]:
        source = step.before.expand(token.value, step.instruction.unit.escape)
        if source is None or step.instruction.flag("exclude") or any(mark in source for mark in "*?[\\"):
            continue
        found = made.files.find(made.image, f"/{clean(source)}")
        if found.source == path and not found.edited and found.kind == "file":
            return True
    return False
