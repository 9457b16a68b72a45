"""`invalid-port`: an invalid port in EXPOSE."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.stage import Step


@rule("invalid-port", Severity.ERROR, aliases=("DL3011",), on=("EXPOSE", "ONBUILD"))
def invalid_port(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "invalid-port"):
        yield Finding(problem.span, problem.message)
