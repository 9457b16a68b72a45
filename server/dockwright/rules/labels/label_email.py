"""A label that is not a valid email address."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import wrong_values
from dockwright.semantics.stage import Step


@rule("DL3058", Severity.WARNING, aliases=("label-email",), on=("LABEL",))
def label_email(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is not a valid email address."""
    return wrong_values(step, config, "email", "Label `{}` is not a valid email address")
