"""`cd` where WORKDIR could say it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.programs import changes_directory
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("DL3003", Severity.HINT, aliases=("cd-instead-of-workdir",), on=RUNS)
def cd_instead_of_workdir(step: Step) -> Iterator[Finding]:
    """`cd` where WORKDIR could say it."""
    return in_shell(step, changes_directory, onbuild=False)
