"""A label that is no URL."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.labels import wrong_values
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step


@rule("DL3052", Severity.WARNING, aliases=("label-url",))
def label_url(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is no URL."""
    return wrong_values(step, config, "url", "has to be a URL, such as https://example.com/.")
