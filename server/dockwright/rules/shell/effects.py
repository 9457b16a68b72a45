"""Commands that change nothing but the shell that runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.rules.shell.body import Body, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN = "do it in the RUN that needs it, or set what it sets by ENV"
_INSTEAD = {
    "cd": "use WORKDIR",
    "export": "use ENV",
    "source": _OWN,
    ".": _OWN,
    "alias": "write a file that the shell reads, or a small script",
    "unset": "do it in the RUN that needs it",
    "umask": "do it in the RUN that needs it",
    "ulimit": "set limits where the container is started",
}
_NOTHING = frozenset(["set", "true", ":", "pwd"])


def without_effect(body: Body) -> Iterator[Note]:
    """The first such command of a text that holds no others, and writes no file."""
    commands = body.commands
    if not commands or any(command.name not in _INSTEAD and command.name not in _NOTHING for command in commands):
        return
    if any(command.redirections for command in commands) or any(node.substitutions for node in body.script.words()):
        return
    for command in commands:
        if command.name in _INSTEAD:
            what = f"This ends with the RUN, and nothing is left of it: {_INSTEAD[command.name]}."
            yield Note(command.words[0].span, what)
            return
