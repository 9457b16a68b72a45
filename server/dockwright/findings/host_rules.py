"""The names of what is said of files that define builds: rules to settings and options, found by `ide/hosts`."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import Rule

_LEVELS = {
    "target-not-found": Severity.ERROR,
    "arg-not-declared": Severity.WARNING,
    "dockerfile-not-there": Severity.ERROR,
    "context-not-there": Severity.ERROR,
    "bake-target-not-found": Severity.ERROR,
    "service-not-found": Severity.ERROR,
    "secret-not-given": Severity.WARNING,
    "ssh-not-given": Severity.WARNING,
    "arg-not-given": Severity.WARNING,
    "sync-not-copied": Severity.WARNING,
    "platform-pinned": Severity.WARNING,
}


def _elsewhere(_subject: object) -> Iterable[Finding]:
    """Nothing: a Dockerfile has no such finding."""
    return ()


HOST_RULES = tuple(
    Rule(code, level, (), (), "Surroundings", _elsewhere, f"{__name__}.{code}") for code, level in _LEVELS.items()
)
"""They are no part of `all_rules`: they have no module, and do not run on a Dockerfile."""
