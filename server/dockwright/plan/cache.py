"""The steps that run again when a file of the build context changes, by the rules of BuildKit's cache.

A COPY, ADD or bind mount is identified by what it takes: names, content, modes and owners, not times. All steps after
one that runs again run again as well; COPY --link does so only if the builder does not merge layers, as Docker without
containerd's image store. A step that takes files from a rebuilt stage runs again if these have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from dockwright.context.build_context import clean
from dockwright.image.built_stage import built
from dockwright.plan.copies import excludes, is_excluded, origin_of
from dockwright.plan.stages import build_order
from dockwright.plan.works import works
from dockwright.semantics.mounts import fields
from dockwright.semantics.stage import Stage, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.context.build_context import Context
    from dockwright.context.ignore.reader import Rule
    from dockwright.semantics.model import Model

Level = Literal[0, 1, 2]
"""0: cached; 1: runs again unless the files turn out to be equal, or depending on a value; 2: certainly runs again."""


class CachedStep(NamedTuple):
    """A step of a stage in the build, and the effect of a change on it."""

    stage: str
    line: int
    text: str
    level: Level
    takes: bool
    """Whether it takes the changed file itself."""


class Invalidated(NamedTuple):
    """The effect of a change of a file on a build."""

    path: str
    ignored: Rule | None
    """The line of the ignore file that excludes the file from the build."""
    steps: tuple[CachedStep, ...]
    """All steps of the stages in the build, in order."""


def invalidated(model: Model, target: Stage, context: Context | None, path: str) -> Invalidated:
    """The steps that run again when the file at a path of the context is changed, added or removed."""
    return follow(watched(model, target, context), model, context, path)


class Watched(NamedTuple):
    """A step in the build, with everything that is the same for all paths."""

    stage: Stage
    step: Step
    line: int
    text: str
    takes: tuple[Taken, ...]
    origins: tuple[int, ...]
    """The earlier stages that it takes files from."""


def watched(model: Model, target: Stage, context: Context | None) -> list[Watched]:
    """All steps of the stages in the build, in order."""
    return [
        Watched(
            one.stage,
            step,
            line,
            text,
            tuple(taken(model, one.stage, step, context)),
            tuple(stages_taken(model, one.stage, step, context)),
        )
        for one in build_order(model, target)
        if one.turn is not None
        for step, line, text in works(model, one.stage)
    ]


def follow(steps: list[Watched], model: Model, context: Context | None, path: str) -> Invalidated:
    """The levels of some steps when the file at a path changes."""
    rule = _ignored(context, path)
    found: list[CachedStep] = []
    changed: dict[int, Level] = {}
    for one in steps:
        stage, step = one.stage, one.step
        level: Level = changed[stage.index] if stage.index in changed else _below(stage, changed)
        own: Level = 0 if rule else max((each.level(path) for each in one.takes), default=0)
        alone: Level = max(own, _through_stages(model, one, changed, context, path))
        is_linked = step.instruction.name in ("COPY", "ADD") and step.instruction.flag("link") is not None
        here: Level = max(alone, min(level, 1)) if is_linked else max(level, alone)
        changed[stage.index] = max(level, alone)
        found.append(CachedStep(stage.name or str(stage.index), one.line, one.text, here, bool(own)))
    return Invalidated(path, rule, tuple(found))


def _below(stage: Stage, changed: dict[int, Level]) -> Level:
    """The initial state of a stage: a base without steps passes on the state of its own base."""
    base = stage.base
    while base is not None and base.index not in changed:
        base = base.base
    return changed[base.index] if base is not None else 0


def _ignored(context: Context | None, path: str) -> Rule | None:
    held = context.contents.ignore if context is not None and not context.contents.undecided else None
    rule = held.decide(path) if held else None
    return rule if rule and not rule.exception else None


class Taken(NamedTuple):
    """What a word of a step takes from the build context."""

    source: str | None
    """None if not known."""
    excluded: tuple[str, ...] | None = ()
    is_folder: bool = False
    """Whether wildcards are literal, as in a mount."""

    def level(self, path: str) -> Level:
        """Whether a file is part of it."""
        if self.source is None:
            return 1
        if self.is_folder:
            return 2 if _lies_in(path, self.source) else 0
        if not _names(self.source, path):
            return 0
        if self.excluded is None:
            return 1
        return 0 if any(is_excluded(path, self.source, pattern) for pattern in self.excluded) else 2


def taken(model: Model, stage: Stage, step: Step, context: Context | None) -> Iterator[Taken]:
    """What a step takes from the build context."""
    instruction = step.instruction
    if instruction.name == "RUN":
        yield from _mounts(step)
    if instruction.name not in ("COPY", "ADD"):
        return
    heredocs = {heredoc.marker for heredoc in instruction.heredocs}
    excluded = excludes(step)
    for token in instruction.arguments[:-1]:
        if token.span not in heredocs:
            source = step.before.expand(token.value, instruction.unit.escape)
            if origin_of(model, stage, step, source, context) == "context":
                kept = None if excluded is None else tuple(excluded)
                yield Taken(None if source is None else clean(source), kept)


def _mounts(step: Step) -> Iterator[Taken]:
    """What bind mounts of a RUN take from the context."""
    for flag in step.instruction.flags:
        if flag.name != "mount":
            continue
        values = {field.key: field.value for field in fields(step.instruction, flag)}
        if (values.get("type") or "bind") != "bind" or values.get("from"):
            continue
        written = values.get("source") or values.get("src") or "/"
        source = step.before.expand(written, step.instruction.unit.escape)
        yield Taken(None if source is None else clean(source), is_folder=True)


def _names(pattern: str, path: str) -> bool:
    """Whether a cleaned source selects a file: itself, a folder above it, or by its wildcards."""
    if not any(mark in pattern for mark in "*?[\\"):
        return _lies_in(path, pattern)
    from dockwright.context.ignore.patterns import compile_pattern

    parts = path.split("/")
    depth = pattern.count("/") + 1
    return len(parts) >= depth and compile_pattern(pattern).matches("/".join(parts[:depth]))


def _lies_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _through_stages(model: Model, one: Watched, changed: dict[int, Level], context: Context | None, path: str) -> Level:
    """Whether a step takes files from a rebuilt stage; certain if it takes an unchanged copy of the file."""
    best: Level = 0
    for index in one.origins:
        if best < 2 and _of_stage(model.stages[index], changed):
            is_copy = one.step.instruction.name == "COPY"
            best = 2 if is_copy and _copies_it(model, model.stages[index], one.step, context, path) else 1
    return best


def _of_stage(stage: Stage, changed: dict[int, Level]) -> Level:
    return changed[stage.index] if stage.index in changed else _below(stage, changed)


def stages_taken(model: Model, stage: Stage, step: Step, context: Context | None) -> Iterator[int]:
    """The earlier stages that a step takes files from, by index."""
    for name in _origins(step):
        if context is not None and name.lower() in context.named_contexts:
            continue
        other = model.stage_referred(name, step.instruction.name == "COPY")
        if other is not None and other.index < stage.index:
            yield other.index


def _origins(step: Step) -> Iterator[str]:
    for flag in step.instruction.flags:
        if flag.name == "from" and flag.value and step.instruction.name == "COPY":
            yield flag.value
        elif flag.name == "mount" and step.instruction.name == "RUN":
            values = {field.key: field.value for field in fields(step.instruction, flag)}
            if (values.get("type") or "bind") == "bind" and values.get("from"):
                yield values["from"] or ""


def _copies_it(model: Model, other: Stage, step: Step, context: Context | None, path: str) -> bool:
    """Whether a source of COPY --from is the file as copied from the context."""
    made = built(other, model, context)
    for token in step.instruction.arguments[:-1]:
        source = step.before.expand(token.value, step.instruction.unit.escape)
        if source is None or step.instruction.flag("exclude") or any(mark in source for mark in "*?[\\"):
            continue
        found = made.files.find(made.image, f"/{clean(source)}")
        if found.source == path and not found.edited and found.kind == "file":
            return True
    return False
