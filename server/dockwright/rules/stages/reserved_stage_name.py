"""`ReservedStageName`: a stage named scratch or context."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("ReservedStageName", Severity.WARNING, aliases=("DL3063",), on=("FROM",))
def reserved_stage_name(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if len(found.arguments) == 3 and found.arguments[1].value.upper() == "AS":
        name = found.arguments[2]
        if name.value.lower() in ("scratch", "context"):
            yield Finding(name.span, f"`{name.value}` is a reserved name in BuildKit; choose another one")
