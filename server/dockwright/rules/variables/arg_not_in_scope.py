"""`arg-not-in-scope`: shell text uses an ARG that is not declared at this point of its stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import INSTRUCTIONS, rule
from dockwright.rules.variables._undefined import (
    base_is_known,
    elsewhere,
    is_official,
    undefined_in_shell,
    undefined_ports,
)
from dockwright.semantics.images import variables
from dockwright.semantics.stage import Stage


@rule("arg-not-in-scope", Severity.WARNING, on=INSTRUCTIONS)
def arg_not_in_scope(stage: Stage) -> Iterator[Finding]:
    known, official = base_is_known(stage), is_official(stage)
    if stage.final.globals is None or not (known or official):
        return
    seen: set[str] = set()
    for index, step in enumerate(stage.steps):
        for name, span in (undefined_in_shell(step) | undefined_ports(step)).items() if index else ():
            if not known and name in variables():
                continue  # an unknown version of the image may set it
            found = elsewhere(stage, index, name) if name not in seen else None
            if found is not None:
                seen.add(name)
                yield Finding(span.shifted(step.instruction.start), found[0], found[1])
