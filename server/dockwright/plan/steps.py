"""What each instruction of a stage does to the image: what it copies, installs and deletes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage, built
from dockwright.image.files import is_below
from dockwright.plan.copies import Copy, copies
from dockwright.plan.triggers import fired
from dockwright.semantics.commands.packages import Invocation, invocation

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.image.image import Image
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage, Step


_LISTS = "/var/lib/apt/lists"


class Packages(NamedTuple):
    """What a package manager is asked to install or remove."""

    manager: str
    names: tuple[str, ...]
    """As written; those that variables or files name are not among them."""
    is_all: bool
    """Whether these are all that is asked for."""


class Deletion(NamedTuple):
    """A path that is removed, though an earlier layer holds it; the image stays as large as it was."""

    path: str
    line: int | None
    """The line of the instruction whose layer holds it; None where that is the base image."""


class PlannedStep(NamedTuple):
    """An instruction of a stage, as it is built."""

    instruction: str
    line: int
    text: str
    """The instruction with its continuations joined."""
    makes_layer: bool
    """Whether it adds a layer; others change the configuration alone."""
    copies: tuple[Copy, ...] = ()
    installs: tuple[Packages, ...] = ()
    removes: tuple[Packages, ...] = ()
    deletes: tuple[Deletion, ...] = ()


def planned_steps(model: Model, stage: Stage, context: Context | None) -> tuple[PlannedStep, ...]:
    """The instructions of a stage after FROM, in order."""
    made = built(stage, model, context)
    lines = [model.tree.text.line_of(step.instruction.keyword.span.start) + 1 for step in stage.steps]
    own = (_planned(model, stage, made, index, lines, context) for index in range(1, len(lines)))
    return (*_fired(model, stage, context), *own)


def _fired(model: Model, stage: Stage, context: Context | None) -> Iterator[PlannedStep]:
    """What ONBUILD of the stage below has kept for this one."""
    for step, line, text in fired(model, stage):
        taken = copies(model, stage, step, context) if step.instruction.name in ("COPY", "ADD") else ()
        yield PlannedStep(step.instruction.name, line, text, _makes_layer(step), taken)


def _makes_layer(step: Step) -> bool:
    name = step.instruction.name
    return name in ("RUN", "COPY", "ADD") or (name == "WORKDIR" and step.after.workdir != "/")


def _planned(
    model: Model, stage: Stage, made: BuiltStage, index: int, lines: list[int], context: Context | None
) -> PlannedStep:
    step = made.at(index)
    name = step.instruction.name
    text = " ".join(step.instruction.text.split())
    if name == "RUN":
        ran = _of_run(made, index)
        gone = tuple(Deletion(path, _line(made, depth, lines)) for path, depth in ran.deletes)
        return PlannedStep(name, lines[index], text, True, (), ran.installs, ran.removes, gone)
    if name in ("COPY", "ADD"):
        return PlannedStep(name, lines[index], text, True, copies(model, stage, step.step, context))
    return PlannedStep(name, lines[index], text, _makes_layer(step.step))


class _Run(NamedTuple):
    installs: tuple[Packages, ...]
    removes: tuple[Packages, ...]
    deletes: tuple[tuple[str, int], ...]
    """Paths, with how many changes after the base each was made."""


def _of_run(made: BuiltStage, index: int) -> _Run:
    """What a RUN does; kept for as long as it meets the same image."""
    memo, key = (
        made.stage.body.units[index].memo,
        ("planned", made.images[index], made.images[index + 1], made.files.key),
    )
    found: _Run | None = memo.get(key)
    if found is None:
        asked = [call for moment in made.at(index).commands if (call := invocation(moment.ran.command))]
        installs = tuple(_packages(call) for call in asked if call.action == "install")
        removes = tuple(_packages(call) for call in asked if call.action == "remove")
        if len(memo) > 256:
            memo.clear()
        found = memo[key] = _Run(installs, removes, _deletions(made, index))
    return found


def _packages(call: Invocation) -> Packages:
    named = [each for each in call.packages if each.kind == "package"]
    names = tuple(each.name if each.version is None else each.word.text for each in named)
    return Packages(call.manager.name, names, bool(named) and len(named) == len(call.packages))


def _deletions(made: BuiltStage, index: int) -> tuple[tuple[str, int], ...]:
    """What a RUN removes that its own layer has not made."""
    met, left = made.images[index], made.images[index + 1]
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
    """How many changes after the base a path was made that an image holds for sure; None where that is not sure."""
    there = made.at(0).files.find(met, path)
    if there.answer is not Answer.UNKNOWN:
        return there.depth if there.answer is Answer.YES else None
    image: Image | None = met
    while image is not None:
        for change in image.effect.paths:
            if change.operation in ("remove", "open") and (path == change.path or is_below(path, change.path)):
                return None
            if change.operation == "copy" and change.path == path and image.effect.certain:
                return image.depth
        image = image.before
    return None


def _line(made: BuiltStage, depth: int, lines: list[int]) -> int | None:
    if depth <= made.images[0].depth:
        return None
    return next(line for image, line in zip(made.images[1:], lines, strict=False) if image.depth >= depth)
