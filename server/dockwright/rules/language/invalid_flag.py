"""`invalid-flag`: a flag with a value it does not take."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import own_flags
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import meant, problems
from dockwright.semantics.stage import Step
from dockwright.syntax.language import flags


@rule("invalid-flag", Severity.ERROR)
def invalid_flag(step: Step, config: Config) -> Iterator[Finding]:
    for instruction, problem in problems(step, "invalid-flag"):
        flag = next((flag for flag in instruction.flags if flag.value_span == problem.span), None)
        facts = flags(instruction.name).get(flag.name) if flag else None
        known = ("true", "false") if facts and facts.kind == "bool" else facts.values if facts else ()
        fixes = meant(instruction, problem.span, known)
        yield Finding(problem.span, problem.message, fixes, doubtful=own_flags(config))
