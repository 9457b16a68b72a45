"""`label-twice`: a label that a later one of the stage replaces."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import key_of
from dockwright.semantics.stage import Stage
from dockwright.syntax.nodes import Token


@rule("label-twice", Severity.WARNING, aliases=("tally/labels/no-duplicate-keys",), on=("LABEL",))
def label_twice(stage: Stage) -> Iterator[Finding]:
    seen: dict[str, Token] = {}
    for step in stage.all("LABEL"):
        for key, _ in step.instruction.pairs:
            name = key_of(key)
            if "$" in name:
                continue
            earlier = seen.get(name)
            if earlier is not None:
                yield Finding(
                    earlier.span,
                    f"Label `{name}` is set again later in this stage, so this value is lost; remove one",
                    tags=("unnecessary",),
                    related=(Related(key.span, "set again here"),),
                )
            seen[name] = key
