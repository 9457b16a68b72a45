"""`world-writable`: files that every user of a container can change."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.modes import lets_all_enter, lets_all_write, opened_to_all
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.semantics.stage import Step


@rule(
    "world-writable",
    Severity.WARNING,
    aliases=("tally/world-writable-state-path-workaround",),
    on=("RUN", "COPY", "ADD"),
)
def world_writable(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if found.name == "RUN":
        yield from in_shell(step, opened_to_all)
    flag = found.flag("chmod") if found.name in ("COPY", "ADD") else None
    if flag and flag.value and lets_all_write(flag.value):
        message = f"Mode `{flag.value}` lets any user change these files; use `--chown` for the user that needs them"
        most = Severity.ERROR if lets_all_enter(flag.value) else Severity.INFORMATION
        yield Finding(flag.value_span, message, at_most=most)
