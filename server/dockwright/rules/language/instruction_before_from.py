"""`instruction-before-from`: something other than ARG before the first FROM."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.syntax.arguments import NAMES


@rule("instruction-before-from", Severity.ERROR, aliases=("DL3061",))
def instruction_before_from(step: Step) -> Iterator[Finding]:
    name, keyword = step.instruction.name, step.instruction.keyword
    if step.before.globals is None and name in NAMES and name not in ("FROM", "ARG"):
        yield Finding(
            keyword.span, f"{name} comes before the first FROM, where only ARG is allowed; move it into a stage"
        )
