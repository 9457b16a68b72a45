"""`apt-get install` takes in recommended packages."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.answers import recommends
from dockwright.findings.shell.in_shell import in_shell
from dockwright.semantics.stage import Step


@rule("DL3015", Severity.HINT, aliases=("recommended-packages",), on=RUNS, elsewhere="by hadolint")
def recommended_packages(step: Step) -> Iterator[Finding]:
    """`apt-get install` takes in recommended packages."""
    return in_shell(step, recommends)
