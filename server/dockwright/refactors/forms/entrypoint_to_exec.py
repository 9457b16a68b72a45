"""Convert ENTRYPOINT to a JSON array, so that CMD is appended to it."""

from __future__ import annotations

from dockwright.image.starting.command_line import command_line
from dockwright.refactors.forms.shell_to_exec import to_exec
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.semantics.model import Model
from dockwright.text import Span


@refactor(
    "refactor.rewrite.command.entrypointToExec",
    "Write ENTRYPOINT as a JSON array that takes CMD as arguments",
    fixes=("cmd-ignored-by-shell-entrypoint",),
)
def entrypoint_to_exec(model: Model, selection: Span) -> Answer:
    """Write the ENTRYPOINT that ignores the CMD at the cursor as a JSON array."""
    step, stage = model.step_at(selection.start), model.stage_at(selection.start)
    if step is None or stage is None or step.instruction.name != "CMD":
        return None
    line = command_line(stage)
    if not line.ignores_cmd or not line.entrypoint or not line.cmd or not line.cmd.step or step.instruction.problems:
        return None
    if line.cmd.step.instruction.start != step.instruction.start:
        return None
    entry = line.entrypoint.step
    if entry is None or model.stage_at(entry.instruction.start) is not stage:
        return Refusal("The ENTRYPOINT that ignores CMD is in another stage or in the base image")
    if not step.instruction.is_json:
        return Refusal("CMD is in shell form, so ENTRYPOINT would get a shell as arguments")
    answer = to_exec(model, stage, entry, with_cmd=True)
    if not isinstance(answer, Rewrite):
        return answer
    words = (token.value for token in step.instruction.arguments)
    cost = "; ".join(filter(None, (f"gets `{' '.join(words)}` as arguments", answer.cost)))
    return Rewrite("Write ENTRYPOINT as a JSON array", answer.edits, cost)
