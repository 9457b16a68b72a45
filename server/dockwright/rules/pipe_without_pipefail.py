"""A pipe hides failures of its first commands."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.pipes import unchecked_pipes
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("DL4006", Severity.OFF, aliases=("pipe-without-pipefail",), on=RUNS)
def pipe_without_pipefail(step: Step) -> Iterator[Finding]:
    """A pipe hides failures of its first commands."""
    return in_shell(step, unchecked_pipes, onbuild=False)
