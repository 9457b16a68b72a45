"""The ONBUILD instructions of the base that run at the start of a stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import after
from dockwright.syntax.instruction import Instruction


def fired(model: Model, stage: Stage) -> Iterator[tuple[Step, int, str]]:
    """The instructions that run first, each with its line and its text."""
    state = stage.body.states[0]
    for step in stage.base.all("ONBUILD") if stage.base else ():
        unit = step.instruction.unit.inner
        if unit is None or step.instruction.problems:
            continue
        made = Step(Instruction(unit, 0), state, after(state, unit))
        state = made.after
        line = model.tree.text.line_of(step.instruction.keyword.span.start) + 1
        yield made, line, " ".join(step.instruction.argument_text.split())
