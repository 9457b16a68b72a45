"""`base-not-given`: a FROM needs a build argument, and what builds the file in this workspace does not give it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import Surroundings
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.bases import default_state
from dockwright.semantics.expanded import expanded
from dockwright.semantics.image_names import refusal


@rule("base-not-given", Severity.WARNING, on=())
def base_not_given(around: Surroundings) -> Iterator[Finding]:
    model, context = around.model, around.context
    if context.built_by is None:
        return
    defaults = default_state(model)
    for stage in model.stages if model.globals.units else ():
        unit = stage.body.units[0]
        word = next((word for word in expanded(unit) if word.kind == "argument"), None)
        if stage.base is not None or word is None or word.error is not None:
            continue
        lacking = [variable.name for variable in word.variables if not defaults.variables.get(variable.name)]
        value = defaults.expand_parts(word.parts, unit.escape)
        reason = refusal(value) if value is not None else ""
        if reason and lacking and not any(name in context.given for name in lacking):
            who = f"`{context.built_by}` builds this without" if context.built_by else "No build here gives"
            message = f"{who} `{lacking[0]}`, which has no default: the base is `{value}`, and {reason}"
            yield Finding(word.span.shifted(stage.start), message)
