"""`DL3027`: `apt` in place of `apt-get`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.programs import uses_apt
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("DL3027", Severity.INFORMATION, aliases=("apt-instead-of-apt-get", "CKV_DOCKER_9"), on=RUNS)
def apt_instead_of_apt_get(step: Step, config: Config) -> Iterator[Finding]:
    """`DL3027`: `apt` in place of `apt-get`."""
    return in_shell(step, uses_apt, hadolint=config.profile == "hadolint")
