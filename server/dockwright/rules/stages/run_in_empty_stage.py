"""`run-in-empty-stage`: a RUN in a stage without files, which has no shell and no programs."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("run-in-empty-stage", Severity.ERROR, aliases=("tally/shell-run-in-scratch",), on=("RUN",))
def run_in_empty_stage(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if step.before.empty and found.arguments and found.flag("mount") is None:
        what = "program" if found.is_json else "shell"
        message = f"The stage is FROM scratch and still empty, so RUN finds no {what}; copy one first"
        yield Finding(found.keyword.span, message)
