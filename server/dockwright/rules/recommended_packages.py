"""`apt-get install` takes in recommended packages."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.answers import recommends
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model


@rule("DL3015", Severity.HINT, aliases=("recommended-packages",))
def recommended_packages(model: Model, config: Config) -> Iterator[Finding]:
    """`apt-get install` takes in recommended packages."""
    return in_image(model, config, "DL3015", recommends)
