"""Replace a RUN that only runs `cd` by WORKDIR."""

from __future__ import annotations

from dockwright.findings.forms.words import argument
from dockwright.image.run_text import body_of
from dockwright.image.work_folders import folder_before
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import each
from dockwright.refactors.run.cd_to_workdir import keyword, unfit, visit_of
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.text import Edit, Span


@refactor(
    "refactor.rewrite.run.cdAlone",
    "Replace a lone `cd` with WORKDIR",
    fixes=("DL3003", "effect-ends-with-run"),
)
def cd_alone(model: Model, selection: Span) -> Answer:
    """Replace the selected RUN by WORKDIR if it only runs `cd`."""
    return each(model, selection, _one, "Replace {} lone `cd` commands with WORKDIR")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    body = body_of(step)
    if stage is None or body is None or len(body.commands) != 1 or body.commands[0].name != "cd":
        return None
    visit = visit_of(body.script)
    if isinstance(visit, str):
        return Refusal(visit)
    instruction = step.instruction
    reason = unfit(model, stage, step, body.script)
    if not reason and (instruction.flags or instruction.comments):
        reason = "The RUN has flags or comments, which WORKDIR cannot keep"
    path = visit.path
    if not reason and not path.startswith("/"):
        folder = folder_before(model, stage, step)
        reason, path = folder.reason, resolve(folder.path, path) or ""
    if reason:
        return Refusal(reason)
    edit = Edit(instruction.span, f"{keyword(instruction)} {argument(path, instruction.unit.escape)}")
    return Rewrite(f"Replace with `WORKDIR {path}`", (edit,), "for all that follows")
