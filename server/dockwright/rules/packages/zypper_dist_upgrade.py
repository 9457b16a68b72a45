"""`DL3035`: `zypper dist-upgrade` in a build."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.programs import upgrades_distribution
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("DL3035", Severity.INFORMATION, aliases=("zypper-dist-upgrade",), on=RUNS)
def zypper_dist_upgrade(step: Step, config: Config) -> Iterator[Finding]:
    """`DL3035`: `zypper dist-upgrade` in a build."""
    hadolint = config.profile == "hadolint"
    check = partial(upgrades_distribution, through=not hadolint)  # of wrappers such as sudo
    return in_shell(step, check, hadolint=hadolint)
