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
    for rule, level in rules:
        part = _run(rule, subject, config)
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


def _run(rule: Rule, subject: object, config: Config) -> Sequence[Finding]:
    if not rule.configured or not config.locks:
        return _run_with(rule, subject, config)
    # A locked rule has the settings of who locked it, too, and what is found with any of them counts.
    configs = (config, *(lock.config for lock in locks_of(rule, config)))
    found = {(one.span, one.message): one for with_one in configs for one in _run_with(rule, subject, with_one)}
    return list(found.values())


def _run_with(rule: Rule, subject: object, config: Config) -> Sequence[Finding]:
    try:
        return list(rule.check(subject, config) if rule.configured else rule.check(subject))
    except Exception:  # a rule that crashes only loses its own findings; tests check the log
        import logging

        logging.getLogger("dockwright").exception("rule %s failed", rule.code)
        return ()
