"""The state at a position in a file: the configuration so far, and the values of ARGs."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.plan.configuration import configuration
from dockwright.plan.reasons import learned, of_variable
from dockwright.plan.value import Configuration, Value
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import State


class Here(NamedTuple):
    """The state before an instruction, or after it on lines below without an instruction."""

    line: int
    """The line of the instruction, from 1."""
    is_after: bool
    text: str
    """The first line of the instruction."""
    stage: Stage | None
    """None before the first FROM."""
    configuration: Configuration | None
    """None before the first FROM."""
    arguments: dict[str, Value]
    """The ARGs that `$name` may refer to."""


def here(model: Model, offset: int) -> Here | None:
    """The state at an offset; None before the first instruction."""
    stage = model.stage_at(offset)
    steps = list(stage.steps if stage else model.global_steps)
    step = model.step_at(offset)
    index = next((number for number, other in enumerate(steps) if step and other.instruction == step.instruction), None)
    is_after = index is None
    if index is None:
        index = sum(other.instruction.start < offset for other in steps) - 1
    if index < 0:
        return None
    count = index + is_after
    line = model.tree.text.line_of(steps[index].instruction.start)
    found = configuration(model, stage, count) if stage else None
    arguments = _arguments(model, stage, steps[:count], steps[index].after if is_after else steps[index].before)
    return Here(line + 1, is_after, model.tree.text.line(line).strip(), stage, found, arguments)


def _arguments(model: Model, stage: Stage | None, own: list[Step], state: State) -> dict[str, Value]:
    lines: dict[str, int] = {}
    reasons: dict[str, str] = {}
    below = chain(stage)[1:][::-1] if stage else []
    above = (*(model.global_steps if stage else ()), *(step for part in below for step in part.steps), *own)
    for step in above:
        learned(step.before, step.instruction.unit, step.after, reasons)
        if step.instruction.name == "ARG":
            line = model.tree.text.line_of(step.instruction.keyword.span.start) + 1
            lines |= {token.value.partition("=")[0]: line for token in step.instruction.arguments}
    found: dict[str, Value] = {}
    for name, line in lines.items():
        is_set, value = state.lookup(name)
        if (is_set and (name not in state.env or state.env[name] != value)) or name in state.declared:
            found[name] = Value(
                value, "line", line, "" if value is not None else reasons.get(name) or of_variable(state, name)
            )
    return found
