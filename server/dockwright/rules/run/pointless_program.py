"""Programs for a running machine or a person."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.in_shell import in_shell
from dockwright.findings.shell.programs import pointless
from dockwright.semantics.stage import Step


@rule("DL3001", Severity.INFORMATION, aliases=("pointless-program",), on=RUNS)
def pointless_program(step: Step) -> Iterator[Finding]:
    """Programs for a running machine or a person."""
    return in_shell(step, pointless)
