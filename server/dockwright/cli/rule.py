"""`dockwright rule`: the list of rules, or the page of one under any of its names."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence
from importlib import resources

from dockwright.rules.rule import all_rules, by_name


def main(arguments: Sequence[str]) -> int:
    """Print the list or a page; 2 when no rule has the name."""
    parser = argparse.ArgumentParser(prog="dockwright rule", description="List the rules, or explain one.")
    parser.add_argument("name", nargs="?", help="a rule's code or one of its other names")
    name: str | None = parser.parse_args(arguments).name
    if name is None:
        for rule in all_rules():
            sys.stdout.write(f"{rule.code:32}{rule.severity.name.lower():13}{' '.join(rule.aliases)}".rstrip() + "\n")
        return 0
    found = by_name().get(name.lower())
    if found is None:
        close = difflib.get_close_matches(name.lower(), by_name(), 1)
        hint = f"did you mean {by_name()[close[0]].code}?" if close else "dockwright rule lists all"
        sys.stderr.write(f"dockwright rule: there is no rule {name}; {hint}\n")
        return 2
    page = resources.files("dockwright.rules").joinpath(found.module.rpartition(".")[2] + ".md")
    sys.stdout.write(page.read_text(encoding="utf-8"))
    return 0
