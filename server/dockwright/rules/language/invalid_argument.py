"""`invalid-argument`: an argument that the instruction does not accept."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.stage import Step

_TRIGGER = ("DL3043", "tally/invalid-onbuild-trigger")


@rule("invalid-argument", Severity.ERROR, parts=(_TRIGGER,), more_may_settle=True)
def invalid_argument(step: Step) -> Iterator[Finding]:
    for found, problem in problems(step, "invalid-argument"):
        is_trigger = found.inner is not None and problem.span == found.inner.keyword.span
        yield Finding(problem.span, problem.message, alias=_TRIGGER[0] if is_trigger else "")
