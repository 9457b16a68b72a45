"""`WorkdirRelativePath`: a relative WORKDIR without an absolute one before it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step

_DRIVE = pattern(r"[A-Za-z]:")


@rule("WorkdirRelativePath", Severity.WARNING, aliases=("DL3000", "CKV_DOCKER_10", "trivy/DS-0009"), on=("WORKDIR",))
def workdir_relative_path(step: Step, config: Config) -> Iterator[Finding]:
    found, state = step.instruction, step.before
    everyone = config.profile == "hadolint"
    if not found.arguments or (state.workdir_set and not everyone):
        return
    if everyone:
        path = found.arguments[0].value.strip("\"'")
        relative = not path.startswith(("/", "$")) and not _DRIVE.match(path)
    else:
        expanded = state.expand(found.arguments[0].value, found.unit.escape)
        path = expanded or ""
        relative = expanded is not None and not path.startswith(("/", "\\")) and path[1:2] != ":"
    if relative:
        base = "the WORKDIR before it" if state.workdir_set else "a folder that the base image chooses"
        yield Finding(found.arguments[0].span, f"`{path}` is relative to {base}; use an absolute path")
