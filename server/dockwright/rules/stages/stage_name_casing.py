"""`StageNameCasing`: stage names with uppercase letters."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics import references
from dockwright.semantics.model import Model
from dockwright.text import Edit


@rule("StageNameCasing", Severity.INFORMATION, aliases=("stage-name-casing",), on=())
def stage_name_casing(model: Model) -> Iterator[Finding]:
    mixed = [stage for stage in model.stages if stage.name_is_mixed]
    mentions = (
        list(references.of(model.stages, model.stage_referred, {stage.name for stage in mixed if stage.name}))
        if mixed
        else []
    )
    for stage in mixed:
        token = stage.name_token
        if token is None:
            continue
        lowered = token.value.lower()
        edits = [Edit(token.span, lowered)]
        for mention in mentions:
            if mention.target is stage and mention.token.value != lowered:
                edits.append(Edit(mention.token.span, lowered))
        message = f"BuildKit stores the stage name `{token.value}` as `{lowered}`; write it in lower case"
        yield Finding(token.span, message, (Fix(f"Rename to `{lowered}` everywhere", tuple(edits)),))
