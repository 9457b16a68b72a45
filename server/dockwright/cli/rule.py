"""`dockwright rule`: a list of the rules, or the page of one by any of its names."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from dockwright.cli.arguments import Parser, close
from dockwright.findings.rule import Rule, all_rules, by_name
from dockwright.findings.rule_pages import page, title, url
from dockwright.l10n.catalogue import wanted


def main(arguments: Sequence[str]) -> int:
    """Print the list or a page; 2 if no rule has the name."""
    options = _parser().parse_args(arguments)
    name: str | None = options.name
    found = by_name().get(name.lower()) if name else None
    if name and found is None:
        hint = close(name, [own for rule in all_rules() for own in rule.names]) or "; dockwright rule lists all"
        sys.stderr.write(f"dockwright rule: there is no rule {name}{hint}\n")
        return 2
    language = wanted("", os.environ)
    if options.json:
        rules = [found] if found else all_rules()
        sys.stdout.write(json.dumps([_value(rule, language) for rule in rules], indent=1) + "\n")
    elif found:
        sys.stdout.write(page(found.code, language))
    else:
        for rule in all_rules():
            about = title(page(rule.code, language)).removesuffix(f" ({rule.code})")
            line = f"{rule.code:36}{rule.severity.name.lower():13}{about}  {' '.join(rule.aliases)}"
            sys.stdout.write(line.rstrip() + "\n")
    return 0


def _value(rule: Rule, language: str) -> dict[str, object]:
    text = page(rule.code, language)
    return {
        "code": rule.code,
        "aliases": list(rule.aliases),
        "groups": list(rule.groups),
        "level": rule.severity.name.lower(),
        "title": title(text),
        "fixable": "```dockerfile fixed" in text,
        "url": url(rule.code) or None,
    }


def _parser() -> Parser:
    parser = Parser("rule", "List the rules, or explain one.")
    parser.add_argument("name", nargs="?", metavar="RULE", help="a rule's code or one of its other names")
    parser.add_argument("--json", action="store_true", help="the list, or one rule, as JSON")
    return parser
