"""`unused-stage`: a stage without a name that no other stage uses."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model


@rule("unused-stage", Severity.INFORMATION, aliases=("tally/no-unreachable-stages",), on=())
def unused_stage(model: Model) -> Iterator[Finding]:
    if all(stage.name_token for stage in model.stages[:-1]):
        return
    for stage in model.stages:
        if stage.name_token is None and stage.index not in model.reachable:
            message = "The last stage needs nothing from this unnamed stage; remove it or copy from it"
            yield Finding(stage.origin.keyword.span, message, tags=("unnecessary",))
