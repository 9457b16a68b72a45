"""The errors of the typed layer in a step, shared by the rules that report them; computed once per step."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Fix
from dockwright.semantics import checks, conversion
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.semantics.suggestions import similar
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Problem
from dockwright.text import Edit, Span


def problems(step: Step, code: str) -> Iterator[tuple[Instruction, Problem]]:
    """The problems of one kind, also in the instruction that ONBUILD triggers."""
    instruction: Instruction | None = step.instruction
    while instruction is not None:
        for problem in _all(step, instruction):
            if problem.code == code:
                yield instruction, problem
        instruction = instruction.inner


def is_refused(step: Step) -> bool:
    """Whether BuildKit fails at the instruction, or where it is triggered."""
    instruction: Instruction | None = step.instruction
    while instruction is not None:
        if instruction.unit.problems or _all(step, instruction):
            return True
        instruction = instruction.inner
    return False


def _all(step: Step, instruction: Instruction) -> list[Problem]:
    memo = instruction.unit.memo
    key = ("problems", step.before)
    found: list[Problem] | None = memo.get(key) if instruction.start == 0 else None
    if found is None:
        # under ONBUILD, no values are known yet
        found = _find(instruction, step.before if instruction.unit is step.instruction.unit else None)
        if instruction.start == 0:
            memo[key] = found
    return found


def _find(instruction: Instruction, state: State | None) -> list[Problem]:
    """All problems; without a state, as under ONBUILD, those that are certain for any values of variables."""
    escape = instruction.unit.escape
    found = checks.problems(instruction, lambda word: state.expand(word, escape) if state else None)
    return found or conversion.problems(instruction, state)


def meant(instruction: Instruction, span: Span, known: tuple[str, ...]) -> tuple[Fix, ...]:
    """The fix for a word that is similar to a known one."""
    word = instruction.unit.text[span.start - instruction.start : span.end - instruction.start]
    found = similar(word.lower(), known)
    return (Fix(f"Change to {found}", (Edit(span, found),), safe=False, guess=True),) if found and found != word else ()
