"""A label that the schema does not name."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import key_of
from dockwright.semantics.stage import Step


@rule("DL3050", Severity.INFORMATION, aliases=("label-superfluous",), on=("LABEL",))
def label_superfluous(step: Step, config: Config) -> Iterator[Finding]:
    """A label that the schema does not name."""
    if not config.strict_labels:
        return
    for key, _ in step.instruction.pairs:
        if ("$" not in key.value or config.profile == "hadolint") and key_of(key) not in config.label_schema:
            yield Finding(
                key.span, f"Label `{key_of(key)}` is not in the label schema; remove it or add it to the schema"
            )
