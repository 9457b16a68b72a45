"""`MaintainerDeprecated`: MAINTAINER was replaced by a label."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.maintainer import as_label
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span

_TITLE = "Replace with a label (the image's author field stays empty)"


@rule(
    "MaintainerDeprecated",
    Severity.INFORMATION,
    aliases=("DL4000", "maintainer", "CKV_DOCKER_6", "trivy/DS-0022"),
    on=("MAINTAINER", "LABEL"),
)
def maintainer_deprecated(model: Model) -> Iterator[Finding]:
    if model.globals.places(("MAINTAINER",)):
        yield from (_finding(step, None) for step in model.global_steps if step.instruction.name == "MAINTAINER")
    for stage in model.stages:
        if stage.body.places(("MAINTAINER",)):
            yield from (_finding(step, stage) for step in stage.all("MAINTAINER") if step.instruction.arguments)


def _finding(step: Step, stage: Stage | None) -> Finding:
    found = step.instruction
    later = [one for one in stage.all("MAINTAINER") if one.instruction.start > found.start] if stage else []
    edits = as_label(found.unit, stage) if found.arguments and not later else ""
    fixes: tuple[Fix, ...] = ()
    if later:
        edit = Edit(Span(found.start, found.full_end), "")
        fixes = (Fix("Remove this MAINTAINER, which a later one replaces", (edit,)),)
    elif not isinstance(edits, str):
        # an earlier one would take effect when this one is removed
        alone = stage is None or len(stage.all("MAINTAINER")) == 1
        fixes = (Fix(_TITLE, tuple(edit.shifted(found.start) for edit in edits), safe=alone),)
    message = "MAINTAINER is deprecated; use the label `org.opencontainers.image.authors`"
    return Finding(found.keyword.span, message, fixes, tags=("deprecated",))
