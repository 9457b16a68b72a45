"""`DL3032`: cache of yum left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import caches as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.caches import leaves_behind
from dockwright.semantics.stage import Step


@rule("DL3032", Severity.HINT, aliases=("yum-cache-left",), on=RUNS, elsewhere="by hadolint")
def yum_cache_left(step: Step, config: Config) -> Iterator[Finding]:
    return by_profile(
        step,
        config,
        lambda body: leaves_behind(body, ("yum",), ("install", "module install"), ("/var/cache/yum",), "yum clean all"),
        lambda body: theirs.leaves(body, "yum"),
    )
