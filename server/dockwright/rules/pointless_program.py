"""Programs for a running machine or a person."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.programs import pointless
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("DL3001", Severity.INFORMATION, aliases=("pointless-program",), on=RUNS)
def pointless_program(step: Step) -> Iterator[Finding]:
    """Programs for a running machine or a person."""
    return in_shell(step, pointless)
