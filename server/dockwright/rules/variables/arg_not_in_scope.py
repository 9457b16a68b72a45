"""`arg-not-in-scope`: shell text uses an ARG that its stage does not have there."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.variables._undefined import base_is_known, elsewhere, undefined_in_shell
from dockwright.semantics.stage import Stage


@rule("arg-not-in-scope", Severity.WARNING)
def arg_not_in_scope(stage: Stage) -> Iterator[Finding]:
    if stage.final.globals is None or not base_is_known(stage):
        return
    seen: set[str] = set()
    for index, step in enumerate(stage.steps):
        for name, span in undefined_in_shell(step).items() if index else ():
            found = elsewhere(stage, index, name) if name not in seen else None
            if found is not None:
                seen.add(name)
                yield Finding(span.shifted(step.instruction.start), found[0], found[1])
