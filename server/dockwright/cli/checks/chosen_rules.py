"""The rules that `--select` and `--ignore` name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dockwright.findings.rule import Rule


def is_shellcheck(name: str) -> bool:
    """Whether a name is a prefix of ShellCheck's codes, such as `SC` or `SC2086`."""
    return name[:2].upper() == "SC" and (not name[2:] or name[2:].isdigit())


def matches(rule: Rule, name: str) -> bool:
    """Whether a name in `--select` or `--ignore` matches a rule: a prefix of its code or an alias, or its group."""
    wanted = name.lower()
    return any(own.lower().startswith(wanted) for own in rule.names) or wanted in rule.groups


def is_chosen(rule: Rule, select: Sequence[str], ignore: Sequence[str], *, locked: bool) -> bool:
    """Whether a rule is selected, if some are, and not ignored, which a policy that has `locked` it forbids."""
    chosen = not select or any(matches(rule, name) for name in select)
    return chosen and (locked or not any(matches(rule, name) for name in ignore))


def unknown(names: Iterable[str], rules: Iterable[Rule]) -> str:
    """The first name that matches neither a rule nor a code of ShellCheck; empty if there is none."""
    known = tuple(rules)
    given = (name for name in names if not is_shellcheck(name))
    return next((name for name in given if not any(matches(rule, name) for rule in known)), "")
