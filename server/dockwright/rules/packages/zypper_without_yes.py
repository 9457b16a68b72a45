"""`DL3034`: `zypper install` without `-y`."""

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


@rule("DL3034", Severity.WARNING, aliases=("zypper-without-yes",), on=RUNS)
def zypper_without_yes(step: BuildStep, config: Config) -> Iterator[Finding]:
    """`DL3034`: `zypper install` without `-y`."""
    found = by_profile(
        step.step,
        config,
        lambda body: asks(body, ("zypper",), ("install", "in", "remove", "rm", "patch", "source-install", "si"), "-y"),
        lambda body: theirs.asks(body, "zypper"),
    )
    return unless_settings_answer(found, step, config, "rpm")
