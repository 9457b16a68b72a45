"""`UndefinedVar`: a variable that is unset where it is used."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import INSTRUCTIONS, rule
from dockwright.rules.variables._undefined import Use, base_is_known, elsewhere, sets_no_home, undefined
from dockwright.rules.variables._undefined_in_text import of_text
from dockwright.rules.variables.env_uses_itself import own_uses
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import PLATFORM_NAMES, after
from dockwright.semantics.suggestions import similar
from dockwright.text import Edit

_ROOT = ("", "root", "0", "root:root", "0:0")


@rule("UndefinedVar", Severity.WARNING, hidden_by=("DL3044",), on=INSTRUCTIONS)
def undefined_var(stage: Stage) -> Iterator[Finding]:
    is_known = base_is_known(stage)
    first, *others = stage.steps
    yield from _triggered(first, is_known)
    for index, step in enumerate(others, 1):
        uses = undefined(step.instruction.unit, step.before)
        if uses:
            yield from of_text(step, uses, is_known)
            for use in uses:
                if use.word.kind != "heredoc":
                    yield _finding(stage, index, step, use, is_known)


def _triggered(step: Step, is_known: bool) -> Iterator[Finding]:
    """The variables that ONBUILD of the base stage sets in this stage."""
    state = step.before
    for unit in state.triggers:
        for use in undefined(unit, state):
            message = (
                f"`ONBUILD {unit.name}` of the base image uses `{use.variable.name}`, which nothing has set; "
                "set it there, above the ONBUILD"
            )
            yield Finding(step.instruction.arguments_span, message, doubtful=not is_known)
        state = after(state, unit)


def _finding(stage: Stage, index: int, step: Step, use: Use, is_known: bool) -> Finding:
    unit, state, name = step.instruction.unit, step.before, use.variable.name
    start = step.instruction.start
    span = use.word.source(unit, use.variable.span).shifted(start)
    found = elsewhere(stage, index, name)
    if found is not None:
        # the name of an ARG of the file means that ARG, unless images are known to set it
        doubtful = not is_known and name not in PLATFORM_NAMES and name in _often_set()
        return Finding(span, found[0], found[1], doubtful=doubtful)
    place = use.word.source(unit, use.variable.name_span).shifted(start)
    exact = use.word.joined >= 0 or use.word.start >= 0
    if name == "HOME":
        whole = exact and not use.variable.operator and state.user in _ROOT and is_known
        fixes = (Fix("Replace with `/root`", (Edit(span, "/root"),), False),) if whole else ()
        message = "`HOME` is set only where commands run, and is empty here; write the full path"
        return Finding(span, message, fixes, doubtful=not (is_known or sets_no_home(stage)))
    # a name that the same ENV sets means that value, not one of the base image
    meant_own = (name, use.word.source(unit, use.variable.span)) in own_uses(unit)
    names = tuple(sorted(state.variables.keys() | state.declared))
    meant = similar(name, names) if len(name) > 2 else ""
    if meant_own:
        hint = "set it in a separate ENV above"
    elif unit.name == "ENV" and name in step.after.env:
        hint = "remove it from its own value"
    else:
        hint = f"did you mean `{meant}`?" if meant else "set it with ARG or ENV before this line"
    fixes = ()
    if meant and exact:
        fixes = (Fix(f"Change to `{meant}`", (Edit(place, meant),), safe=False, guess=True),)
    subject = f"`{name}` is not set before this line" if is_known else f"Only the base image may set `{name}`"
    return Finding(span, f"{subject}; {hint}", fixes, doubtful=not (is_known or meant_own))


def _often_set() -> frozenset[str]:
    from dockwright.semantics.images import variables

    return variables()
