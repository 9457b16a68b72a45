"""`update-without-install`: package lists are downloaded in a separate layer."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.installs import lone_update
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("update-without-install", Severity.INFORMATION, aliases=("CKV_DOCKER_5", "trivy/DS-0017"), on=RUNS)
def update_without_install(step: Step) -> Iterator[Finding]:
    return in_shell(step, lone_update)
