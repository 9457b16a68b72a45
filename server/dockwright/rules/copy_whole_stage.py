"""A whole file system is copied out of a stage."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step


@rule("DL3067", Severity.WARNING, aliases=("copy-whole-stage",))
def copy_whole_stage(step: Step) -> Iterator[Finding]:
    """A whole file system is copied out of a stage."""
    copy = step.instruction
    source = copy.flag("from") if copy.name in ("COPY", "ADD") else None
    if source is None or len(copy.arguments) < 2 or copy.problems:
        return
    if copy.arguments[-1].value.strip("\"'") != "/":
        return
    for token in copy.arguments[:-1]:
        if token.value.strip("\"'") in ("/", "/.", "/*"):
            message = "This copies everything the other stage holds, its tools and caches, too; name the results."
            yield Finding(token.span, message)
