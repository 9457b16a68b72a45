"""`package-list-typo`: a mistyped option or a command among the packages of an install."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.installs import misread_packages
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("package-list-typo", Severity.WARNING, on=RUNS)
def package_list_typo(step: Step) -> Iterator[Finding]:
    return in_shell(step, misread_packages)
