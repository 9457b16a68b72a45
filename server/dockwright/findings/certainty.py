"""How sure a finding is: whether it follows from the Dockerfile alone, from what usually holds, or from a guess."""

from __future__ import annotations

from typing import Literal

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import by_name

Certainty = Literal["certain", "likely", "doubtful"]

_OF_THE_TEXT = frozenset({"Step", "Stage", "Model", "Silenced"})
"""Scopes of rules that look at the Dockerfile alone."""


def certainty(finding: Finding) -> Certainty:
    """`certain` where the Dockerfile says it or the build stops; `likely` where it follows from what commands do, from
    the base image or from the build context, and for ShellCheck; `doubtful` where something of that is a guess."""
    if finding.doubtful:
        return "doubtful"
    rule = by_name().get(finding.code.lower())
    of_text = rule is not None and rule.scope in _OF_THE_TEXT
    return "certain" if of_text or (rule is not None and finding.severity is Severity.ERROR) else "likely"
