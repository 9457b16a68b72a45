"""The level of each rule: from the profile, then groups, then single rules in the config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.config import Config
from dockwright.findings.finding import Severity
from dockwright.findings.rule import Rule, all_rules
from dockwright.findings.scanners.hadolint_levels import HADOLINT
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.config import Lock
    from dockwright.config.reading import Problem

_SHELLCHECK = pattern(r"sc\d{4}")
_LEVELS = {
    "off": Severity.OFF,
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "information": Severity.INFORMATION,
    "hint": Severity.HINT,
}


POLICY = "policy"
"""The group of rules that are a team's own decision: what is off among them is off in every profile."""

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
    level = _severity(rule, config, part)
    for lock in locks_of(rule, config, part):
        floor = _severity(rule, lock.config, part)
        level = min(level or floor, floor or level)
    return level


def locks_of(rule: Rule, config: Config, part: str | None = None) -> list[Lock]:
    """What locks a rule, or a part of it."""
    if not config.locks:
        return []
    names = {name.lower() for name in (*(rule.names if part is None else rule.names_about(part)), *rule.groups)}
    return [lock for lock in config.locks if any(name.lower() in names for name in lock.names)]


def shellcheck_locks(config: Config, code: str = "") -> list[Lock]:
    """What locks a code of ShellCheck, or any code of it, and has ShellCheck run."""
    locks = [lock for lock in config.locks if lock.config.shellcheck.enable]
    return [
        lock for lock in locks if any(code in (name.upper(), "") for name in lock.names if is_shellcheck_code(name))
    ]


def is_shellcheck_code(name: str) -> bool:
    """Whether a name is a code of ShellCheck."""
    return _SHELLCHECK.fullmatch(name.lower()) is not None


def runs_shellcheck(config: Config) -> bool:
    """Whether ShellCheck is on, or a policy has locked one of its codes."""
    return config.shellcheck.enable or bool(config.locks and shellcheck_locks(config))


def _severity(rule: Rule, config: Config, part: str) -> Severity:
    if rule.engines and config.engine not in rule.engines:
        return Severity.OFF
    names_of = {name.lower() for name in rule.names_about(part)}
    groups = {name.lower() for name in rule.groups}
    for names in (names_of, groups):
        given = [level for name, level in config.rules.items() if name.lower() in names]
        if given:
            return _LEVELS[given[-1]]
    return _in_profile(rule, config, part)


def _with_hosts(config: Config) -> tuple[Rule, ...]:
    from dockwright.findings.host_rules import HOST_RULES  # not before there are settings: it loads what rules need

    return (*every_rule(config), *HOST_RULES)


def unknown(config: Config) -> list[Problem]:
    """The names in the settings that belong to no rule or group, and a language without messages."""
    from difflib import get_close_matches

    from dockwright.config.reading import unknown_name

    every = _with_hosts(config)
    known = {name.lower(): name for rule in every for name in (*rule.names, *rule.groups)}
    rules = (config.rules, *(override.rules for override in config.overrides))
    named = dict.fromkeys(("rules", name) for names in rules for name in names)
    named.update(dict.fromkeys(("locked", name) for name in config.locked))
    found = _own_problems(config)
    for setting, name in named:
        lower = name.lower()
        if lower not in known and lower not in RETIRED and not _SHELLCHECK.fullmatch(lower):
            close = get_close_matches(lower, known, 1, 0.75)
            found.append(unknown_name(f"{setting}.{name}", "unknown rule or group", known[close[0]] if close else ""))
    return [*found, *_weakened(config), *_unspoken(config.locale)]


def _unspoken(locale: str) -> Iterator[Problem]:
    if not locale:
        return
    from dockwright.config.reading import Problem
    from dockwright.l10n.catalogue import is_english, known, languages

    if not known(locale) and not is_english(locale):
        yield Problem("locale", f"no messages in the language {locale!r}; use {' or '.join(languages())}")


def every_rule(config: Config) -> tuple[Rule, ...]:
    """The rules of this program and those of the settings."""
    if not config.own_rules and not config.locks:
        return all_rules()
    from dockwright.findings.own.rules import rules

    return (*all_rules(), *rules(config))


def _own_problems(config: Config) -> list[Problem]:
    if not config.own_rules:
        return []
    from dockwright.findings.own.rules import problems

    return problems(config)


def _weakened(config: Config) -> Iterator[Problem]:
    """The levels that are set in vain, because a policy has locked the rule at a louder one."""
    from dockwright.config.reading import Problem

    for rule in _with_hosts(config) if config.locks else ():
        names = {name.lower() for name in rule.names}
        for rules in (config.rules, *(override.rules for override in config.overrides)):
            for name, level in rules.items():
                floor = min((_severity(rule, lock.config, "") or 9 for lock in locks_of(rule, config)), default=9)
                if name.lower() in names and (_LEVELS[level] or 9) > floor:
                    loud = Severity(floor).name.lower()
                    yield Problem(f"rules.{name}", f"a policy locks this rule, so it stays at `{loud}`")


def _in_profile(rule: Rule, config: Config, part: str) -> Severity:
    if rule.is_own:
        return rule.severity
    if config.profile == "hadolint":
        return next((HADOLINT[name] for name in rule.names_about(part) if name in HADOLINT), rule.severity)
    if config.profile == "buildkit" and rule.severity is not Severity.ERROR:
        return Severity.WARNING if rule.build_check else Severity.OFF
    if config.profile == "strict" and rule.severity is Severity.OFF and POLICY not in rule.groups:
        return Severity.INFORMATION
    return Severity.OFF if config.profile == "none" else rule.severity
