"""A label that is not a semantic version."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import wrong_values
from dockwright.semantics.stage import Step


@rule("DL3056", Severity.WARNING, aliases=("label-version",), on=("LABEL",))
def label_version(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is not a semantic version."""
    return wrong_values(step, config, "semver", "Label `{}` is not a semantic version, such as `1.2.3`")
