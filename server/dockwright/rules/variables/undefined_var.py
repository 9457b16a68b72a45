"""`UndefinedVar`: a variable that nothing has set where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.rules.variables.env_uses_itself import own_uses
from dockwright.semantics.expanded import Word, expanded
from dockwright.semantics.stage import Step
from dockwright.semantics.state import PLATFORM_NAMES, after
from dockwright.semantics.suggestions import similar
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.words import Variable
from dockwright.text import Edit, Span

_NEVER_IN_THE_ENVIRONMENT = frozenset({"BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"})


@rule("UndefinedVar", Severity.WARNING, hidden_by=("DL3044",))
def undefined_var(step: Step) -> Iterator[Finding]:
    if step.instruction.name == "FROM":
        yield from _triggered(step)
    elif step.before.globals is not None:
        for word, variable in _undefined(step):
            yield _finding(step, word, variable)


def _triggered(step: Step) -> Iterator[Finding]:
    """What ONBUILD of the base stage leaves to this one."""
    state = step.before
    for unit in state.triggers:
        next_state = after(state, unit)
        for _, variable in _undefined(Step(Instruction(unit, 0), state, next_state)):
            message = (
                f"An ONBUILD {unit.name} of the base uses {variable.name}, which nothing has set here: "
                "set it in the base, above the ONBUILD."
            )
            span = step.instruction.arguments_span
            yield Finding(span, message, doubtful=not state.base_known)
        state = next_state


def _undefined(step: Step) -> Iterator[tuple[Word, Variable]]:
    unit, state = step.instruction.unit, step.before
    if unit.name == "EXPOSE":
        return
    known = state.variables.keys() | state.declared | _NEVER_IN_THE_ENVIRONMENT
    for word in expanded(unit):
        here = known | _declared_before(step, word) if unit.name == "ARG" else known
        for variable in word.variables:
            if variable.name and variable.name not in here:
                yield word, variable


def _declared_before(step: Step, word: Word) -> set[str]:
    """Names that earlier items of the same ARG declare."""
    tokens = step.instruction.unit.arguments
    return {token.value.partition("=")[0] for token in tokens if token.span.end <= word.span.start}


def _finding(step: Step, word: Word, variable: Variable) -> Finding:
    unit, state, name = step.instruction.unit, step.before, variable.name
    span = word.source(unit, variable.span).shifted(step.instruction.start)
    is_global = name in (state.globals or {})
    declare = Fix(
        f"Declare ARG {name} above",
        (Edit(Span(step.instruction.start, step.instruction.start), f"ARG {name}\n"),),
        False,
    )
    if name in PLATFORM_NAMES:
        message = f"{name} is empty in a stage that has no ARG {name} before its use: add one."
        return Finding(span, message, (declare,))
    if is_global:
        message = f"{name} is declared before the first FROM alone, which a stage sees only after its own ARG {name}."
        return Finding(span, message, (declare,), doubtful=not state.base_known)
    names = tuple(sorted(state.variables.keys() | state.declared))
    meant = similar(name, names) if len(name) > 2 else ""
    if step.instruction.name == "ENV" and name in step.after.env and name not in state.env:
        hint = "an ENV sees none of its own variables, so set it in an ENV before this one."
    else:
        hint = f"did you mean {meant}?" if meant else "set it with ARG or ENV before this line."
    fixes: tuple[Fix, ...] = ()
    if meant and (word.joined >= 0 or word.start >= 0):
        place = word.source(unit, variable.name_span).shifted(step.instruction.start)
        fixes = (Fix(f"Change to {meant}", (Edit(place, meant),), safe=False),)
    subject = (
        f"{name} is set nowhere before this line" if state.base_known else f"{name} may be set by the base image only"
    )
    # Who uses what the same ENV sets means that, and not what a base may set.
    meant_own = (name, word.source(unit, variable.span)) in own_uses(unit)
    return Finding(span, f"{subject}: {hint}", fixes, doubtful=not (state.base_known or meant_own))
