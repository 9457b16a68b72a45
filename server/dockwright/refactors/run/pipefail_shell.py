"""Add a SHELL with pipefail."""

from __future__ import annotations

import json

from dockwright.refactors.kit.pipe_shells import COST, assumed, body_with_pipes, shell_with_pipefail
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import selected
from dockwright.refactors.names.lines import cased, line_before
from dockwright.semantics.model import Model
from dockwright.text import Span


@refactor(
    "refactor.rewrite.run.pipefail.shell",
    "Add SHELL with `pipefail`",
    fixes=("DL4006", "piped-download-unchecked"),
)
def pipefail_shell(model: Model, selection: Span) -> Answer:
    """Insert a SHELL with pipefail before the first selected RUN with a pipe."""
    for stage, step in selected(model, selection):
        body = body_with_pipes(model, stage, step)
        if body is None or stage is None:
            continue
        if body.text.startswith("#!"):
            return Refusal("The first line names the shell that runs the text, so SHELL has no effect on it")
        shell = shell_with_pipefail(model, stage, step)
        if isinstance(shell, str):
            return Refusal(shell)
        keyword = step.instruction.keyword.value
        line = f"{cased('SHELL', keyword)} {json.dumps(shell)}"
        cost = "; ".join(filter(None, (assumed(stage, step), COST, "from here on")))
        edit = line_before(model, step.instruction, line)
        return Rewrite("Add SHELL with `pipefail`", (edit,), cost)
    return None
