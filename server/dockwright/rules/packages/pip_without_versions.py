"""`pip install` takes whatever version is newest."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.in_shell import in_shell
from dockwright.findings.shell.pins import unpinned
from dockwright.semantics.stage import Step


@rule("DL3013", Severity.OFF, aliases=("pip-without-versions",), groups=("pinning",), on=RUNS)
def pip_without_versions(step: Step) -> Iterator[Finding]:
    """`pip install` takes whatever version is newest."""
    return in_shell(step, lambda body: unpinned(body, "pip", "pipx"))
