"""`arg-at-runtime`: the command of a container uses an ARG, which no container has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.rules.variables._undefined import base_is_known
from dockwright.semantics.images import variables
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import parse_shell, variables_assigned, variables_used
from dockwright.text import Edit, Span

_SHELLS = frozenset({"sh", "bash", "ash", "dash"})
_GIVEN = frozenset({"PORT", "HOST", "HOSTNAME", "USER", "HOME", "PWD"})
"""Names that platforms or shells set in containers."""


@rule("arg-at-runtime", Severity.WARNING, on=("CMD", "ENTRYPOINT", "HEALTHCHECK", "ENV", "ARG"))
def arg_at_runtime(stage: Stage) -> Iterator[Finding]:
    if stage.is_base or not stage.body.places(("ARG",)):
        return
    told: set[str] = set()
    for name in ("ENTRYPOINT", "CMD", "HEALTHCHECK"):
        for step in stage.all(name)[-1:]:
            for use, span in _uses(step):
                declared = _declared(stage, use)
                if use in told or declared is None or use in step.before.env or use in variables():
                    continue
                told.add(use)
                message = f"`{use}` is an ARG, which containers do not have, so it is empty here; set it with ENV"
                doubtful = use in _GIVEN or not declared[1] or not base_is_known(stage)
                yield Finding(span, message, _fix(declared[0], use), doubtful=doubtful)


def _declared(stage: Stage, name: str) -> tuple[Step, bool] | None:
    """The last ARG of a stage that declares a name, and whether it has a default."""
    found = None
    for step in stage.all("ARG"):
        for token in step.instruction.arguments:
            key, equals, _ = token.value.partition("=")
            if key == name:
                known = step.before.globals or {}
                found = step, bool(equals) or name in known
    return found


def _uses(step: Step) -> Iterator[tuple[str, Span]]:
    """The variables that the shell of a command replaces, where nothing in its text sets them."""
    found = step.instruction
    tokens = found.arguments[1:] if found.name == "HEALTHCHECK" else found.arguments
    if found.problems or found.is_json or not tokens or step.before.shell[0].rpartition("/")[2] not in _SHELLS:
        return
    joined, token = found.unit.joined, tokens[0]
    at, text = joined.offset(token.span.start - found.start), token.value
    script = parse_shell(text)
    if (
        joined.string[at : at + len(text)] != text
        or script.has_errors
        or re.search(r"(?:^|[;&\s])(?:\.|source|eval)\s", text)
    ):
        return
    assigned = {item.name for item in variables_assigned(script)}
    for use in variables_used(script):
        if text[use.span.start : use.span.end] in (f"${use.name}", f"${{{use.name}}}") and use.name not in assigned:
            yield use.name, joined.span(at + use.span.start, at + use.span.end).shifted(found.start)


def _fix(step: Step, name: str) -> tuple[Fix, ...]:
    instruction = step.instruction
    newline = "\r\n" if "\r\n" in instruction.unit.text else "\n"
    end = instruction.full_end
    text = instruction.unit.text
    if not text.endswith("\n") or len(instruction.arguments) != 1:
        return ()
    return (Fix(f"Set `{name}` with ENV", (Edit(Span(end, end), f"ENV {name}=${name}{newline}"),), safe=False),)
