"""`dockwright rule`: the list of rules, the page of one under any of its names, or a test of own rules."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from dockwright.cli.arguments import Parser, close
from dockwright.cli.reports.terminal import say, tell
from dockwright.cli.settings import Settings
from dockwright.config import Config, OwnRule
from dockwright.findings.host_rules import HOST_RULES
from dockwright.findings.profiles import every_rule
from dockwright.findings.rule import Rule
from dockwright.findings.rule_pages import page, title, url
from dockwright.l10n.catalogue import wanted


def main(arguments: Sequence[str]) -> int:
    """Print the list or a page; 1 when an own rule fails its test, 2 when no rule has the name."""
    options = _parser().parse_args(arguments)
    settings = Settings(options.config, rules=True)
    if settings.missing:
        return 2
    config, name = settings.nearest(), options.name
    if name == "test":
        return _tested(config)
    rules = every_rule(config)
    found = next((rule for rule in rules if name and name.lower() in map(str.lower, rule.names)), None)
    if name and found is None and any(name.lower() == rule.code for rule in HOST_RULES):
        tell("dockwright rule", f"`{name}` is about files that define builds; see docs/host-files.md")
        return 2
    if name and found is None:
        hint = close(name, [own for rule in rules for own in rule.names]) or "; run `dockwright rule` to list all rules"
        tell("dockwright rule", f"unknown rule `{name}`{hint}")
        return 2
    language = wanted("", os.environ)
    if options.json:
        sys.stdout.write(
            json.dumps([_value(rule, config, language) for rule in ([found] if found else rules)], indent=1) + "\n"
        )
    elif found:
        sys.stdout.write(page(found.code, language) or _own_page(found, config))
    else:
        for rule in rules:
            about, names = (
                _title(rule, config, language),
                " ".join(name for name in rule.aliases if not name.startswith("kics/")),
            )
            line = f"{rule.code:36}{rule.severity.name.lower():13}{about}  {names}"
            sys.stdout.write(line.rstrip() + "\n")
    return 0


def _title(rule: Rule, config: Config, language: str) -> str:
    if rule.is_own:
        return _given(rule, config).message
    return title(page(rule.code, language)).removesuffix(f" ({rule.code})")


def _given(rule: Rule, config: Config) -> OwnRule:
    """What the settings, or those of a policy, say of an own rule."""
    configs = (config, *(lock.config for lock in config.locks))
    return next(one.own_rules[rule.code] for one in configs if rule.code in one.own_rules)


def _own_page(rule: Rule, config: Config) -> str:
    given = _given(rule, config)
    blocks = [f"# {given.message} ({rule.code})", say(f"A rule defined in the settings; level {given.level}.")]
    for about, examples in (("With a finding:", given.flagged), ("Without a finding:", given.clean)):
        blocks += [f"{say(about)}\n\n```dockerfile\n{example.rstrip()}\n```" for example in examples]
    return "\n\n".join(blocks) + "\n"


def _tested(config: Config) -> int:
    """Check the examples of the own rules, and say of each how it went."""
    from dockwright.findings.own.examples import failures

    found = failures(config)
    if not found:
        tell("dockwright rule", "the settings define no rules; see docs/policy.md")
        return 2
    for name, wrong in found.items():
        given = config.own_rules[name]
        went = "failed" if wrong else f"{len(given.flagged)} flagged, {len(given.clean)} clean"
        sys.stdout.write(f"{name}: {say(went)}\n")
        sys.stdout.writelines(f"  {say(line)}\n" for line in wrong)
    return int(any(found.values()))


def _value(rule: Rule, config: Config, language: str) -> dict[str, object]:
    text = page(rule.code, language)
    return {
        "code": rule.code,
        "aliases": list(rule.aliases),
        "groups": list(rule.groups),
        "level": rule.severity.name.lower(),
        "title": _given(rule, config).message if rule.is_own else title(text),
        "fixable": bool(_given(rule, config).replacement) if rule.is_own else "```dockerfile fixed" in text,
        "url": url(rule.code) or None,
    }


def _parser() -> Parser:
    parser = Parser("rule", "List all rules, or explain one; `rule test` runs the examples of your own rules")
    parser.add_argument("name", nargs="?", metavar="RULE", help="code or another name of a rule, or `test`")
    parser.add_argument("--json", action="store_true", help="output JSON")
    parser.add_argument("--config", metavar="FILE", help="configuration file to use (default: the nearest)")
    return parser
