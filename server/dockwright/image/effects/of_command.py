"""The effect of a command on an image, from the table `effects.toml`; an unknown command may do anything."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cache
from typing import Any

from dockwright.image.answer import Answer
from dockwright.image.commands import Ran
from dockwright.image.effects import account_commands, copying_commands, installs
from dockwright.image.effects.effect import ANYTHING, NOTHING, PLAIN, Effect, PathChange
from dockwright.image.effects.places import known_start, place_of, unknown_place
from dockwright.image.effects.spared import builders, spared, system_programs
from dockwright.image.effects.table import names, sections
from dockwright.image.image import Image
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.state import resolve


def effect(made: Ran, image: Image) -> Effect:
    """The effect of a command, including the files that its redirections write."""
    found = _of_command(made, image)
    if made.name == "rm" and any(word.text.strip("\"'").startswith("/var/lib/apt") for word in made.command.arguments):
        found = found._replace(lists=(("deb", False),))
    if found is not ANYTHING and made.name not in _EXACT and any(one.operation == "open" for one in found.paths):
        found = found._replace(paths=(*found.paths, *_named(made)))
    written = tuple(_redirections(made))
    if written and found is not ANYTHING:
        found = found._replace(paths=(*found.paths, *written))
    if not found.any_account and any(
        change.path in _ACCOUNTS and change.operation in _WRITES for change in found.paths
    ):
        found = found._replace(any_account=True, loses_accounts=True)
    return found if made.certain or found is ANYTHING else found._replace(certain=False)


_ACCOUNTS = frozenset({"/etc/passwd", "/etc/group", "/etc"})
_WRITES = frozenset({"file", "edit", "any", "remove"})
_EXACT = frozenset({"cp", "mv", "ln", "install", "rm", "find"})
"""Programs whose operands are understood individually."""


def _named(made: Ran) -> Iterator[PathChange]:
    """Other paths that a program with unknown options may write to: those in its words or settings."""
    for word, written in zip(made.words[1:], made.command.words[1:], strict=True):
        value = (word if word is not None else written.text).rpartition("=")[2]
        if word is None:
            yield from unknown_place(value.strip("\"'"), made)
        elif "/" in value and "://" not in value:
            yield PathChange("open", place_of(value, made) or "/")
    yield from (PathChange("open", place) for place in made.settings)


def _of_command(made: Ran, image: Image) -> Effect:
    name = made.name
    if name is None or (made.outer is not None and made.outer.name in ("chroot", "xargs")):
        return ANYTHING
    for others in (account_commands.effect, installs.effect, copying_commands.effect):
        found = others(made, image)
        if found is not None:
            return found
    path = made.words[0] or ""
    table = _tables()
    values = made.values
    if name in table["scripts"]:
        if values and set(values) <= table["harmless"]:
            return NOTHING
        known = posixpath.basename(values[0]) in table["own"] if values else False
        return ANYTHING._replace(spares=spared(made)) if known else ANYTHING
    if name in builders() and image.program(name) is Answer.NO:
        return ANYTHING._replace(any_account=False, any_package=(), spares=system_programs())
    if name in table["nothing"]:
        return NOTHING
    row = (table["commands"].get(f"{name} {values[0]}") if values else None) or table["commands"].get(name)
    if row is None or (
        "/" in path and posixpath.dirname(path) not in ("/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin")
    ):
        return ANYTHING
    return _of_row(row, made)


def _of_row(row: dict[str, Any], made: Ran) -> Effect:
    options = row.get("options", {})
    given = arguments(made.command.arguments, (*options, *row.get("values", ())))
    values = made.values_of(given.operands)
    operands = [known_start(word, value) for word, value in zip(given.operands, values, strict=True)]
    paths: list[PathChange] = []
    for option in given.options:
        operation = options.get(option.name)
        if operation:
            paths += _changes(operation, [option.value], made)
    for field, operation in _OPERANDS.items():
        if field in row:
            chosen = {"operands": operands, "first": operands[:1], "last": operands[-1:], "rest": operands[1:]}[
                row[field]
            ]
            paths += _changes(operation, chosen, made)
    for place in row.get("opens", ()):
        paths += _opened(place, made)
    brings = row.get("programs", False)
    return Effect(
        any_program=bool(brings),
        spares=spared(made) if brings == "own" else frozenset(),
        any_account=row.get("accounts", False),
        paths=tuple(paths),
    )


_OPERANDS = {"files": "file", "folders": "folder", "removes": "remove", "edits": "edit", "anyOf": "any"}


def _changes(operation: str, values: list[str | None], made: Ran) -> Iterator[PathChange]:
    for value in values:
        if value in ("", "-", "/dev/null", "/dev/stdout", "/dev/stderr"):
            continue
        path = place_of(value, made)
        if path is None:
            yield from unknown_place(value, made)
        elif operation == "any":
            yield PathChange("any", path)
            yield PathChange("open", path)
        else:
            yield PathChange(operation, path, PLAIN if operation == "file" else "")  # type: ignore[arg-type]


def _opened(place: str, made: Ran) -> Iterator[PathChange]:
    if place.startswith("~"):
        yield from (PathChange("open", f"{home}{place[1:]}") for home in ("/root", "/home"))
        return
    yield PathChange("open", resolve(made.folder, place) or "/")


def _redirections(made: Ran) -> Iterator[PathChange]:
    for one in (made.outer or made.command).redirections:
        if one.operator not in (">", ">>", ">|", "&>", "&>>", "<>") or one.target is None:
            continue
        value = one.target.literal
        if value is not None and value.startswith("/dev/"):
            continue
        path = place_of(value, made)
        if path is None:
            yield from unknown_place(one.target.text.strip("\"'"), made)
        else:
            yield PathChange("edit", path) if one.operator.endswith(">>") else PathChange("file", path, PLAIN)
            if one.operator.endswith(">>"):
                yield PathChange("any", path)


@cache
def _tables() -> Any:
    rows, scripts = sections(), names("script")
    return {
        "nothing": names("nothing") - scripts,
        "scripts": scripts,
        "harmless": frozenset(rows["script"]["harmless"]),
        "own": frozenset(rows["script"]["own"]),
        "commands": rows["commands"],
    }
