"""What is in force at a place: variables, user, directory and shell."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.model import Model
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction


def environment(snapshot: Snapshot, offset: int) -> str | None:
    """A page in Markdown of what holds before the instruction at `offset`, or between two; None above all of them."""
    found = _at(snapshot.model, offset)
    if found is None:
        return None
    instruction, state, where = found
    rows = [
        ("User", "root, unless the base image says otherwise" if state.user == "" else state.user),
        ("Directory", state.workdir),
        ("Shell", " ".join(state.shell)),
        *((f"`${name}`", value) for name, value in sorted(state.variables.items())),
    ]
    line = snapshot.text.line_of(instruction.start)
    title = f"# Effective environment {where} line {line + 1}\n\n{_cell(snapshot.text.line(line).strip())}\n"
    lines = [f"| {name} | {_cell(value)} |" for name, value in rows]
    return "\n".join([title, "| | |", "|---|---|", *lines])


def _at(model: Model, offset: int) -> tuple[Instruction, State, str] | None:
    """The instruction that the state is told by, the state, and `at` or `after`: on blank and comment lines."""
    step = model.step_at(offset)
    if step is not None:
        return step.instruction, step.before, "at"
    stage = model.stage_at(offset)
    above = [step for step in (stage.steps if stage else model.global_steps) if step.instruction.start < offset]
    return (above[-1].instruction, above[-1].after, "after") if above else None


def _cell(value: str | None) -> str:
    if value is None:
        return "*not known*"
    return f"`{value}`".replace("|", "\\|").replace("\n", " ") if value else "*empty*"
