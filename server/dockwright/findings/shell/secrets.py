"""Secrets that a shell script writes into a file that stays in the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.shell.files import covers
from dockwright.image.run_body import Body, Note, value
from dockwright.syntax.shell import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.syntax.shell import Placed, Simple, Variable
    from dockwright.text import Span

_WRITES = ("echo", "printf", "cat", "tee")
_KEEPS = ("git", "npm", "yarn", "pnpm", "pip", "composer", "bundle", "poetry")
_MOST = 50
_FORGETS = ("--unset", "--remove-section", "config delete", "config rm")
_SETTINGS = ("gitconfig", "rc", ".conf", "auth.json", ".git", ".git/", "/*")
_PASSING = ("/dev/", "/proc/")


def kept_secrets(body: Body, names: frozenset[str], mounts: tuple[str, ...]) -> Iterator[Note]:
    """Files and settings that get the value of a variable in `names`, or the content of a secret's file."""
    removed = _removed(body)
    forgets = any(mark in body.text for mark in _FORGETS) or any(path.endswith(_SETTINGS) for path in removed)
    for placed in body.script.simple_commands():
        command = unwrapped(placed.command)
        for target, span in _targets(command, placed, names, mounts):
            if (
                target
                and not target.startswith(_PASSING)
                and not any(covers(one, target) for one in removed)
                and not body.is_mounted(target)
            ):
                yield Note(span, f"Secret written to `{target}` stays in the layer")
        if command.name in _KEEPS and not forgets and "config" in [value(word) for word in command.arguments[:2]]:
            used = _secret([v for word in command.arguments for v in word.variables], names)
            if used:
                yield Note(used.span, f"{command.name} saves this secret in a file of the layer")


def _targets(
    command: Simple, placed: Placed, names: frozenset[str], mounts: tuple[str, ...]
) -> Iterator[tuple[str, Span]]:
    """The files that a command writes a secret to, and the range of the secret."""
    if command.name in ("cp", "mv", "install") and len(command.arguments) > 1:
        for word in command.arguments[:-1]:
            if value(word) in mounts:
                yield value(command.arguments[-1]), word.span
    if command.name not in _WRITES or placed.place.substitution:
        return
    files = [
        value(item.target)
        for item in placed.command.redirections
        if item.operator in (">", ">>") and item.target and item.descriptor in ("", "1")
    ]
    if not files:
        return
    variables = [v for word in command.arguments for v in word.variables]
    variables += [v for item in placed.command.redirections for v in item.variables]
    used = _secret(variables, names)
    if used:
        yield files[0], used.span
    if command.name == "cat":
        yield from ((files[0], word.span) for word in command.arguments if value(word) in mounts)


def _secret(variables: list[Variable], names: frozenset[str]) -> Variable | None:
    return next((variable for variable in variables if variable.name in names), None)


def _removed(body: Body) -> list[str]:
    """The paths that the script deletes, up to a limit."""
    commands = [command for command in map(unwrapped, body.commands) if command.name in ("rm", "shred")]
    given = (value(word) for command in commands for word in command.arguments)
    return [path for path in given if not path.startswith("-")][:_MOST]
