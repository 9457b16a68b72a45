"""`DL3019`: `apk add` leaves its package index in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import caches as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.caches import apk_cache
from dockwright.semantics.stage import Step


@rule("DL3019", Severity.HINT, aliases=("apk-without-no-cache",), on=RUNS, elsewhere="by hadolint")
def apk_without_no_cache(step: Step, config: Config) -> Iterator[Finding]:
    lacks = "apk --no-cache" in step.before.lacks
    found = by_profile(step, config, lambda body: apk_cache(body, lacks_switch=lacks), theirs.apk)
    return (finding for finding in found if finding.fixes or not lacks or config.profile == "hadolint")
