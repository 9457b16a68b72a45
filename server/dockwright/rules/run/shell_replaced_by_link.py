"""`DL4005`: `/bin/sh` is replaced by a link."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.programs import replaces_shell
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule("DL4005", Severity.HINT, aliases=("shell-replaced-by-link",), on=RUNS)
def shell_replaced_by_link(step: Step, config: Config) -> Iterator[Finding]:
    return in_shell(step, replaces_shell, hadolint=config.profile == "hadolint")
