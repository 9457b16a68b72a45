"""`package-twice`: a package stands twice in one list."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.installs import repeated_packages
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("package-twice", Severity.HINT, on=RUNS)
def package_twice(step: Step) -> Iterator[Finding]:
    return in_shell(step, repeated_packages)
