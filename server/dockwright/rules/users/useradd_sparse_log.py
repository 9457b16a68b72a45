"""`useradd` with a high user id."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.in_shell import in_shell
from dockwright.findings.shell.programs import sparse_log
from dockwright.semantics.stage import Step


@rule("DL3046", Severity.INFORMATION, aliases=("useradd-sparse-log",), on=RUNS)
def useradd_sparse_log(step: Step) -> Iterator[Finding]:
    """`useradd` with a high user id."""
    return in_shell(step, sparse_log)
