"""`DL3042`: `pip install` leaves its downloads in the image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import caches as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.caches import pip_cache
from dockwright.frozen import replace
from dockwright.semantics.stage import Step


@rule("DL3042", Severity.HINT, aliases=("pip-keeps-cache",), on=RUNS, elsewhere="by hadolint")
def pip_keeps_cache(step: Step, config: Config) -> Iterator[Finding]:
    lacks = "pip --no-cache-dir" in step.before.lacks
    if lacks and config.profile != "hadolint":
        return
    state, name = step.before, "PIP_NO_CACHE_DIR"
    setting = (state.variables.get(name) or "") if name in state.env else ""
    for finding in by_profile(step, config, pip_cache, lambda body: theirs.pip_downloads(body, setting)):
        yield replace(finding, fixes=()) if lacks else finding
