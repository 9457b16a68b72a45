"""`unknown-instruction`: an unknown keyword."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.checks import before_bracket, meant_instruction
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span


@rule("unknown-instruction", Severity.ERROR, aliases=("tally/unknown-instruction",), more_may_settle=True)
def unknown_instruction(step: Step) -> Iterator[Finding]:
    for instruction, problem in problems(step, "unknown-instruction"):
        meant = meant_instruction(instruction.keyword.value)
        fixes: tuple[Fix, ...] = ()
        if name := before_bracket(instruction.keyword.value):
            at = problem.span.start + len(name)
            fixes = (Fix(f"Add a space after {name}", (Edit(Span(at, at), " "),), safe=False),)
        elif meant:
            new = meant.lower() if instruction.keyword.value.islower() else meant
            fixes = (Fix(f"Change to {new}", (Edit(problem.span, new),), safe=False, guess=True),)
        yield Finding(problem.span, problem.message, fixes)
