"""Cache of zypper left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.caches import leaves_behind
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model


@rule("DL3036", Severity.HINT, aliases=("zypper-cache-left",))
def zypper_cache_left(model: Model, config: Config) -> Iterator[Finding]:
    """Cache of zypper left in the image."""
    return in_image(
        model,
        config,
        "DL3036",
        lambda body: leaves_behind(body, ("zypper",), ("install", "in"), ("/var/cache/zypp",), "zypper clean"),
    )
