"""`StageNameCasing`: stage names are kept in lower case."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Fix, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.text import Edit


@rule("StageNameCasing", Severity.INFORMATION, aliases=("stage-name-casing",))
def stage_name_casing(model: Model) -> Iterator[Finding]:
    for stage in model.stages:
        token = stage.name_token if stage.name_is_mixed else None
        if token is None:
            continue
        lowered = token.value.lower()
        edits = [Edit(token.span, lowered)]
        for reference in model.references:
            plain = reference.token.value.lower() == lowered
            if reference.target is stage and plain and reference.token.value != lowered:
                edits.append(Edit(reference.token.span, lowered))
        message = f'BuildKit keeps the stage name "{token.value}" as "{lowered}": write it in lower case.'
        yield Finding(token.span, message, (Fix(f'Rename to "{lowered}" everywhere', tuple(edits)),))
