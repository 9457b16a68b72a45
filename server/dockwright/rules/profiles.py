"""Which rules run, and how loud each is: the profile, then groups, then single rules of the config."""

from __future__ import annotations

from dockwright.config import Config
from dockwright.rules.finding import Severity
from dockwright.rules.hadolint_levels import HADOLINT
from dockwright.rules.rule import Rule

_LEVELS = {
    "off": Severity.OFF,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "information": Severity.INFORMATION,
    "hint": Severity.HINT,
}


def severity(rule: Rule, config: Config) -> Severity:
    """The level of a rule: a name given in the config wins over a group, a group over the profile."""
    levels = {name.lower(): level for name, level in config.rules.items()}
    for name in (*rule.names, *rule.groups):
        level = levels.get(name.lower())
        if level is not None:
            return _LEVELS[level]
    if config.profile == "hadolint":
        return next((HADOLINT[name] for name in rule.names if name in HADOLINT), rule.severity)
    return rule.severity
