"""Commands that only test something: what is written before `&&` or in a condition."""

from __future__ import annotations

from dockwright.syntax.shell import AndOr, Compound, Pipeline, Sequence, Simple
from dockwright.syntax.shell.nodes import Command

_ASKS = frozenset(
    {"test", "[", "[[", "command", "type", "which", "hash", "grep", "getent", "id", "stat", "ls", "dpkg", "rpm", "apk"}
)
"""Programs that only test or print something."""
_QUERIES = {
    "apk": ("info", "search", "list", "policy", "-e"),
    "dpkg": ("-s", "-l", "-L", "-S", "--status", "--list", "--compare", "--print"),
    "rpm": ("-q", "--query"),
}
"""Subcommands of package managers that only test or print something."""


def asks(node: Command | AndOr | Sequence) -> bool:
    """Whether a command only tests or prints something."""
    if isinstance(node, Pipeline):
        return asks(node.commands[-1])
    if isinstance(node, Compound):
        return node.kind in ("test", "arithmetic")
    if not isinstance(node, Simple):
        return False
    name = (node.name or "").rpartition("/")[2]
    queries = _QUERIES.get(name)
    first = node.arguments[0].literal or "" if node.arguments else ""
    return name in _ASKS and (queries is None or first.startswith(queries))
