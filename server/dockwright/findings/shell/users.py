"""Users that a shell script creates, and the groups that it adds them to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dockwright.image.run_body import Body
from dockwright.semantics.commands import account_options
from dockwright.semantics.commands.options import arguments
from dockwright.syntax.shell import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.text import Span

_OPTIONS = {
    "useradd": account_options.USERADD,
    "usermod": account_options.USERMOD,
    "adduser": account_options.ADDUSER,
    "addgroup": account_options.ADDGROUP,
}
_SYSTEM = ("-r", "--system", "-S", "-M", "--no-create-home", "-H")


class Made(NamedTuple):
    """A user that a command creates."""

    name: str
    span: Span
    system: bool
    """Whether it is a system user, without a home."""


def made(body: Body) -> Iterator[Made]:
    """The users with known names."""
    for command in map(unwrapped, body.commands):
        if command.name in ("useradd", "adduser"):
            given = arguments(command.arguments, _OPTIONS[command.name])
            words = [word for word in given.operands if word.literal]
            if words and len(words) == len(given.operands) and (command.name == "useradd" or len(words) == 1):
                word = words[-1] if command.name == "useradd" else words[0]
                yield Made(word.literal or "", word.span, given.has(*_SYSTEM))


def joined(body: Body) -> Iterator[tuple[str, str]]:
    """Users and the supplementary groups that they are added to."""
    for command in map(unwrapped, body.commands):
        if command.name not in _OPTIONS:
            continue
        given = arguments(command.arguments, _OPTIONS[command.name])
        words = [word.literal for word in given.operands if word.literal]
        if command.name in ("useradd", "usermod") and words:
            yield from ((words[-1], group) for group in (given.value("-G", "--groups") or "").split(",") if group)
        elif command.name in ("adduser", "addgroup") and len(words) == 2:
            yield words[0], words[1]
