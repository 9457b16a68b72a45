"""`syntax-error`: text that BuildKit's parser rejects."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.legacy_pairs import without_blanks
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("syntax-error", Severity.ERROR, aliases=("DL1000",), more_may_settle=True)
def syntax_error(step: Step) -> Iterator[Finding]:
    for problem in step.instruction.problems:
        fixes: tuple[Fix, ...] = ()
        if problem.code == "pair-without-equals" and (edits := without_blanks(step.instruction.unit)):
            moved = tuple(edit.shifted(step.instruction.start) for edit in edits)
            fixes = (Fix("Remove the spaces around `=`", moved, safe=False),)
        yield Finding(problem.span, problem.message, fixes)
