"""`invalid-flag`: a flag with a value it does not take."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.advice import own_flags
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.typed import problems
from dockwright.semantics.stage import Step


@rule("invalid-flag", Severity.ERROR)
def invalid_flag(step: Step, config: Config) -> Iterator[Finding]:
    for _, problem in problems(step, "invalid-flag"):
        yield Finding(problem.span, problem.message, doubtful=own_flags(config))
