"""`invalid-directive`: parser directives that BuildKit refuses."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model


@rule("invalid-directive", Severity.ERROR)
def invalid_directive(model: Model) -> Iterator[Finding]:
    for problem in model.tree.zone.problems:
        yield Finding(problem.span, problem.message)
