"""`unreadable-word`: a word that BuildKit's shell lexer rejects when it expands variables."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.json_array import repaired
from dockwright.findings.forms.no_array import why_no_array
from dockwright.findings.forms.quoted_blanks import as_array, quoted_blanks
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import problems
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span


@rule("unreadable-word", Severity.ERROR, more_may_settle=True)
def unreadable_word(step: Step) -> Iterator[Finding]:
    refused = [problem for _, problem in problems(step, "unreadable-word")]
    split = quoted_blanks(step.instruction.unit) if refused else []
    if split:
        yield _split(step, split[0])
        return
    if refused and isinstance(edits := repaired(step.instruction.unit), tuple):
        yield _no_array(step, edits)
        return
    for problem in refused:
        yield Finding(problem.span, problem.message)


def _no_array(step: Step, edits: tuple[Edit, ...]) -> Finding:
    found = step.instruction
    reason = why_no_array(found.argument_text)
    fix = Fix("Write it as a JSON array", tuple(edit.shifted(found.start) for edit in edits), safe=False)
    return Finding(found.arguments_span, f"Invalid JSON array; {reason}", (fix,))


def _split(step: Step, word: Span) -> Finding:
    unit, start = step.instruction.unit, step.instruction.start
    found = unit.inner or unit
    edits = tuple(edit.shifted(start) for edit in as_array(unit))
    instead = "write each port separately" if found.name == "EXPOSE" else "use a JSON array"
    message = f"{found.name} splits its arguments at spaces, even in quotes; {instead}"
    fixes = (Fix("Write it as a JSON array", edits, safe=False),) if edits else ()
    return Finding(found.joined.span(word.start, word.end).shifted(start), message, fixes)
