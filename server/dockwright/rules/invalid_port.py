"""`invalid-port`: a port that EXPOSE does not take."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.typed import problems
from dockwright.semantics.stage import Step


@rule("invalid-port", Severity.ERROR, aliases=("DL3011",))
def invalid_port(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "invalid-port"):
        yield Finding(problem.span, problem.message)
