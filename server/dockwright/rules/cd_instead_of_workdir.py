"""`cd` where WORKDIR could say it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import RUNS, rule
from dockwright.rules.shell.body import Body, Note
from dockwright.rules.shell.effects import without_effect
from dockwright.rules.shell.programs import changes_directory
from dockwright.rules.shell.report import in_shell
from dockwright.semantics.stage import Step


@rule("DL3003", Severity.HINT, aliases=("cd-instead-of-workdir",), on=RUNS)
def cd_instead_of_workdir(step: Step, config: Config) -> Iterator[Finding]:
    """`cd` where WORKDIR could say it."""
    alone = config.profile == "hadolint"

    def check(body: Body) -> Iterator[Note]:
        # Of a RUN that does nothing else, `effect-ends-with-run` says as much.
        return iter(()) if not alone and any(without_effect(body)) else changes_directory(body)

    return in_shell(step, check, onbuild=False)
