"""`DL3059`: several small RUN instructions in a row."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.run_text import body_of
from dockwright.semantics.stage import Stage, Step


@rule("DL3059", Severity.OFF, aliases=("consecutive-run",))
def consecutive_run(stage: Stage) -> Iterator[Finding]:
    previous: Step | None = None
    for step in stage.steps:
        is_run = step.instruction.name == "RUN"
        if is_run and previous and _flags(previous) == _flags(step) and _is_small(previous) and _is_small(step):
            yield Finding(
                step.instruction.keyword.span,
                "This RUN and the one above are small and make a layer each; merge them into one",
            )
        previous = step if is_run else None


def _flags(step: Step) -> list[str]:
    return [flag.raw for flag in step.instruction.flags]


def _is_small(step: Step) -> bool:
    body = body_of(step)
    if body is None:
        return step.instruction.is_json
    return sum(not (command.name or "").startswith("[") for command in body.commands) < 2
