"""`MultipleInstructionsDisallowed`: a CMD, ENTRYPOINT or HEALTHCHECK that a later one replaces."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Stage


@rule(
    "MultipleInstructionsDisallowed",
    Severity.WARNING,
    aliases=("DL4003", "DL4004", "DL3012"),
    on=("CMD", "ENTRYPOINT", "HEALTHCHECK"),
)
def multiple_instructions_disallowed(stage: Stage, config: Config) -> Iterator[Finding]:
    hadolint = config.profile == "hadolint"  # which marks the ones that count, and those but the first
    pairs = list(zip(stage.body.units, stage.body.offsets, strict=True))
    met: set[str] = set()
    for unit, offset in pairs if hadolint else reversed(pairs):
        if unit.name in ("CMD", "ENTRYPOINT", "HEALTHCHECK"):
            if unit.name in met:
                span = unit.keyword.span.shifted(stage.start + offset)
                if hadolint:
                    yield Finding(span, f"This replaces an earlier {unit.name} of the stage: keep only one.")
                else:
                    message = f"A later {unit.name} of this stage replaces this one: keep only one."
                    yield Finding(span, message, tags=("unnecessary",))
            met.add(unit.name)
