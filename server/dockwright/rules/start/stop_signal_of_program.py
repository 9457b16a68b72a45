"""`stop-signal-of-program`: a program that shuts down cleanly on a signal other than SIGTERM."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Stage

_SIGNALS = {
    "nginx": "SIGQUIT",
    "openresty": "SIGQUIT",
    "/sbin/init": "SIGRTMIN+3",
    "/usr/sbin/init": "SIGRTMIN+3",
    "/lib/systemd/systemd": "SIGRTMIN+3",
    "/usr/lib/systemd/systemd": "SIGRTMIN+3",
}
_PARTS = {"SIGQUIT": "tally/prefer-nginx-sigquit", "SIGRTMIN+3": "tally/prefer-systemd-sigrtmin-plus-3"}


@rule(
    "stop-signal-of-program",
    Severity.HINT,
    parts=tuple((name,) for name in _PARTS.values()),
    on=("ENTRYPOINT", "CMD", "STOPSIGNAL"),
)
def stop_signal_of_program(stage: Stage) -> Iterator[Finding]:
    if not stage.is_last or stage.all("STOPSIGNAL"):
        return
    for step in stage.all("ENTRYPOINT", "CMD"):
        found = step.instruction
        if not found.is_json or not found.arguments:
            continue
        program = found.arguments[0].value
        name = program if program in _SIGNALS else program.rpartition("/")[2]
        signal = _SIGNALS.get(name)
        base = stage.root.image
        if signal and base and name.strip("/") not in base and not _is_set(stage):
            message = f"`{name}` shuts down cleanly on `{signal}`, not on `SIGTERM`; add `STOPSIGNAL {signal}`"
            yield Finding(found.arguments[0].span, message, alias=_PARTS[signal])


def _is_set(stage: Stage) -> bool:
    """Whether a base stage or the known base image sets the signal."""
    return bool(stage.final.stop_signal)
