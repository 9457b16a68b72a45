"""`DL3040`: cache of dnf left in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import caches as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.caches import leaves_behind
from dockwright.semantics.stage import Step


@rule("DL3040", Severity.HINT, aliases=("dnf-cache-left",), on=RUNS, elsewhere="by hadolint")
def dnf_cache_left(step: Step, config: Config) -> Iterator[Finding]:
    return by_profile(
        step,
        config,
        lambda body: leaves_behind(
            body,
            ("dnf", "microdnf"),
            ("install", "in", "upgrade", "up", "reinstall", "group install", "module install"),
            ("/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum"),
            "{} clean all",
        ),
        lambda body: theirs.leaves(body, "dnf", "microdnf"),
    )
