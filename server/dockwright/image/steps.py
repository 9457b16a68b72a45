"""The image before each instruction of a stage and after its last, and between the commands of a RUN."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from dockwright.image.bases.base import UNKNOWN_BASE, base_of
from dockwright.image.commands import Ran, ran
from dockwright.image.effects import instructions
from dockwright.image.effects.account_commands import DEPENDENT
from dockwright.image.effects.effect import ANYTHING, Effect
from dockwright.image.effects.of_command import effect
from dockwright.image.effects.spared import builders, named
from dockwright.image.effects.visible_state import seen
from dockwright.image.image import Image
from dockwright.image.inputs.reads import with_reads
from dockwright.image.run_text import body_of
from dockwright.semantics.commands.exec_form import exec_script
from dockwright.semantics.stage import Body, Stage, Step
from dockwright.syntax.carried import folded
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.unit_memo import memo_of

Value = TypeVar("Value")


class Moment(NamedTuple):
    """A command of a RUN, and the image before it."""

    ran: Ran
    image: Image


class Moments(tuple[Moment, ...]):
    """The commands of a RUN as they run; the same object where the same RUN meets the same."""

    memo: dict[Hashable, Any]
    """A cache for later layers, of values computed from these commands, their images, and the instruction alone."""

    def __init__(self, _found: Iterable[Moment] = ()) -> None:
        self.memo = {}

    def kept(self, name: Hashable, make: Callable[[], Value]) -> Value:
        """What `make` says of these commands; `name` says which value this is."""
        if name not in self.memo:
            if len(self.memo) > 64:
                self.memo.clear()
            self.memo[name] = make()
        found: Value = self.memo[name]
        return found


def images(stage: Stage) -> Sequence[Image]:
    """The image before each step of a stage; the last item is the image of the stage."""
    under = images(stage.base)[-1] if stage.base is not None else root(stage)
    if stage.base is not None and _has_triggers(stage.base):
        under = under.after(ANYTHING)
    key, body = ("images", under), stage.body
    found: Sequence[Image] | None = body.memo.get(key)
    if found is None:
        found = folded(body.carried, "images", under, (body.units, body.states[:-1]), _step_of(body))
        if len(body.memo) > 256:
            body.memo.clear()
        body.memo[key] = found
    return found


def _step_of(body: Body) -> Callable[[int, Image], Image]:
    def step(index: int, image: Image) -> Image:
        unit = body.units[index]
        if unit.name in instructions.WITHOUT_EFFECT:
            return image
        return after(Step(Instruction(unit, 0), body.states[index], body.states[index + 1]), image)

    return step


def _has_triggers(base: Stage) -> bool:
    """Whether ONBUILD of a stage changes files of those that are based on it."""
    inner = (step.instruction.inner for step in base.all("ONBUILD"))
    return any(one is not None and one.name not in instructions.WITHOUT_EFFECT for one in inner)


def root(stage: Stage) -> Image:
    """The initial image of a stage; one object per reference, as long as it is cached."""
    return of_reference(stage.image or "")


@lru_cache(maxsize=512)
def of_reference(reference: str) -> Image:
    """An image as it is in its registry; for an empty reference, an unknown one."""
    return Image(base_of(reference) if reference else UNKNOWN_BASE)


def after(step: Step, image: Image) -> Image:
    """The image after an instruction."""
    unit = step.instruction.unit
    if unit.name in instructions.WITHOUT_EFFECT or unit.problems:
        return image
    if unit.name != "RUN":
        return image.after(_effect(step))
    step = seen(step)
    memo, key = memo_of(unit, "image"), ("after", image, step.before)
    found: Image | None = memo.get(key)
    if found is None:
        met = _met(step, image)
        last = _beyond(step, met) if met else image
        found = memo[key] = last.after(instructions.mounts(step) if met else instructions.opaque(step))
    return found


def _effect(step: Step) -> Effect:
    """What an instruction other than RUN does, in every image."""
    memo, key = memo_of(step.instruction.unit, "image"), ("effect", step.before)
    found: Effect | None = memo.get(key)
    if found is None:
        found = memo[key] = instructions.effect(step)
    return found


def moments(step: Step, image: Image) -> Moments:
    """The commands of a RUN, each with the image before it; the same object for the same image.

    The content of its mounts exists while it runs.
    """
    step = seen(step)
    return _met(step, image.after(instructions.within(step, image)))


def _met(step: Step, image: Image) -> Moments:
    memo = memo_of(step.instruction.unit, "image")
    key = ("moments", image, step.before)
    found: Moments | None = memo.get(key)
    if found is None:
        made: list[Moment] = []
        for command in commands(step, image):
            made.append(Moment(command, _beyond(step, made) if made else image))
        found = memo[key] = Moments(made)
    return found


def _beyond(step: Step, met: Sequence[Moment]) -> Image:
    """The image after the last of some commands."""
    (made, image), place = met[-1], len(met)
    known = _effects(step, image)
    found = known.get(place)
    if found is None:
        done = with_reads(effect(made, image), made, frozenset(step.before.variables))
        found = instructions.kept(step, _without_named(step, made, done))
        if made.name not in DEPENDENT and made.name not in builders():
            known[place] = found
    return image.after(found)


def _without_named(step: Step, made: Ran, effect: Effect) -> Effect:
    """The effect of a build in a RUN: what is named before it, such as a folder of sources, may be what it builds."""
    body = body_of(step) if effect.spares and made.name in builders() else None
    return effect if body is None else effect._replace(spares=effect.spares - named(body.text[: made.span.start]))


def _effects(step: Step, image: Image) -> dict[int, Effect]:
    """By index, the effects of `commands` of a RUN that are the same in every image with this base."""
    memo = memo_of(step.instruction.unit, "image")
    key = ("effects", step.before, image.base)
    found: dict[int, Effect] | None = memo.get(key)
    if found is None:
        found = memo[key] = {}
    return found


def commands(step: Step, image: Image) -> tuple[Ran, ...]:
    """The commands of a RUN in the order in which they run; none where no POSIX shell runs it."""
    memo, step = memo_of(step.instruction.unit, "image"), seen(step)
    key = ("commands", step.before, image.base)
    found: tuple[Ran, ...] | None = memo.get(key)
    if found is None:
        body = body_of(step)
        unit = step.instruction.unit
        script = exec_script(unit) if unit.is_json else body.script if body is not None else None
        errexit = any("e" in word[1:] for word in step.before.shell[1:] if word.startswith("-") and word[1:2] != "-")
        known = tuple(step.before.variables.items())
        folder = step.before.workdir or image.base.workdir
        found = () if script is None or script.has_errors else ran(script, folder, known, errexit)
        memo[key] = found
    return found
