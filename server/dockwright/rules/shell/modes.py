"""What chmod gives to all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dockwright.rules.shell.body import Body, Note, value
from dockwright.syntax.shell import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.syntax.shell import Simple, Word

ALL_WRITE = r"0{0,3}[0-7][0-7][2367]\Z|(?:a|o|[ug]*o[ug]*)\+[rxX]*w[rwxX]*\Z|\+rwx\Z"
"""Modes that let all write, but for those with a sticky bit."""
_MEANT_FOR_ALL = ("/tmp", "/var/tmp", "/dev", "/run/lock")


def opened_to_all(body: Body) -> Iterator[Note]:
    """Modes of chmod that let all write, unless a later one takes that back."""
    given = [command for command in map(unwrapped, body.commands) if command.name == "chmod"]
    last = {value(path): index for index, command in enumerate(given) for path in _operands(command)[1:]}
    for index, command in enumerate(given):
        operands = _operands(command)
        if len(operands) < 2 or not re.match(ALL_WRITE, value(operands[0])):
            continue
        open_paths = [path for path in map(value, operands[1:]) if not path.rstrip("/*").startswith(_MEANT_FOR_ALL)]
        if any(last[path] == index for path in open_paths):
            message = "This lets any user change the files: give them to the one that has to, by `chown`."
            yield Note(operands[0].span, message)


def _operands(command: Simple) -> list[Word]:
    return [word for word in command.arguments if not value(word).startswith("--") and value(word) != "-R"]
