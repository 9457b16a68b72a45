"""`missing-argument`: an instruction without its required arguments."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.stage import Step


@rule("missing-argument", Severity.ERROR, more_may_settle=True)
def missing_argument(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "missing-argument"):
        yield Finding(problem.span, problem.message)
