"""`apt-get install` asks where nobody answers."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import prompts as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.prompts import asks
from dockwright.semantics.stage import Step


@rule("DL3014", Severity.WARNING, aliases=("apt-get-without-yes",), on=RUNS)
def apt_get_without_yes(step: Step, config: Config) -> Iterator[Finding]:
    """`apt-get install` asks where nobody answers."""
    return by_profile(
        step,
        config,
        lambda body: asks(body, ("apt-get",), ("install",), "-y"),
        lambda body: theirs.asks(body, "apt-get"),
    )
