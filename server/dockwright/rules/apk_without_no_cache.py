"""`apk add` leaves its index in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.rules.shell.caches import apk_cache
from dockwright.rules.shell.report import in_image
from dockwright.semantics.model import Model


@rule("DL3019", Severity.HINT, aliases=("apk-without-no-cache",))
def apk_without_no_cache(model: Model, config: Config) -> Iterator[Finding]:
    """`apk add` leaves its index in the image."""
    return in_image(model, config, "DL3019", apk_cache)
