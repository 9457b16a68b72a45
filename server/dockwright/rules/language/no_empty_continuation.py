"""`NoEmptyContinuation`: blank lines inside an instruction."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit, Span


@rule("NoEmptyContinuation", Severity.WARNING)
def no_empty_continuation(step: Step) -> Iterator[Finding]:
    unit, start = step.instruction.unit, step.instruction.start
    if not unit.blank_lines:
        return
    edits = tuple(Edit(_whole(unit, span).shifted(start), "") for span in unit.blank_lines)
    fix = Fix("Remove the empty lines in this instruction", edits)
    message = (
        f"{unit.name} continues across an empty line, an error in a later BuildKit; "
        f"remove it or the `{unit.escape}` above"
    )
    before = _escape_before(unit, unit.blank_lines[0]).shifted(start)
    places = (Related(before, "An empty line follows here"),)
    yield Finding(_last_line(unit).shifted(start), message, (fix,), related=places)


def _last_line(unit: Unit) -> Span:
    """The words of the last line, which is where BuildKit reports it."""
    text = unit.text[: unit.head_end].rstrip()
    line = text.rfind("\n") + 1
    return Span(line + len(text[line:]) - len(text[line:].lstrip()), len(text))


def _escape_before(unit: Unit, blank: Span) -> Span:
    """The escape character that makes a blank line part of the instruction."""
    joined = unit.joined
    for at, length in zip(reversed(joined.sources), reversed(joined.lengths), strict=True):
        if at < blank.start and unit.text[at + length : at + length + 1] == unit.escape:
            return Span(at + length, at + length + 1)
    return blank


def _whole(unit: Unit, line: Span) -> Span:
    """A line including its line end."""
    end = unit.text.find("\n", line.end)
    return Span(line.start, end + 1 if end >= 0 else len(unit.text))
