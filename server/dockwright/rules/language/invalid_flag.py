"""`invalid-flag`: a flag with an invalid value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import own_flags
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import meant, problems
from dockwright.semantics.mistakes.detached_values import detached
from dockwright.semantics.stage import Step
from dockwright.syntax.language import flags
from dockwright.text import Edit, Span


@rule("invalid-flag", Severity.ERROR)
def invalid_flag(step: Step, config: Config) -> Iterator[Finding]:
    apart = _apart(step)
    if apart is not None:
        yield apart
    for instruction, problem in problems(step, "invalid-flag"):
        if apart is not None and problem.span == apart.span:
            continue
        flag = next((flag for flag in instruction.flags if flag.value_span == problem.span), None)
        facts = flags(instruction.name).get(flag.name) if flag else None
        known = ("true", "false") if facts and facts.kind == "bool" else facts.values if facts else ()
        fixes = meant(instruction, problem.span, known)
        if flag and facts and facts.kind == "duration" and re.fullmatch("[1-9][0-9]*", flag.value or ""):
            edit = Edit(problem.span, f"{flag.value}s")
            fixes = (Fix(f"Change to `{edit.new}`", (edit,), safe=False, guess=True),)
        yield Finding(problem.span, problem.message, fixes, doubtful=own_flags(config))


def _apart(step: Step) -> Finding | None:
    """The finding for a flag whose value follows after a space."""
    found = step.instruction.inner or step.instruction
    places = [at + found.start for at in detached(step.instruction.unit)]
    if not places:
        return None
    flag = found.flags[-1]
    edits = tuple(Edit(Span(at, at + 1), "=") for at in places)
    message = f"`--{flag.name}` has no value because a space follows it; write `--{flag.name}=` before the value"
    return Finding(flag.span, message, (Fix("Put `=` before the value", edits),))
