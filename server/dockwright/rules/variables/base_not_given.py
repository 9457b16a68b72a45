"""`base-not-given`: a FROM needs a build argument that no build of this file in the workspace passes."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import Surroundings
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.bases import default_state
from dockwright.semantics.expanded import expanded
from dockwright.semantics.image_names import refusal

_SAYS = {
    (True, True): "`{0}` does not set `{1}`, so the base image `{2}` is invalid; set it or give the ARG a default",
    (True, False): "`{0}` does not set `{1}`, so FROM has no base image; set it or give the ARG a default",
    (False, True): "No build here sets `{1}`, so the base image `{2}` is invalid; give the ARG a default",
    (False, False): "No build here sets `{1}`, so FROM has no base image; give the ARG a default",
}
"""Messages by whether a build was found, and whether anything remains of the image name."""


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
        refused = value is not None and refusal(value)
        if refused and lacking and not any(name in context.given for name in lacking):
            form = _SAYS[bool(context.built_by), bool(value)]
            yield Finding(word.span.shifted(stage.start), form.format(context.built_by, lacking[0], value))
