"""`DL3003`: `cd` instead of WORKDIR."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.effects import without_effect
from dockwright.findings.shell.programs import changes_directory
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.image.run_body import Body, Note
from dockwright.semantics.stage import Step


@rule("DL3003", Severity.HINT, aliases=("cd-instead-of-workdir",), on=RUNS)
def cd_instead_of_workdir(step: Step, config: Config) -> Iterator[Finding]:
    alone = config.profile == "hadolint"

    def check(body: Body) -> Iterator[Note]:
        # If the RUN does nothing else, `effect-ends-with-run` reports it.
        return iter(()) if not alone and any(without_effect(body)) else changes_directory(body)

    return in_shell(step, check, onbuild=False, hadolint=alone)
