"""`missing-argument`: an instruction without what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.typed import problems
from dockwright.semantics.stage import Step


@rule("missing-argument", Severity.ERROR, more_may_settle=True)
def missing_argument(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "missing-argument"):
        yield Finding(problem.span, problem.message)
