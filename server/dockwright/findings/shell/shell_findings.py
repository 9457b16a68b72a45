"""Converts notes on a shell script to findings in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.hadolint.body import body_as_hadolint
from dockwright.image.run_body import Body, Note
from dockwright.image.run_text import body_of, edits_of, source_span
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def in_shell(
    step: Step, check: Callable[[Body], Iterable[Note]], *, onbuild: bool = True, hadolint: bool = False
) -> Iterator[Finding]:
    """The findings of a check in the script of one instruction; none if no POSIX shell runs it.

    With hadolint's profile, in the text that hadolint takes for a script.
    """
    body = body_as_hadolint(step) if hadolint else body_of(step)
    if body is None or body.script.has_errors or (step.instruction.inner is not None and not onbuild):
        return
    for note in check(body):
        yield _finding(step.instruction, note)


def at_most(note: Note) -> Severity:
    """The highest level of what a note says."""
    return Severity.INFORMATION if note.mild else Severity.ERROR


def _finding(instruction: Instruction, note: Note) -> Finding:
    most = at_most(note)
    unit, start = instruction.unit.inner or instruction.unit, instruction.start
    if unit.is_json:
        return Finding(unit.arguments[0].span.shifted(start), note.message, alias=note.alias, at_most=most)
    edits = tuple(edit.shifted(start) for edit in edits_of(unit, note))
    fixes = (Fix(note.title, edits, note.safe),) if edits else ()
    return Finding(source_span(unit, note.span).shifted(start), note.message, fixes, alias=note.alias, at_most=most)
