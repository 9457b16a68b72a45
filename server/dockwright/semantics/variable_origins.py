"""The ARG and ENV instructions that set a variable, across the global scope and the chain of bases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.syntax.instruction import Instruction


class Setting(NamedTuple):
    """One instruction that sets a variable; `value` is as written, None for an ARG without a default."""

    instruction: Instruction
    is_global: bool
    name: str
    value: str | None


def settings(model: Model, stage: Stage | None) -> Iterator[Setting]:
    """All settings visible at the end of a stage, first one first; with None, those of the global scope."""
    chain: list[Stage] = []
    while stage is not None:
        chain.insert(0, stage)
        stage = stage.base
    steps = [*model.global_steps, *(step for part in chain for step in part.all("ARG", "ENV"))]
    for step in steps:
        for name, value in _set(step.instruction):
            yield Setting(step.instruction, step.before.globals is None, name, value)


def trail(model: Model, offset: int, name: str) -> Iterator[Setting]:
    """The settings of one variable up to and including the instruction at `offset`, first one first."""
    for setting in settings(model, model.stage_at(offset)):
        if setting.name == name and setting.instruction.start <= offset:
            yield setting


def _set(instruction: Instruction) -> Iterator[tuple[str, str | None]]:
    if instruction.name == "ENV":
        yield from ((key.value, value.value) for key, value in instruction.pairs)
    elif instruction.name == "ARG":
        for token in instruction.arguments:
            name, equals, value = token.value.partition("=")
            yield name, value if equals else None
