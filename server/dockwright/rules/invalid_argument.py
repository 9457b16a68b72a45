"""`invalid-argument`: an argument that the instruction does not take."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.typed import problems
from dockwright.semantics.stage import Step


@rule("invalid-argument", Severity.ERROR, aliases=("DL3043", "tally/invalid-onbuild-trigger"))
def invalid_argument(step: Step) -> Iterator[Finding]:
    for _, problem in problems(step, "invalid-argument"):
        yield Finding(problem.span, problem.message)
