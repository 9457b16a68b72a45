"""`yum install` asks where nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.answers import asks
from dockwright.findings.shell.in_shell import in_shell
from dockwright.semantics.stage import Step


@rule("DL3030", Severity.WARNING, aliases=("yum-without-yes",), on=RUNS)
def yum_without_yes(step: Step) -> Iterator[Finding]:
    """`yum install` asks where nobody answers."""
    return in_shell(
        step, lambda body: asks(body, ("yum",), ("install", "groupinstall", "localinstall", "reinstall"), "-y")
    )
