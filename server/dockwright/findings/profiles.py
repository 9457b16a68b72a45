"""The level of each rule: from the profile, then groups, then single rules in the config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.config import Config
from dockwright.findings.finding import Severity
from dockwright.findings.hadolint_levels import HADOLINT
from dockwright.findings.rule import Rule, all_rules
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from dockwright.config.reading import Problem

_SHELLCHECK = pattern(r"sc\d{4}")
_LEVELS = {
    "off": Severity.OFF,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "information": Severity.INFORMATION,
    "hint": Severity.HINT,
}


RETIRED = frozenset({"dl3005", "dl3017", "dl3031", "dl3039", "dl4002"})
"""Retired codes of hadolint: they are accepted in settings, and have no effect."""


def loudest(rule: Rule, config: Config) -> Severity:
    """The level of a rule, or that of its most severe part."""
    levels = {severity(rule, config, part) for part in ("", *(names[0] for names in rule.parts))}
    return min(levels - {Severity.OFF}, default=Severity.OFF)


def severity(rule: Rule, config: Config, part: str = "") -> Severity:
    """The level of a rule's findings: a name in the config overrides a group, and a group overrides the profile.

    If several names of the rule are given, the last one counts. `part` is the first name of one of the rule's parts.
    """
    if rule.engines and config.engine not in rule.engines:
        return Severity.OFF
    own = {name.lower() for name in rule.names_about(part)}
    groups = {name.lower() for name in rule.groups}
    for names in (own, groups):
        given = [level for name, level in config.rules.items() if name.lower() in names]
        if given:
            return _LEVELS[given[-1]]
    return _in_profile(rule, config, part)


def unknown(config: Config) -> list[Problem]:
    """The names in the settings that belong to no rule or group."""
    from difflib import get_close_matches

    from dockwright.config.reading import Problem

    known = {name.lower(): name for rule in all_rules() for name in (*rule.names, *rule.groups)}
    named = dict.fromkeys(
        name for rules in (config.rules, *(override.rules for override in config.overrides)) for name in rules
    )
    found = []
    for name in named:
        lower = name.lower()
        if lower not in known and lower not in RETIRED and not _SHELLCHECK.fullmatch(lower):
            close = get_close_matches(lower, known, 1, 0.75)
            meant = f"; did you mean {known[close[0]]}?" if close else ""
            found.append(Problem(f"rules.{name}", f"no rule and no group is called that{meant}"))
    return found


def _in_profile(rule: Rule, config: Config, part: str) -> Severity:
    if config.profile == "hadolint":
        return next((HADOLINT[name] for name in rule.names_about(part) if name in HADOLINT), rule.severity)
    if config.profile == "buildkit" and rule.severity is not Severity.ERROR:
        return Severity.WARNING if rule.build_check else Severity.OFF
    if config.profile == "strict" and rule.severity is Severity.OFF:
        return Severity.INFORMATION
    return Severity.OFF if config.profile == "none" else rule.severity
