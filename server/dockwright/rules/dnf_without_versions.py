"""`dnf install` takes whatever version is newest."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.pins import unpinned
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("DL3041", Severity.OFF, aliases=("dnf-without-versions",), groups=("pinning",), on=RUNS)
def dnf_without_versions(step: Step) -> Iterator[Finding]:
    """`dnf install` takes whatever version is newest."""
    return in_shell(step, lambda body: unpinned(body, "dnf", "microdnf"))
