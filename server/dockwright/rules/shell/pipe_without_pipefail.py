"""`DL4006`: a pipe hides failures of its first commands."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import pipes as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.pipes import unchecked_pipes
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.frozen import replace
from dockwright.semantics.stage import Step


@rule("DL4006", Severity.OFF, aliases=("pipe-without-pipefail",), on=RUNS)
def pipe_without_pipefail(step: Step, config: Config) -> Iterator[Finding]:
    if config.profile == "hadolint":
        return in_shell(step, theirs.unchecked_pipes, onbuild=False, hadolint=True)
    shell = step.before.shell
    unknown = bool(shell) and shell[0].rpartition("/")[2] in ("sh", "dash")  # dash has no such option
    return in_shell(
        step, lambda body: unchecked_pipes(replace(body, pipefail=False) if unknown else body), onbuild=False
    )
