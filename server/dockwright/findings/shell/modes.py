"""Permissions that chmod gives to everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.syntax.shell import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.syntax.shell import Simple, Word

_OCTAL = pattern(r"[0-7]{1,5}\Z")
_SYMBOLIC = pattern(r"[ugoa]*(?:[-+=][rwxXst]*)+(?:,[ugoa]*(?:[-+=][rwxXst]*)+)*\Z")
_CLAUSE = pattern(r"([ugoa]*)((?:[-+=][rwxXst]*)+)")
_ACTION = pattern(r"([-+=])([rwxXst]*)")
_OPTION = pattern(r"-[Rfvch]+\Z|--")
_MEANT_FOR_ALL = ("/tmp", "/var/tmp", "/dev", "/run/lock")


def lets_all_write(mode: str) -> bool:
    """Whether a mode makes something world-writable without a sticky bit; `+w` leaves that to the umask."""
    if _OCTAL.match(mode):
        bits = int(mode, 8)
        return bool(bits & 0o002) and not bits & 0o1000
    if not _SYMBOLIC.match(mode):
        return False
    writable = sticky = False
    for who, actions in _CLAUSE.findall(mode):
        for operator, rights in _ACTION.findall(actions):
            if ("o" in who or "a" in who) and (operator == "=" or "w" in rights):
                writable = operator != "-" and "w" in rights
            if "t" in rights:
                sticky = operator != "-"
    return writable and not sticky


def opened_to_all(body: Body) -> Iterator[Note]:
    """World-writable modes of chmod, unless a later one removes the permission."""
    given = [command for command in map(unwrapped, body.commands) if command.name == "chmod"]
    last = {value(path): index for index, command in enumerate(given) for path in _operands(command)[1:]}
    for index, command in enumerate(given):
        operands = _operands(command)
        if len(operands) < 2 or not lets_all_write(value(operands[0])):
            continue
        open_paths = [path for path in map(value, operands[1:]) if not path.rstrip("/*").startswith(_MEANT_FOR_ALL)]
        if any(last[path] == index for path in open_paths):
            message = "This lets any user change the files; use `chown` for the user that needs them"
            yield Note(operands[0].span, message)


def _operands(command: Simple) -> list[Word]:
    return [word for word in command.arguments if not _OPTION.match(value(word))]
