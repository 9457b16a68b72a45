"""`COPY --from` names no stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model


@rule("DL3022", Severity.OFF, aliases=("copy-from-unknown",), on=())
def copy_from_unknown(model: Model) -> Iterator[Finding]:
    """`COPY --from` names no stage."""
    names = {stage.name for stage in model.stages}
    for stage in model.stages:
        for step in stage.all("COPY"):
            flag = step.instruction.flag("from")
            value = (flag.value or "") if flag else ""
            if flag is None or not value or ":" in value or "$" in value:
                continue
            if value.isdigit() and int(value) < stage.index:
                continue
            if value.lower() not in names or any(value.lower() == item.name for item in model.stages[stage.index :]):
                message = f"No stage above is called `{value}`; it is taken for an image or a named context."
                yield Finding(flag.value_span, message)
