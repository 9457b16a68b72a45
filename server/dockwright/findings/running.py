"""Runs rules, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dockwright.config import Config
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.profiles import locks_of, severity
from dockwright.findings.rule import Rule
from dockwright.frozen import replace
from dockwright.text import Span


def of_rules(rules: Iterable[tuple[Rule, Severity]], subject: object, config: Config) -> list[Finding]:
    """The findings of rules in a subject, with code and severity set."""
    found: list[Finding] = []
    locks = config.locks
    for rule, level in rules:
        try:
            if not rule.configured:
                part = [*rule.check(subject)]
            elif not locks:
                part = [*rule.check(subject, config)]
            else:
                part = _with_locks(rule, subject, config)
        except Exception:  # a rule that crashes only loses its own findings; tests check the log
            _log(rule)
            continue
        if part:
            found += [_levelled(finding, rule, level, config) for finding in part]
    return [finding for finding in found if finding.severity is not Severity.OFF] if found else found


def without_fixes(findings: Iterable[Finding], spoilt: Sequence[Span]) -> list[Finding]:
    """Remove fixes that edit next to a comment that is read as words, because the edit would move the comment."""
    return [
        replace(finding, fixes=tuple(fix for fix in finding.fixes if not _touches(fix, spoilt)))
        if finding.fixes and spoilt
        else finding
        for finding in findings
    ]


def _touches(fix: Fix, spoilt: Sequence[Span]) -> bool:
    return any(edit.span.start < span.end and span.start <= edit.span.end for edit in fix.edits for span in spoilt)


def _levelled(finding: Finding, rule: Rule, level: Severity, config: Config) -> Finding:
    if rule.parts:
        level = severity(rule, config, finding.alias)
        if level is Severity.OFF:
            return replace(finding, severity=level)
    return replace(finding, code=rule.code, severity=Severity.HINT if finding.doubtful else max(level, finding.at_most))


def _with_locks(rule: Rule, subject: object, config: Config) -> list[Finding]:
    """A locked rule has the settings of who locked it, too, and what is found with any of them counts."""
    configs = (config, *(lock.config for lock in locks_of(rule, config)))
    found: dict[tuple[Span, str], Finding] = {}
    for with_one in configs:
        try:
            found |= {(one.span, one.message): one for one in rule.check(subject, with_one)}
        except Exception:
            _log(rule)
    return list(found.values())


def _log(rule: Rule) -> None:
    import logging

    logging.getLogger("dockwright").exception("rule %s failed", rule.code)
