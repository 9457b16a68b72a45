"""A stage as it is built: each instruction with the image before it. Rules that predict build results check it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from dockwright.frozen import frozen
from dockwright.image.bases.tags import settled_family
from dockwright.image.files import Files
from dockwright.image.steps import Moments, images, moments
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.syntax.carried import each
from dockwright.syntax.instruction import Instruction

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.image.image import Image
    from dockwright.semantics.model import Model


@frozen(eq=False, slots=False)
class BuildStep:
    """An instruction with the image before it; the instruction is at offset 0."""

    step: Step
    image: Image
    files: Files
    base_word: str
    """The image in FROM of the root of the stage, as written."""
    in_image: bool
    """Whether the stage becomes part of an image, as the last one or as the base of others."""

    @property
    def instruction(self) -> Instruction:
        """The instruction."""
        return self.step.instruction

    @property
    def is_doubtful(self) -> bool:
        """Whether the facts about the base come from a similar tag, or from a default that the build may override."""
        return "$" in self.base_word or not self.image.base.is_certain

    @property
    def varies_in_family(self) -> bool:
        """Whether the build may choose a base of another family of distributions."""
        return "$" in self.base_word and settled_family(self.base_word) != self.image.base.family

    @cached_property
    def commands(self) -> Moments:
        """The commands of a RUN, each with the image before it; none if no POSIX shell runs it."""
        return moments(self.step, self.image) if self.instruction.name == "RUN" else Moments()


@frozen(eq=False, slots=False)
class BuiltStage:
    """A stage with the image before each instruction and after the last; the stage is at offset 0."""

    stage: Stage
    images: Sequence[Image]
    files: Files

    @property
    def image(self) -> Image:
        """The image of the stage."""
        return self.images[-1]

    @property
    def is_doubtful(self) -> bool:
        """Like `BuildStep.is_doubtful`."""
        return "$" in self.stage.root.base_word or not self.image.base.is_certain

    @cached_property
    def _steps(self) -> Sequence[BuildStep]:
        body, files, stage = self.stage.body, self.files, self.stage
        base_word, in_image = stage.root.base_word, stage.in_image

        def made(index: int) -> BuildStep:
            step = Step(Instruction(body.units[index], 0), body.states[index], body.states[index + 1])
            return BuildStep(step, self.images[index], files, base_word, in_image)

        around = (files.context, files.key, base_word, in_image)
        return each(body.carried, "build steps", around, (body.units, self.images[:-1], body.states[:-1]), made)

    def at(self, index: int) -> BuildStep:
        """The instruction with this index, as it is built; the same object as long as it meets the same."""
        return self._steps[index]


def built(stage: Stage, model: Model, context: Context | None) -> BuiltStage:
    """A stage as it is built; the same object as long as nothing it depends on changes."""
    made = images(stage)
    names = {name: _image(model, stage, name, context) for name in origins(stage)}
    known = {name: image for name, image in names.items() if image is not None}
    here = frozenset(name for name in names if model.stage_referred(name) is not None)
    key = (context, made, known, here, stage.is_last, stage.is_base)
    kept: tuple[tuple[object, ...], BuiltStage] | None = stage.chain.memo.get("built")
    if kept is None or kept[0][0] is not context or kept[0][1] is not made or kept[0][2:] != key[2:]:
        kept = stage.chain.memo["built"] = key, BuiltStage(stage.alone, made, Files(context, known, here))
    return kept[1]


def origins(stage: Stage) -> frozenset[str]:
    """The stages or images that instructions of the stage copy or mount from, in lower case."""
    found: frozenset[str] | None = stage.body.memo.get("origins")
    if found is None:
        names = set()
        for unit in stage.body.units:
            for flag in unit.flags if unit.name in ("COPY", "RUN") else ():
                if flag.name == "from" and flag.value:
                    names.add(flag.value.lower())
                elif flag.name == "mount" and flag.value and "from=" in flag.value:
                    names.add(flag.value.partition("from=")[2].partition(",")[0].lower())
        found = stage.body.memo["origins"] = frozenset(names)
    return found


def _image(model: Model, stage: Stage, name: str, context: Context | None) -> Image | None:
    if context is not None and name in context.named_contexts:
        return None
    for other in model.stages[: stage.index]:
        if name in (other.name, str(other.index)):
            return None if context is not None and is_replaced(other, context) else images(other)[-1]
    return None


def is_replaced(stage: Stage, context: Context) -> bool:
    """Whether the build replaces a stage, one of its bases, or their image by a named context."""
    names = context.named_contexts
    return bool(names) and any(
        name.strip("\"'").lower().removesuffix(":latest") in names
        for one in chain(stage)
        for name in (one.name, one.base_word, one.image)
        if name
    )
