"""`stop-signal-spelling`: STOPSIGNAL with a number or without the prefix SIG."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.text import Edit

_NUMBERS = {"1": "SIGHUP", "2": "SIGINT", "3": "SIGQUIT", "6": "SIGABRT", "14": "SIGALRM", "15": "SIGTERM"}
"""The signals with the same number on all architectures."""

_NAMES = frozenset(["HUP", "INT", "QUIT", "ABRT", "ALRM", "TERM", "USR1", "USR2", "WINCH", "PWR", "CONT"])
_REAL_TIME = pattern(r"RTMIN\+\d{1,2}\Z|RTMAX-\d{1,2}\Z")


@rule("stop-signal-spelling", Severity.HINT, aliases=("tally/prefer-canonical-stopsignal",), on=("STOPSIGNAL",))
def stop_signal_spelling(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if not found.arguments:
        return
    given = found.arguments[0]
    known = _NUMBERS.get(given.value) or _full(given.value)
    if known and known != given.value:
        fix = Fix(f"Write `{known}`", (Edit(given.span, known),))
        yield Finding(given.span, f"The full name is easier to read and to search for; write `{known}`", (fix,))


def _full(value: str) -> str | None:
    name = value.upper().removeprefix("SIG")
    return f"SIG{name}" if name in _NAMES or _REAL_TIME.match(name) else None
