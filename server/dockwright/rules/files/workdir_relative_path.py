"""`WorkdirRelativePath`: a relative WORKDIR without an absolute one before it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("WorkdirRelativePath", Severity.WARNING, aliases=("DL3000",))
def workdir_relative_path(step: Step, config: Config) -> Iterator[Finding]:
    found, state = step.instruction, step.before
    everyone = config.profile == "hadolint"
    if found.name != "WORKDIR" or not found.arguments or (state.workdir_set and not everyone):
        return
    if everyone and found.arguments[0].value.strip("\"'").startswith("$"):
        return
    path = state.expand(found.arguments[0].value, found.unit.escape)
    if path is not None and not path.startswith(("/", "\\")) and path[1:2] != ":":
        base = "the WORKDIR before it" if state.workdir_set else "a folder that the base image chooses"
        yield Finding(found.arguments[0].span, f'"{path}" is relative to {base}: write an absolute path.')
