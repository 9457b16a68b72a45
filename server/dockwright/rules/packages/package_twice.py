"""`package-twice`: a package that is listed twice."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.installs import repeated_packages
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("package-twice", Severity.HINT, on=RUNS)
def package_twice(step: Step) -> Iterator[Finding]:
    return in_shell(step, repeated_packages)
