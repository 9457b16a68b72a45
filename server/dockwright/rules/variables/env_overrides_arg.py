"""`env-overrides-arg`: an ENV overrides an ARG of the same name before the ARG is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.rule import INSTRUCTIONS, rule
from dockwright.semantics.expanded import expanded
from dockwright.semantics.stage import Stage
from dockwright.syntax.nodes import Token, Unit
from dockwright.text import Edit

_PLAIN = r"[A-Za-z0-9_./:@%+,-]+\Z"


@rule("env-overrides-arg", Severity.INFORMATION, on=INSTRUCTIONS)
def env_overrides_arg(stage: Stage) -> Iterator[Finding]:
    if not _names(stage, "ARG", 1) & _names(stage, "ENV", 2):
        return
    open_args: dict[str, Token] = {}
    for step in stage.steps:
        found = step.instruction
        if found.problems:
            continue
        if found.name in ("RUN", "ONBUILD"):
            open_args.clear()  # it may read any variable of its environment
        for word in expanded(found.unit):
            for variable in word.variables:
                open_args.pop(variable.name, None)
        if found.name == "ARG":
            open_args |= {token.value.partition("=")[0]: token for token in found.arguments}
        elif found.name == "ENV":
            for key, value in found.pairs:
                declared = open_args.pop(key.value, None)
                if declared:
                    name = key.value
                    message = (
                        f"This hides ARG `{name}` before anything uses it, so `--build-arg` has no effect; "
                        f"write `{name}=${{{name}}}`"
                    )
                    fixes = _fixes(name, value, bool(declared.value.partition("=")[1]))
                    yield Finding(key.span, message, fixes, related=(Related(declared.span, "The ARG that it hides"),))


def _names(stage: Stage, instruction: str, words: int) -> set[str]:
    """The variables that instructions set; each takes so many `words`."""
    units = (stage.body.units[index] for index in stage.body.places((instruction,)))
    return set().union(*(_set_by(unit, words) for unit in units))


def _set_by(unit: Unit, words: int) -> frozenset[str]:
    """The same of one instruction; kept with it, since only one of a stage is edited."""
    found: frozenset[str] | None = unit.memo.get("sets")
    if found is None:
        found = frozenset(word.value.partition("=")[0] for word in unit.arguments[::words])
        unit.memo["sets"] = found
    return found


def _fixes(name: str, value: Token, has_default: bool) -> tuple[Fix, ...]:
    if has_default or not re.match(_PLAIN, value.value):
        return ()
    new = f"${{{name}:-{value.value}}}"
    return (Fix(f"Change to `{new}`", (Edit(value.span, new),), safe=False),)
