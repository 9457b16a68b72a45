"""A label that is not an RFC 3339 time."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import wrong_values
from dockwright.semantics.stage import Step


@rule("DL3053", Severity.WARNING, aliases=("label-time",), on=("LABEL",))
def label_time(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is not an RFC 3339 time."""
    return wrong_values(step, config, "rfc3339", "Label `{}` is not an RFC 3339 time, such as `2026-11-24T12:00:00Z`")
