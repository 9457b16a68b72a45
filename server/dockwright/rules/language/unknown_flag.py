"""`unknown-flag`: a flag that the instruction does not support."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import own_flags
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.stage import Step
from dockwright.semantics.suggestions import similar
from dockwright.syntax.language import flags
from dockwright.text import Edit


@rule("unknown-flag", Severity.ERROR)
def unknown_flag(step: Step, config: Config) -> Iterator[Finding]:
    for instruction, problem in problems(step, "unknown-flag"):
        start = problem.span.start - instruction.start
        word = instruction.unit.text[start : problem.span.end - instruction.start]
        meant = similar(word, tuple(flags(instruction.name)))
        fixes = (Fix(f"Change to `--{meant}`", (Edit(problem.span, meant),), safe=False, guess=True),) if meant else ()
        yield Finding(problem.span, problem.message, fixes, doubtful=own_flags(config))
