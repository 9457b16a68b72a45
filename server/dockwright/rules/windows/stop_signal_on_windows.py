"""`stop-signal-on-windows`: STOPSIGNAL in an image for Windows, which has no signals."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.windows import is_windows
from dockwright.semantics.stage import Stage


@rule("stop-signal-on-windows", Severity.INFORMATION, aliases=("tally/windows/no-stopsignal",), on=("STOPSIGNAL",))
def stop_signal_on_windows(stage: Stage) -> Iterator[Finding]:
    if is_windows(stage):
        for step in stage.all("STOPSIGNAL"):
            message = "STOPSIGNAL has no effect on Windows, where the program gets a console event; remove it"
            yield Finding(step.instruction.keyword.span, message, tags=("unnecessary",))
