"""A label of the schema is empty."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import key_of
from dockwright.semantics.stage import Step


@rule("DL3051", Severity.WARNING, aliases=("label-empty",), on=("LABEL",))
def label_empty(step: Step, config: Config) -> Iterator[Finding]:
    """A label of the schema is empty."""
    if not config.label_schema:
        return
    for key, token in step.instruction.pairs:
        empty = step.before.expand(token.value, step.instruction.unit.escape) == "" and "$" not in token.value
        if empty and key_of(key) in config.label_schema:
            yield Finding(key.span, f"Label `{key_of(key)}` is empty; give it a value")
