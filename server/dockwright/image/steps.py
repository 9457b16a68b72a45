"""The image before each instruction of a stage and after its last, and what runs in between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dockwright.image.bases.base import UNKNOWN_BASE, base_of
from dockwright.image.commands import Ran, ran
from dockwright.image.effects import instructions
from dockwright.image.effects.of_command import effect
from dockwright.image.image import Image
from dockwright.image.run_text import body_of
from dockwright.semantics.stage import Stage, Step

if TYPE_CHECKING:
    pass


class Moment(NamedTuple):
    """A command of a RUN, and the image that it meets."""

    ran: Ran
    image: Image


def images(stage: Stage) -> Sequence[Image]:
    """The image before each step of a stage; the last item is what the stage makes."""
    under = images(stage.base)[-1] if stage.base is not None else root(stage)
    key = ("images", under)
    found: list[Image] | None = stage.body.memo.get(key)
    if found is None:
        found = [under]
        for step in stage.steps:
            found.append(after(step, found[-1]))
        if len(stage.body.memo) > 256:
            stage.body.memo.clear()
        stage.body.memo[key] = found
    return found


def root(stage: Stage) -> Image:
    """The image that a stage begins with; one object for each reference, as long as it is remembered."""
    return _root(stage.image or "")


@lru_cache(maxsize=512)
def _root(reference: str) -> Image:
    return Image(base_of(reference) if reference else UNKNOWN_BASE)


def after(step: Step, image: Image) -> Image:
    """The image after an instruction."""
    unit = step.instruction.unit
    if unit.name in instructions.WITHOUT_EFFECT or step.instruction.problems:
        return image
    key = ("after", image, step.before)
    found: Image | None = unit.memo.get(key)
    if found is None:
        if len(unit.memo) > 256:
            unit.memo.clear()
        if unit.name == "RUN":
            at = image
            for made in commands(step, image):
                at = at.after(instructions.kept(step, effect(made, at)))
            found = (
                at.after(instructions.mounts(step)) if commands(step, image) else at.after(instructions.opaque(step))
            )
        else:
            found = image.after(instructions.effect(step))
        unit.memo[key] = found
    return found


def moments(step: Step, image: Image) -> tuple[Moment, ...]:
    """The commands of a RUN, each with the image that it meets."""
    found = []
    at = image
    for made in commands(step, image):
        found.append(Moment(made, at))
        at = at.after(instructions.kept(step, effect(made, at)))
    return tuple(found)


def commands(step: Step, image: Image) -> tuple[Ran, ...]:
    """The commands of a RUN in the order in which they run; none in exec form or where no POSIX shell runs it."""
    unit = step.instruction.unit
    key = ("commands", step.before, image.base)
    found: tuple[Ran, ...] | None = unit.memo.get(key)
    if found is None:
        body = body_of(step)
        errexit = any("e" in word[1:] for word in step.before.shell[1:] if word.startswith("-") and word[1:2] != "-")
        known = tuple(step.before.variables.items())
        folder = step.before.workdir or image.base.workdir
        found = () if body is None or body.script.has_errors else ran(body.script, folder, known, errexit)
        unit.memo[key] = found
    return found
