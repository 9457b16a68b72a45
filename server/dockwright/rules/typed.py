"""What the typed layer refuses in a step, shared by the rules that report it; computed once for each step."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.semantics import checks
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Problem


def problems(step: Step, code: str) -> Iterator[tuple[Instruction, Problem]]:
    """The problems of one kind, also in the instruction that ONBUILD triggers."""
    instruction: Instruction | None = step.instruction
    while instruction is not None:
        for problem in _all(step, instruction):
            if problem.code == code:
                yield instruction, problem
        instruction = instruction.inner


def _all(step: Step, instruction: Instruction) -> list[Problem]:
    memo = instruction.unit.memo
    key = ("problems", step.before)
    found: list[Problem] | None = memo.get(key) if instruction.start == 0 else None
    if found is None:
        found = checks.problems(instruction, lambda word: step.before.expand(word, instruction.unit.escape))
        if instruction.start == 0:
            memo[key] = found
    return found
