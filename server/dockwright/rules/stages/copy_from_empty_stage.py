"""`copy-from-empty-stage`: COPY of a file from a stage without files."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.references import mentions
from dockwright.semantics.structure import CAME_OR_WENT
from dockwright.syntax.instruction import Instruction


@rule(
    "copy-from-empty-stage", Severity.ERROR, aliases=("tally/copy-from-empty-scratch-stage",), on=(CAME_OR_WENT, "COPY")
)
def copy_from_empty_stage(model: Model) -> Iterator[Finding]:
    if not any(stage.final.empty for stage in model.stages):
        return
    for stage in model.stages:
        for mention in mentions(stage.body):
            target = model.stage_referred(mention.token.value) if mention.kind == "copy" else None
            if target is None or target.index >= stage.index or not target.final.empty or target.final.workdir_set:
                continue
            sources = Instruction(mention.unit, stage.start + mention.offset).arguments[:-1]
            if any(source.value.strip("./") and not set(source.value) & set("*?[$") for source in sources):
                message = (
                    f"The stage `{mention.token.value}` is empty, so there is nothing to copy; "
                    "add files to it or copy from another stage"
                )
                place = Related(target.origin.head_span, "The empty stage")
                yield Finding(mention.token.span.shifted(stage.start), message, related=(place,))
