"""`DL3037`: `zypper install` of packages without versions."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import unpinned
from dockwright.semantics.stage import Step


@rule("DL3037", Severity.OFF, aliases=("zypper-without-versions",), groups=("pinning",), on=RUNS)
def zypper_without_versions(step: Step, config: Config) -> Iterator[Finding]:
    """`DL3037`: `zypper install` of packages without versions."""
    return unpinned(step, config, "zypper")
