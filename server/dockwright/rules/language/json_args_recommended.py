"""`JSONArgsRecommended`: CMD and ENTRYPOINT in shell form, whose shell does not forward signals."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("JSONArgsRecommended", Severity.WARNING, aliases=("DL3025", "json-args"), on=("CMD", "ENTRYPOINT"))
def json_args_recommended(step: Step, config: Config) -> Iterator[Finding]:
    instruction = step.instruction
    if instruction.is_json or not instruction.arguments:
        return
    if (step.before.shell_set and config.profile != "hadolint") or instruction.problems:
        return
    message = f"A shell runs this {instruction.name} and does not pass signals to the program; use a JSON array"
    yield Finding(instruction.keyword.span, message)
