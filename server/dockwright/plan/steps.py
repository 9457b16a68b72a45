"""The effect of each instruction of a stage on the image: what it copies, installs and deletes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage, built, origins
from dockwright.image.effects.visible_state import seen
from dockwright.image.found import is_below
from dockwright.image.steps import commands
from dockwright.plan.copies import Copy, copies
from dockwright.plan.triggers import fired
from dockwright.plan.works import is_work
from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.carried import each
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.unit_memo import memo_of

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.image.image import Image
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage

_LISTS = "/var/lib/apt/lists"


class Packages(NamedTuple):
    """The packages that a package manager is asked to install or remove."""

    manager: str
    names: tuple[str, ...]
    """As written, without those given by variables or files."""
    is_all: bool
    """Whether the list is complete."""


class Deletion(NamedTuple):
    """A path that is deleted although an earlier layer contains it; the image does not get smaller."""

    path: str
    line: int | None
    """The line of the instruction whose layer contains it; None for the base image."""


class PlannedStep(NamedTuple):
    """An instruction of a stage, as it is built."""

    instruction: str
    line: int
    text: str
    """The instruction with continuations joined."""
    makes_layer: bool
    """Whether it adds a layer; others only change the configuration."""
    copies: tuple[Copy, ...] = ()
    installs: tuple[Packages, ...] = ()
    removes: tuple[Packages, ...] = ()
    deletes: tuple[Deletion, ...] = ()


def planned_steps(model: Model, stage: Stage, context: Context | None) -> tuple[PlannedStep, ...]:
    """The instructions of a stage after FROM, in order; the same objects if nothing they depend on changes."""
    made, body = built(stage, model, context), stage.body
    lines = stage.lines(model.tree.text)
    named = tuple((name, other.index, other.name) for name in origins(stage) if (other := model.stage_referred(name)))
    around = (context, stage.index, named, made.files.key)
    met = tuple(image if unit.name == "RUN" else None for unit, image in zip(body.units, made.images, strict=False))
    columns = (body.units, body.states[:-1], met)
    parts = each(body.carried, "plan", around, columns, lambda index: _planned(model, stage, made, index, context))
    kept: _Kept | None = body.carried.get("planned")
    if kept is None or kept.parts is not parts or kept.lines != lines:
        own = tuple(_placed(part, line, made, lines) for part, line in zip(parts[1:], lines[1:], strict=True))
        kept = body.carried["planned"] = _Kept(parts, lines, own)
    return (*_fired(model, stage, context), *kept.own)


_Part = tuple[PlannedStep, tuple[tuple[str, int], ...]]
"""An instruction without its line, and the paths that it deletes: with the number of changes before each was made."""


class _Kept(NamedTuple):
    """The steps of a stage as they were before an edit, and what they were made of."""

    parts: Sequence[_Part]
    lines: list[int]
    own: tuple[PlannedStep, ...]


def _placed(part: _Part, line: int, made: BuiltStage, lines: list[int]) -> PlannedStep:
    (name, _, text, makes_layer, taken, installs, removes, _), deleted = part
    gone = tuple(Deletion(path, _line(made, depth, lines)) for path, depth in deleted) if deleted else ()
    return PlannedStep(name, line, text, makes_layer, taken, installs, removes, gone)


def _fired(model: Model, stage: Stage, context: Context | None) -> Iterator[PlannedStep]:
    """The instructions that ONBUILD of the base has stored for this stage."""
    for step, line, text in fired(model, stage):
        taken = copies(model, stage, step, context) if step.instruction.name in ("COPY", "ADD") else ()
        yield PlannedStep(step.instruction.name, line, text, is_work(step), taken)


def _planned(model: Model, stage: Stage, made: BuiltStage, index: int, context: Context | None) -> _Part:
    unit, before, after = stage.body.units[index], stage.body.states[index], stage.body.states[index + 1]
    name = unit.name
    text: str | None = unit.memo.get("plan text")
    if text is None:
        text = unit.memo["plan text"] = " ".join(unit.joined.string.split())
    if name == "RUN":
        return PlannedStep(name, 0, text, True, (), *_asked(made, index)), _deletions(made, index)
    step = Step(Instruction(unit, 0), before, after)
    if name in ("COPY", "ADD"):
        return PlannedStep(name, 0, text, True, copies(model, stage, step, context)), ()
    return PlannedStep(name, 0, text, is_work(step)), ()


def _asked(made: BuiltStage, index: int) -> tuple[tuple[Packages, ...], tuple[Packages, ...]]:
    """The packages that a RUN asks package managers to install and remove."""
    step, image = seen(made.at(index).step), made.images[index]
    memo, key = memo_of(step.instruction.unit, "plan"), ("plan packages", step.before, image.base)
    found: tuple[tuple[Packages, ...], tuple[Packages, ...]] | None = memo.get(key)
    if found is None:
        asked = [call for one in commands(step, image) if (call := invocation(one.command))]
        installs = tuple(_packages(call) for call in asked if call.action == "install")
        removes = tuple(_packages(call) for call in asked if call.action == "remove")
        found = memo[key] = installs, removes
    return found


def _packages(call: Invocation) -> Packages:
    named = [each for each in call.packages if each.kind == "package"]
    names = tuple(each.name if each.version is None else each.word.text for each in named)
    return Packages(call.manager.name, names, bool(named) and len(named) == len(call.packages))


def _deletions(made: BuiltStage, index: int) -> tuple[tuple[str, int], ...]:
    """The paths that a RUN deletes from earlier layers, with the number of changes before each was created."""
    met, left = made.images[index], made.images[index + 1]
    if met is left:
        return ()
    key = ("plan deletions", met, made.files.context, made.files.key)
    found: tuple[tuple[str, int], ...] | None = left.memo.get(key)
    if found is None:
        found = left.memo[key] = _deleted(made, met, left)
    return found


def _deleted(made: BuiltStage, met: Image, left: Image) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    image: Image | None = left
    while image is not None and image is not met:
        for change in image.effect.paths if image.effect.certain else ():
            holder = _holder(made, met, change.path) if change.operation == "remove" else None
            if holder is not None:
                found.setdefault(change.path, holder)
        image = image.before
    if met.lists("deb") is Answer.YES and left.lists("deb") is Answer.NO:
        found.setdefault(_LISTS, next(each.depth for each in made.images if each.lists("deb") is Answer.YES))
    return tuple((path, found[path]) for path in sorted(found) if not any(is_below(path, one) for one in found))


def _holder(made: BuiltStage, met: Image, path: str) -> int | None:
    """The number of changes after the base before a path of an image was created; None if that is not certain."""
    there = made.files.find(met, path)
    if there.answer is not Answer.UNKNOWN:
        return there.depth if there.answer is Answer.YES else None
    for image, change in met.changes(path):
        if change.operation in ("remove", "open") and (path == change.path or is_below(path, change.path)):
            return None
        if change.operation == "copy" and change.path == path and image.effect.certain:
            return image.depth
    return None


def _line(made: BuiltStage, depth: int, lines: list[int]) -> int | None:
    if depth <= made.images[0].depth:
        return None
    return lines[bisect_left(made.images, depth, key=lambda image: image.depth) - 1]
