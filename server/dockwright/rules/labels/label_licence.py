"""A label that is not an SPDX license expression."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.rules.labels._schema import wrong_values
from dockwright.semantics.stage import Step


@rule("DL3054", Severity.WARNING, aliases=("label-licence",), on=("LABEL",))
def label_licence(step: Step, config: Config) -> Iterator[Finding]:
    """A label that is not an SPDX license expression."""
    message = "Label `{}` is not an SPDX license expression, such as `MIT` or `Apache-2.0`"
    return wrong_values(step, config, "spdx", message)
