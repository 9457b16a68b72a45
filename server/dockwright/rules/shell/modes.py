"""What chmod gives to all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dockwright.rules.shell.body import Body, Note, value
from dockwright.syntax.shell import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.syntax.shell import Simple, Word

ALL_WRITE = re.compile(r"0{0,3}[0-7][0-7][2367]\Z|(?:a|o|[ug]*o[ug]*)\+[rxX]*w[rwxX]*\Z|\+rwx\Z")
"""Modes that let all write, but for those with a sticky bit."""
_MEANT_FOR_ALL = ("/tmp", "/var/tmp", "/dev", "/run/lock")


def opened_to_all(body: Body) -> Iterator[Note]:
    """Modes of chmod that let all write, unless a later one takes that back."""
    given = [command for command in map(unwrapped, body.commands) if command.name == "chmod"]
    for index, command in enumerate(given):
        operands = _operands(command)
        if len(operands) < 2 or not ALL_WRITE.match(value(operands[0])):
            continue
        mode, *paths = operands
        later = {value(path) for other in given[index + 1 :] for path in _operands(other)[1:]}
        open_paths = [path for path in map(value, paths) if not path.rstrip("/*").startswith(_MEANT_FOR_ALL)]
        if any(path not in later for path in open_paths):
            message = "This lets any user change the files: give them to the one that has to, by `chown`."
            yield Note(mode.span, message)


def _operands(command: Simple) -> list[Word]:
    return [word for word in command.arguments if not value(word).startswith("--") and value(word) != "-R"]
