"""Add `set -o pipefail` at the start of a RUN."""

from __future__ import annotations

import re

from dockwright.image.run_text import source_span
from dockwright.refactors.kit.pipe_shells import COST, body_with_pipes, knows_pipefail
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import each
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import AndOr, Script, Simple
from dockwright.text import Edit, Span


@refactor(
    "refactor.rewrite.run.pipefail.set",
    "Add `set -o pipefail`",
    fixes=("DL4006", "piped-download-unchecked"),
)
def pipefail_set(model: Model, selection: Span) -> Answer:
    """Make the selected RUNs fail if any part of a pipe does."""
    return each(model, selection, _one, "Add `set -o pipefail` to {} RUNs")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    body = body_with_pipes(model, stage, step)
    if body is None or stage is None:
        return None
    if body.text.startswith("#!"):
        return Refusal("The first line names another shell, whose options are unknown")
    reason = knows_pipefail(model, stage, step)
    if reason:
        return Refusal(reason)
    unit, first = step.instruction.unit, body.script.body.span.start
    at = source_span(unit, Span(first, first + 1)).start
    if unit.heredocs and at >= unit.head_end:
        new = "set -o pipefail\r\n" if "\r\n" in body.text else "set -o pipefail\n"
    else:
        behind = any(separator.text == "&" for separator in body.script.body.separators)
        new = "set -o pipefail; " if behind else "set -o pipefail && "
    if (end := _after_set(body.script)) is not None:
        at, new = source_span(unit, Span(end - 1, end)).end, " -o pipefail"
    at += step.instruction.start
    return Rewrite("Add `set -o pipefail`", (Edit(Span(at, at), new),), COST)


def _after_set(script: Script) -> int | None:
    """The end of the options of a `set` at the start of a script, if another one can be added."""
    item = script.body.items[0]
    first = item.items[0] if isinstance(item, AndOr) else item
    if not isinstance(first, Simple) or first.name != "set" or first.redirections or first.assignments:
        return None
    words = [word.literal or "" for word in first.arguments]
    plain = all(re.fullmatch("-[aefuxo]+|errexit|nounset|xtrace", word) for word in words)
    return first.span.end if words and plain else None
