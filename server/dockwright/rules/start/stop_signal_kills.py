"""`stop-signal-kills`: STOPSIGNAL with a signal that programs cannot handle."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit

_DEAF = {"KILL": "SIGKILL", "9": "SIGKILL", "STOP": "SIGSTOP", "19": "SIGSTOP"}


@rule("stop-signal-kills", Severity.WARNING, aliases=("tally/no-ungraceful-stopsignal",), on=("STOPSIGNAL",))
def stop_signal_kills(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if not found.arguments:
        return
    given = found.arguments[0]
    name = _DEAF.get(given.value.strip("\"'").upper().removeprefix("SIG"))
    if name:
        message = f"No program can handle `{name}`, so none shuts down cleanly; use `SIGTERM` or the signal it expects"
        yield Finding(given.span, message, (Fix("Use `SIGTERM`", (Edit(given.span, "SIGTERM"),), safe=False),))
