"""`syntax-error`: what BuildKit's parser refuses."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("syntax-error", Severity.ERROR, aliases=("DL1000",), more_may_settle=True)
def syntax_error(step: Step) -> Iterator[Finding]:
    for problem in step.instruction.problems:
        yield Finding(problem.span, problem.message)
