"""`dnf install` asks where nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.answers import asks
from dockwright.findings.shell.in_shell import in_shell
from dockwright.semantics.stage import Step


@rule("DL3038", Severity.WARNING, aliases=("dnf-without-yes",), on=RUNS)
def dnf_without_yes(step: Step) -> Iterator[Finding]:
    """`dnf install` asks where nobody answers."""
    return in_shell(
        step,
        lambda body: asks(body, ("dnf",), ("install", "groupinstall", "localinstall", "reinstall"), "-y"),
    )
