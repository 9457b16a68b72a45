"""Permissions that chmod, mkdir and install give to everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note, value
from dockwright.lazy import pattern
from dockwright.semantics.commands.options import arguments
from dockwright.syntax.shell import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.syntax.shell import Simple, Word
    from dockwright.text import Span

_OCTAL = pattern(r"[0-7]{1,5}\Z")
_SYMBOLIC = pattern(r"[ugoa]*(?:[-+=][rwxXst]*)+(?:,[ugoa]*(?:[-+=][rwxXst]*)+)*\Z")
_CLAUSE = pattern(r"([ugoa]*)((?:[-+=][rwxXst]*)+)")
_ACTION = pattern(r"([-+=])([rwxXst]*)")
_OPTION = pattern(r"-[Rfvch]+\Z|--")
_MESSAGE = "This lets any user change the files; use `chown` for the user that needs them"
_WITH_VALUE = ("-m", "--mode", "-o", "--owner", "-g", "--group", "-t", "--target-directory")
_OF_SYSTEM = pattern(r"/(?:etc|usr|s?bin|lib(?:32|64)?|boot|root)(?:/|\Z)")
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
        open_paths = [path for path in map(value, operands[1:]) if not _is_meant_for_all(path)]
        if any(last[path] == index for path in open_paths):
            yield _note(operands[0].span, value(operands[0]), open_paths)
    for command in map(unwrapped, body.commands):
        path = value(command.arguments[-1]) if command.arguments else ""
        mode = mode_option(command) if command.name in ("mkdir", "install") else None
        if mode and lets_all_write(mode[1]) and path not in last and not _is_meant_for_all(path):
            yield _note(mode[0], mode[1], [path])
        if command.name == "find" and not _is_meant_for_all(value(command.arguments[0]) if path else ""):
            found = _found_mode(command)
            if found and lets_all_write(value(found)):
                yield _note(found.span, value(found), [value(command.arguments[0])])


def _note(span: Span, mode: str, paths: list[str]) -> Note:
    """Files of data are not as bad to open as programs, folders and what the system reads."""
    mild = not lets_all_enter(mode) and not any(_OF_SYSTEM.match(path) for path in paths)
    return Note(span, _MESSAGE, mild=mild)


def lets_all_enter(mode: str) -> bool:
    """Whether a mode lets everyone run a file or enter a folder, too."""
    return bool(int(mode, 8) & 1) if _OCTAL.match(mode) else "x" in mode.lower()


def _found_mode(command: Simple) -> Word | None:
    """The mode of the chmod that find runs on what it finds."""
    words = command.arguments
    for index, word in enumerate(words[:-2]):
        if value(word) in ("-exec", "-execdir") and value(words[index + 1]) == "chmod":
            return next((one for one in words[index + 2 :] if not _OPTION.match(value(one))), None)
    return None


def mode_option(command: Simple) -> tuple[Span, str] | None:
    """The `-m` of a mkdir or install, with what it says."""
    for option in arguments(command.arguments, _WITH_VALUE).options:
        if option.name in ("-m", "--mode") and option.value:
            return option.span, option.value
    return None


def _is_meant_for_all(path: str) -> bool:
    return path.rstrip("/*").startswith(_MEANT_FOR_ALL)


def _operands(command: Simple) -> list[Word]:
    return [word for word in command.arguments if not _OPTION.match(value(word))]
