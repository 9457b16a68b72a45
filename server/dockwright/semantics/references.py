"""Mentions of stages and images: who is based on whom, who copies from whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from dockwright.semantics.mounts import from_value
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token

if TYPE_CHECKING:
    from dockwright.semantics.model import Model
    from dockwright.semantics.stage import Stage


class Reference(NamedTuple):
    """A mention of a stage or an image by another stage."""

    kind: Literal["from", "copy", "mount"]
    token: Token
    source: Stage
    """The stage in which it is mentioned."""
    target: Stage | None
    """The stage that is meant; None where it is an image, or nothing."""
    instruction: Instruction
    """The instruction itself; under ONBUILD the triggered one."""


def find(model: Model) -> Iterator[Reference]:
    """All mentions in a file, in order."""
    for stage in model.stages:
        token = stage.base_token
        if token:
            yield Reference("from", token, stage, stage.base, stage.origin)
        for unit, offset in zip(stage.body.units[1:], stage.body.offsets[1:], strict=True):
            target = unit.inner or unit
            if target.flags and target.name in ("COPY", "ADD", "RUN"):
                yield from _in(model, stage, Instruction(target, stage.start + offset))


def _in(model: Model, stage: Stage, instruction: Instruction) -> Iterator[Reference]:
    for flag in instruction.flags:
        if flag.name == "from" and flag.value and instruction.name == "COPY":
            token = Token(flag.value, flag.value_span)
            yield Reference("copy", token, stage, model.stage_referred(flag.value), instruction)
        elif flag.name == "mount" and flag.value and instruction.name == "RUN":
            found = from_value(instruction, flag)
            if found:
                target = model.stage_referred(found.value, numbers=False)
                yield Reference("mount", found, stage, target, instruction)
