"""Whether own rules find something in each example that is flagged, and nothing in those that are clean."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config, OwnRule
from dockwright.findings.engine import check, only
from dockwright.findings.finding import Finding
from dockwright.findings.own.rules import rules
from dockwright.findings.rule import Rule
from dockwright.lazy import pattern
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from dockwright.text import Text

_FROM = pattern(r"(?im)^[ \t]*FROM[ \t]")
_START = "FROM scratch\n"


def failures(config: Config) -> dict[str, list[str]]:
    """What is wrong with the examples of each rule."""
    by_name = {rule.code: rule for rule in rules(config)}
    return {
        name: list(_of_rule(by_name[name], given)) if name in by_name else ["the rule is ignored"]
        for name, given in config.own_rules.items()
    }


def _of_rule(rule: Rule, given: OwnRule) -> Iterator[str]:
    for kind, examples in (("flagged", given.flagged), ("clean", given.clean)):
        if not examples:
            yield f"no `{kind}` example"
    for number, example in enumerate(given.flagged, 1):
        source = _whole(example)
        found = _found(rule, source)
        if not found:
            yield f"flagged example {number}: no finding in `{_shown(example)}`"
        fixes = [fix for finding in found for fix in finding.fixes]
        if given.replacement and found and not fixes:
            yield f"flagged example {number}: `{given.replacement}` replaces nothing in `{_shown(example)}`"
        for finding in found:
            if finding.fixes and len(_found(rule, _fixed(source, finding))) >= len(found):
                yield f"flagged example {number}: still a finding after the replacement in `{_shown(example)}`"
                break
    for number, example in enumerate(given.clean, 1):
        source = _whole(example)
        for finding in _found(rule, source)[:1]:
            text = source[finding.span.start : finding.span.end]
            yield f"clean example {number}: `{_shown(text)}` is found in `{_shown(example)}`"


def _whole(example: str) -> str:
    """An example in a stage; without a FROM it is behind one."""
    text = example if example.endswith("\n") else f"{example}\n"
    return text if _FROM.search(text) else _START + text


def _found(rule: Rule, source: str) -> list[Finding]:
    groups = check(analyse(parse(source)), only(rule))
    return [finding.shifted(group.start) for group in groups for finding in group.findings]


def _fixed(source: str, finding: Finding) -> str:
    text = Text.of(source)
    for edit in sorted(finding.fixes[0].edits, reverse=True):
        text = text.edited(edit)
    return text.string


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
