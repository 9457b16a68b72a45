"""Cache of yum left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.caches import leaves_behind
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model


@rule("DL3032", Severity.HINT, aliases=("yum-cache-left",))
def yum_cache_left(model: Model, config: Config) -> Iterator[Finding]:
    """Cache of yum left in the image."""
    return in_image(
        model,
        config,
        "DL3032",
        lambda body: leaves_behind(body, ("yum",), ("install",), ("/var/cache/yum",), "yum clean all"),
    )
