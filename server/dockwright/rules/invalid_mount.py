"""`invalid-mount`: a mount that BuildKit refuses."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.advice import own_flags
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.typed import problems
from dockwright.semantics.stage import Step


@rule("invalid-mount", Severity.ERROR)
def invalid_mount(step: Step, config: Config) -> Iterator[Finding]:
    for _, problem in problems(step, "invalid-mount"):
        yield Finding(problem.span, problem.message, doubtful=own_flags(config))
