"""`apt` in a script."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.programs import uses_apt
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("DL3027", Severity.INFORMATION, aliases=("apt-instead-of-apt-get",), on=RUNS)
def apt_instead_of_apt_get(step: Step) -> Iterator[Finding]:
    """`apt` in a script."""
    return in_shell(step, uses_apt)
