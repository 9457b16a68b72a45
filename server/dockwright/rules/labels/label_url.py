"""A label that is not a URL."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import wrong_values
from dockwright.semantics.stage import Step


@rule("DL3052", Severity.WARNING, aliases=("label-url",), on=("LABEL",))
def label_url(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is not a URL."""
    return wrong_values(step, config, "url", "Label `{}` is not a valid URL, such as `https://example.com/`")
