"""`required-variable`: `${NAME:?message}` with an unset variable."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.stage import Step


@rule("required-variable", Severity.ERROR)
def required_variable(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "required-variable"):
        yield Finding(problem.span, problem.message)
