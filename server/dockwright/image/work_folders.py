"""The working folder of an instruction, if it is the same with all build arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.model import Model, analyse
from dockwright.semantics.stage import Stage, Step

_UNKNOWN_BASE = "The path is relative to the folder of the base image, which is unknown"
_UNKNOWN_WORKDIR = "The path is relative to a WORKDIR above, which depends on an unknown value"


class Folder(NamedTuple):
    """An absolute path, or None with the reason why it is not known."""

    path: str | None
    of_image: str | None
    """The WORKDIR of the base image, as far as known, if the path is that or below it; else None."""
    reason: str = ""
    is_chosen_by_base: bool = False
    """Whether it is unknown because there is no WORKDIR above and the base image is not known."""


def folder_before(model: Model, stage: Stage, step: Step) -> Folder:
    """The working folder before an instruction of a stage."""
    path = step.before.workdir
    steps = list(_settings(stage, step))
    of_image = None if any(_is_absolute(each) for each in steps) else stage.root.steps[0].after.workdir
    if path is None:
        reason = _UNKNOWN_WORKDIR if steps else _UNKNOWN_BASE
        return Folder(None, of_image, reason, is_chosen_by_base=not steps)
    if any("$" in found.argument_text for found in model.tree.all("FROM", "WORKDIR", "ONBUILD")):
        other = _with_other_arguments(model).step_at(step.instruction.start)
        if other is None or other.before.workdir != path:
            return Folder(None, of_image, "A build argument may change the folder that the path is relative to")
    return Folder(path, of_image)


def _settings(stage: Stage, step: Step) -> Iterator[Step]:
    """Each WORKDIR that is in effect or was changed before an instruction."""
    if stage.base is not None:
        yield from _settings(stage.base, stage.base.steps[-1])
        if stage.base.steps[-1].instruction.name == "WORKDIR":
            yield stage.base.steps[-1]
    for each in stage.all("WORKDIR"):
        if each.instruction.start < step.instruction.start:
            yield each


def _is_absolute(step: Step) -> bool:
    token = step.instruction.arguments[0] if step.instruction.arguments else None
    return token is not None and (step.before.expand(token.value, step.instruction.unit.escape) or "").startswith("/")


def _with_other_arguments(model: Model) -> Model:
    """The same file with a value other than the default for every ARG."""
    names = {token.value.partition("=")[0] for found in model.tree.all("ARG") for token in found.arguments}
    return analyse(model.tree, build_args={name: f"given-{name}" for name in names}, base_state=model.base_state)
