"""`DL3015`: `apt-get install` with recommended packages."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import prompts as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.prompts import recommends
from dockwright.semantics.stage import Step


@rule("DL3015", Severity.HINT, aliases=("recommended-packages",), on=RUNS, elsewhere="by hadolint")
def recommended_packages(step: Step, config: Config) -> Iterator[Finding]:
    """`DL3015`: `apt-get install` with recommended packages."""
    return by_profile(step, config, recommends, theirs.recommends)
