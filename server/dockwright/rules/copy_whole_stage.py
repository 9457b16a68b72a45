"""A whole file system is copied out of a stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage


@rule("DL3067", Severity.WARNING, aliases=("copy-whole-stage",))
def copy_whole_stage(model: Model) -> Iterator[Finding]:
    """A whole file system is copied out of a stage."""
    for stage in model.stages:
        for step in stage.all("COPY"):
            copy = step.instruction
            flag = copy.flag("from")
            if flag is None or len(copy.arguments) < 2 or copy.arguments[-1].value.strip("\"'") != "/":
                continue
            if not _builds(model.stage_referred(flag.value or "")):
                continue
            for token in copy.arguments[:-1]:
                if token.value.strip("\"'") in ("/", "/.", "/*"):
                    message = (
                        "This copies everything the other stage holds, its tools and caches, too; name the results."
                    )
                    yield Finding(token.span, message)


def _builds(stage: Stage | None) -> bool:
    """Whether a stage holds more than results: it runs something, on top of an image."""
    if stage is None or stage.root.is_scratch:
        return False
    while stage is not None:
        if stage.all("RUN"):
            return True
        stage = stage.base
    return False
