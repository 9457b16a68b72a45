"""`effect-ends-with-run`: a RUN that changes nothing but its own shell."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.effects import without_effect
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("effect-ends-with-run", Severity.WARNING, on=RUNS)
def effect_ends_with_run(step: Step) -> Iterator[Finding]:
    return in_shell(step, without_effect)
