"""Cache of dnf left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.caches import leaves_behind
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model


@rule("DL3040", Severity.HINT, aliases=("dnf-cache-left",))
def dnf_cache_left(model: Model, config: Config) -> Iterator[Finding]:
    """Cache of dnf left in the image."""
    return in_image(
        model,
        config,
        "DL3040",
        lambda body: leaves_behind(
            body,
            ("dnf", "microdnf"),
            ("install",),
            ("/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum"),
            "dnf clean all",
        ),
    )
