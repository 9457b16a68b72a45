"""`DL3030`: `yum install` without `-y`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint import prompts as theirs
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.by_profile import by_profile
from dockwright.findings.shell.prompt_answers import unless_settings_answer
from dockwright.findings.shell.prompts import asks
from dockwright.image.built_stage import BuildStep


@rule("DL3030", Severity.WARNING, aliases=("yum-without-yes",), on=RUNS)
def yum_without_yes(step: BuildStep, config: Config) -> Iterator[Finding]:
    """`DL3030`: `yum install` without `-y`."""
    found = by_profile(
        step.step,
        config,
        lambda body: asks(body, ("yum",), ("install", "groupinstall", "localinstall", "reinstall"), "-y"),
        lambda body: theirs.asks(body, "yum"),
    )
    return unless_settings_answer(found, step, config, "rpm")
