"""A label that is not a commit hash."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import wrong_values
from dockwright.semantics.stage import Step


@rule("DL3055", Severity.WARNING, aliases=("label-hash",), on=("LABEL",))
def label_hash(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is not a commit hash."""
    return wrong_values(step, config, "hash", "Label `{}` is not a Git commit hash; use 7 to 40 hexadecimal digits")
