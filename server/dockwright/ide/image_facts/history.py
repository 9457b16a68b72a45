"""An image with its history: the instruction, or command of a RUN, that made a change."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from dockwright.frozen import frozen
from dockwright.image.built_stage import built
from dockwright.image.files import Files
from dockwright.image.image import Image
from dockwright.image.run_text import body_of, source_span
from dockwright.image.steps import images, moments, of_reference
from dockwright.image.windows import is_windows
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.image.commands import Ran
    from dockwright.semantics.model import Model

_LONGEST = 50
"""Stages with a longer chain of bases are skipped."""
_WIDEST = 60
"""Maximum number of characters of an instruction that are shown."""


class Maker(NamedTuple):
    """The cause of a change: an instruction, or one command of a RUN."""

    instruction: Instruction
    span: Span
    """In the document."""
    text: str
    """On one line, and shortened."""


@frozen(eq=False)
class Place:
    """An image at one point of the build, and the stage that it belongs to."""

    model: Model
    context: Context | None
    stage: Stage | None
    """None for an image that is not from a stage."""
    index: int
    """The index of the next instruction; past the last one for the final image of the stage."""
    image: Image
    files: Files

    def maker(self, depth: int) -> Maker | None:
        """The cause of the change with this depth; None if that is the base image."""
        stage = self.stage
        while stage is not None:
            made = images(stage)
            if made[0].depth < depth:
                index = bisect_left(made, depth, key=attrgetter("depth")) - 1
                return _maker(stage, index, made[index], depth)
            stage = stage.base
        return None

    def with_image(self, image: Image) -> Place:
        """The same place inside an instruction, before one command of a RUN."""
        return Place(self.model, self.context, self.stage, self.index, image, self.files)

    def source(self, name: str) -> Place | None:
        """The place that `--from` refers to by a name; None for a named context, or if not known."""
        if not name or "$" in name or (self.context is not None and name.lower() in self.context.named_contexts):
            return None
        if name.lower() not in self.files.stages:
            image = of_reference(name)
            return Place(self.model, self.context, None, 0, image, Files(self.context)) if not name.isdigit() else None
        above = self.model.stages[: self.stage.index if self.stage else 0]
        stage = next((one for one in above if name.lower() in (one.name, str(one.index))), None)
        return final_place(self.model, stage, self.context) if stage is not None else None


def place_of(model: Model, step: Step, context: Context | None) -> Place | None:
    """The image before an instruction; None before the first FROM, and for Windows, for which there are no facts."""
    stage = model.stage_at(step.instruction.start)
    if stage is None or stage.chain.depth > _LONGEST or _may_be_windows(model, stage):
        return None
    scene = built(stage, model, context)
    index = bisect_left(stage.body.offsets, step.instruction.start - stage.start)
    return Place(model, context, stage, index, scene.images[index], scene.files)


def final_place(model: Model, stage: Stage, context: Context | None) -> Place | None:
    """The final image of a stage; None in the same cases."""
    if stage.chain.depth > _LONGEST or _may_be_windows(model, stage):
        return None
    scene = built(stage, model, context)
    return Place(model, context, stage, len(stage.body.units), scene.image, scene.files)


def _may_be_windows(model: Model, stage: Stage) -> bool:
    """Whether it may be for Windows, by its image, shell or escape character: some images are for both."""
    shell = stage.final.shell[0].lower() if stage.final.shell else ""
    is_foreign = "\\" in shell or shell.rpartition("/")[2].removesuffix(".exe") in ("powershell", "pwsh", "cmd")
    return is_foreign or model.tree.escape == "`" or is_windows(stage) or is_windows(stage.root)


def _maker(stage: Stage, index: int, image: Image, depth: int) -> Maker:
    body = stage.body
    if index == len(body.units):  # what its ONBUILD instructions do in a stage that is based on it
        trigger = next(step.instruction for step in reversed(stage.steps) if step.instruction.name == "ONBUILD")
        return Maker(trigger, trigger.head_span, shortened(trigger.text))
    instruction = Instruction(body.units[index], stage.start + body.offsets[index])
    step = Step(instruction, body.states[index], body.states[index + 1])
    ran = None
    if instruction.name == "RUN":
        # The last command that begins with a smaller depth: the next one begins with this change or a later one.
        ran = next((one.ran for one in reversed(moments(step, image)) if one.image.depth < depth), None)
    if ran is None:
        return Maker(instruction, instruction.head_span, shortened(instruction.text))
    return Maker(instruction, span_of(step, ran), shortened(text_of(step, ran)))


def span_of(step: Step, ran: Ran) -> Span:
    """The range of a command of a RUN in the document."""
    unit = step.instruction.unit
    return source_span(unit, (ran.outer or ran.command).span).shifted(step.instruction.start)


def text_of(step: Step, ran: Ran) -> str:
    """A command of a RUN as written."""
    body = body_of(step)
    span = (ran.outer or ran.command).span
    return body.text[span.start : span.end] if body else ""


def shortened(text: str) -> str:
    """A text on one line, shortened if it is long."""
    line = " ".join(re.sub(r"\\\r?\n", " ", text).split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1].rstrip()}…"
