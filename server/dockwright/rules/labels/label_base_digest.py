"""`label-base-digest`: a label says which base the image has, and FROM does not."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Stage

_KEY = "org.opencontainers.image.base.digest"


@rule("label-base-digest", Severity.HINT, aliases=("tally/labels/no-stale-base-digest",), on=("LABEL",))
def label_base_digest(stage: Stage) -> Iterator[Finding]:
    root = stage.root
    if root.image is None or "@" in root.image:
        return
    for step in stage.all("LABEL"):
        for key, value in step.instruction.pairs:
            if key.value.strip("\"'") == _KEY and "$" not in value.value:
                message = "This digest is outdated once the tag of the base image moves; pin FROM to the same digest"
                yield Finding(key.span, message)
