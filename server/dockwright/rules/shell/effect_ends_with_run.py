"""`effect-ends-with-run`: a RUN that only changes its own shell."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.effects import without_effect
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("effect-ends-with-run", Severity.WARNING, on=RUNS)
def effect_ends_with_run(step: Step) -> Iterator[Finding]:
    return in_shell(step, without_effect)
