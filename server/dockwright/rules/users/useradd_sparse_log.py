"""`useradd` with a high user id."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import accounts as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.programs import sparse_log
from dockwright.semantics.stage import Step


@rule("DL3046", Severity.INFORMATION, aliases=("useradd-sparse-log",), on=RUNS)
def useradd_sparse_log(step: Step, config: Config) -> Iterator[Finding]:
    """`useradd` with a high user id."""
    return by_profile(step, config, sparse_log, theirs.sparse_log)
