"""`MultipleInstructionsDisallowed`: a CMD, ENTRYPOINT or HEALTHCHECK that a later one replaces."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Stage


@rule("MultipleInstructionsDisallowed", Severity.WARNING)
def multiple_instructions_disallowed(stage: Stage) -> Iterator[Finding]:
    later: set[str] = set()
    for unit, offset in zip(reversed(stage.body.units), reversed(stage.body.offsets), strict=True):
        if unit.name in ("CMD", "ENTRYPOINT", "HEALTHCHECK"):
            if unit.name in later:
                message = f"A later {unit.name} of this stage replaces this one: keep only one."
                yield Finding(unit.keyword.span.shifted(stage.start + offset), message, tags=("unnecessary",))
            later.add(unit.name)
