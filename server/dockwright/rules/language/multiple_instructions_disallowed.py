"""`MultipleInstructionsDisallowed`: a CMD, ENTRYPOINT or HEALTHCHECK that a later one replaces."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Stage

_CODES = {"CMD": "DL4003", "ENTRYPOINT": "DL4004", "HEALTHCHECK": "DL3012"}


@rule(
    "MultipleInstructionsDisallowed",
    Severity.WARNING,
    parts=tuple((code,) for code in _CODES.values()),
    on=tuple(_CODES),
)
def multiple_instructions_disallowed(stage: Stage, config: Config) -> Iterator[Finding]:
    hadolint = config.profile == "hadolint"  # hadolint reports all but the first; the last one takes effect
    pairs = list(zip(stage.body.units, stage.body.offsets, strict=True))
    met: set[str] = set()
    for unit, offset in pairs if hadolint else reversed(pairs):
        code = _CODES.get(unit.name)
        if code:
            if unit.name in met:
                span = unit.keyword.span.shifted(stage.start + offset)
                if hadolint:
                    message = f"This {unit.name} replaces an earlier one of the stage; keep only one"
                    yield Finding(span, message, alias=code)
                else:
                    message = f"A later {unit.name} of this stage replaces this one; keep only one"
                    yield Finding(span, message, tags=("unnecessary",), alias=code)
            met.add(unit.name)
