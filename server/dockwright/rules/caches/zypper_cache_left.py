"""`DL3036`: cache of zypper left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import caches as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.caches import leaves_behind
from dockwright.semantics.stage import Step


@rule("DL3036", Severity.HINT, aliases=("zypper-cache-left",), on=RUNS, elsewhere="by hadolint")
def zypper_cache_left(step: Step, config: Config) -> Iterator[Finding]:
    return by_profile(
        step,
        config,
        lambda body: leaves_behind(body, ("zypper",), ("install", "in"), ("/var/cache/zypp",), "zypper clean"),
        lambda body: theirs.leaves(body, "zypper"),
    )
