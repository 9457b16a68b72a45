"""`DL3062`: `go install` of packages without versions."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import unpinned
from dockwright.semantics.stage import Step


@rule("DL3062", Severity.OFF, aliases=("go-install-without-versions",), groups=("pinning",), on=RUNS)
def go_install_without_versions(step: Step, config: Config) -> Iterator[Finding]:
    """`DL3062`: `go install` of packages without versions."""
    return unpinned(step, config, "go")
