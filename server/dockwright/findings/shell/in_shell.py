"""From what was found in shell text to findings in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.finding import Finding, Fix
from dockwright.image.run_body import Body, Note
from dockwright.image.run_text import body_of, edits_of, source_span
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def in_shell(step: Step, check: Callable[[Body], Iterable[Note]], *, onbuild: bool = True) -> Iterator[Finding]:
    """The findings of a check in the shell text of one instruction; none where no POSIX shell runs it."""
    body = body_of(step)
    if body is None or body.script.has_errors or (step.instruction.inner is not None and not onbuild):
        return
    for note in check(body):
        yield _finding(step.instruction, note)


def _finding(instruction: Instruction, note: Note) -> Finding:
    unit, start = instruction.unit.inner or instruction.unit, instruction.start
    edits = tuple(edit.shifted(start) for edit in edits_of(unit, note))
    fixes = (Fix(note.title, edits, note.safe),) if edits else ()
    return Finding(source_span(unit, note.span).shifted(start), note.message, fixes)
