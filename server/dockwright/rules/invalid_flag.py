"""`invalid-flag`: a flag with a value it does not take."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.typed import problems
from dockwright.semantics.stage import Step


@rule("invalid-flag", Severity.ERROR)
def invalid_flag(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "invalid-flag"):
        yield Finding(problem.span, problem.message)
