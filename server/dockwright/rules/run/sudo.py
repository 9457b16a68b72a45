"""`DL3004`: `sudo` in a build."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.programs import uses_sudo
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("DL3004", Severity.WARNING, aliases=("sudo", "CKV2_DOCKER_1", "trivy/DS-0010"), on=RUNS)
def sudo(step: Step, config: Config) -> Iterator[Finding]:
    return in_shell(step, uses_sudo, hadolint=config.profile == "hadolint")
