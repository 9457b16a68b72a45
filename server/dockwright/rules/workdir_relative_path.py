"""`WorkdirRelativePath`: a relative WORKDIR without an absolute one before it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.stage import Step


@rule("WorkdirRelativePath", Severity.WARNING, aliases=("DL3000",))
def workdir_relative_path(step: Step) -> Iterator[Finding]:
    found, state = step.instruction, step.before
    if found.name != "WORKDIR" or not found.arguments or state.workdir_set:
        return
    path = state.expand(found.arguments[0].value, found.unit.escape)
    if path is not None and not path.startswith(("/", "\\")) and path[1:2] != ":":
        yield Finding(
            found.arguments[0].span,
            f'"{path}" is relative to a folder that the base image chooses: write an absolute path.',
        )
