"""The levels of the problems of host files under the settings."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.host_rules import HOST_RULES
from dockwright.findings.profiles import severity
from dockwright.frozen import replace

_RULES = {rule.code: rule for rule in HOST_RULES}


def levelled(found: Iterable[Finding], config: Config) -> list[Finding]:
    """The problems at the levels of the settings, without those that are off; what is milder than its rule stays so."""
    levels = {code: severity(rule, config) for code, rule in _RULES.items()}
    placed = []
    for finding in found:
        level, usual = levels[finding.code], _RULES[finding.code].severity
        if level is Severity.OFF:
            continue
        level = max(level, finding.severity) if finding.severity > usual else level
        placed.append(finding if level is finding.severity else replace(finding, severity=level))
    return placed
