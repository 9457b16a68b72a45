"""`MaintainerDeprecated`: MAINTAINER was replaced by a label."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.rules.finding import Finding, Fix, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit


@rule("MaintainerDeprecated", Severity.WARNING, aliases=("DL4000", "maintainer"))
def maintainer_deprecated(step: Step) -> Iterator[Finding]:
    instruction = step.instruction
    if instruction.name != "MAINTAINER" or not instruction.arguments:
        return
    label = "LABEL" if instruction.keyword.value.isupper() else "label"
    value = instruction.arguments[0].value.strip('"')
    fixes: tuple[Fix, ...] = ()
    if not set(value) & {"$", '"', "\\", "`"}:
        new = f"{label} org.opencontainers.image.authors={json.dumps(value, ensure_ascii=False)}"
        fixes = (Fix("Turn it into a label", (Edit(instruction.span, new),)),)
    message = "MAINTAINER is deprecated and tools no longer read it: use the label org.opencontainers.image.authors."
    yield Finding(instruction.keyword.span, message, fixes, tags=("deprecated",))
