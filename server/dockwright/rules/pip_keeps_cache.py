"""`pip install` keeps its downloads in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.caches import pip_cache
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model


@rule("DL3042", Severity.HINT, aliases=("pip-keeps-cache",))
def pip_keeps_cache(model: Model, config: Config) -> Iterator[Finding]:
    """`pip install` keeps its downloads in the image."""
    return in_image(model, config, "DL3042", pip_cache)
