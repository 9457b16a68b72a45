"""Cache of yarn left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.caches import leaves_behind
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model


@rule("DL3060", Severity.HINT, aliases=("yarn-cache-left",))
def yarn_cache_left(model: Model, config: Config) -> Iterator[Finding]:
    """Cache of yarn left in the image."""
    return in_image(
        model,
        config,
        "DL3060",
        lambda body: leaves_behind(
            body, ("yarn",), ("install",), ("/usr/local/share/.cache/yarn", "/root/.cache/yarn"), "yarn cache clean"
        ),
        everywhere_for_hadolint=False,
    )
