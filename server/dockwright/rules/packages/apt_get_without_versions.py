"""`DL3008`: `apt-get install` of packages without versions."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import unpinned
from dockwright.semantics.stage import Step


@rule("DL3008", Severity.OFF, aliases=("apt-get-without-versions",), groups=("pinning",), on=RUNS)
def apt_get_without_versions(step: Step, config: Config) -> Iterator[Finding]:
    """`DL3008`: `apt-get install` of packages without versions."""
    return unpinned(step, config, "apt-get")
