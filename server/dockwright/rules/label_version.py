"""A label that is no semantic version."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.labels import wrong_values
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step


@rule("DL3056", Severity.WARNING, aliases=("label-version",))
def label_version(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is no semantic version."""
    return wrong_values(step, config, "semver", "has to be a semantic version, such as 1.2.3.")
