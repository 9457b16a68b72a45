"""Servers that listen at 127.0.0.1 only unless they are told otherwise, from the table `local_servers.toml`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_AROUND = frozenset({"npx", "poetry", "pipenv", "uv", "pdm", "hatch", "bundle", "yarn", "pnpm", "bunx"})
_RUN = frozenset({"run", "exec", "dlx"})
_LOCAL = re.compile(r"(?:https?://)?(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?::\d+)?\Z")
_PYTHON = re.compile(r"python[\d.]*\Z")


class Local(NamedTuple):
    """A server that cannot be reached from outside of its container."""

    name: str
    """How it is called: `flask run`."""
    add: tuple[str, ...]
    """What to append so that it can; empty if that is not known or not enough."""
    told: str = ""
    """The address that its arguments name; empty where it is the default."""
    doubtful: bool = False


def local(words: tuple[str | None, ...], variables: Mapping[str, str | None], reference: str) -> Local | None:
    """The server of a command, where it certainly or probably listens locally."""
    if not words or any(word is None for word in words):
        return None
    given = _within([word or "" for word in words])
    if not given:
        return None
    if given[0] == "php" and given[1:2] == ["-S"] and len(given) > 2:
        return Local("php -S", (), given[2]) if _LOCAL.match(given[2]) else None
    found = _row(given)
    return _of_row(*found, variables, reference) if found else None


def _within(words: list[str]) -> list[str]:
    """The words of the server, without what runs it: `poetry run`, `python -m`."""
    words = [words[0].rpartition("/")[2], *words[1:]]
    while len(words) > 1 and words[0] in _AROUND:
        words = words[2:] if words[1] in _RUN else words[1:]
        if words and words[0].startswith("-"):
            return []
    if words and _PYTHON.match(words[0]):
        words = words[1:]
        while words and re.match(r"-[uBOsSEI]+\Z", words[0]):
            words = words[1:]
        words = words[1:] if words[:1] == ["-m"] else words if words[:1] and words[0].endswith("manage.py") else []
    elif words and words[0] == "php" and len(words) > 1 and words[1].endswith("artisan"):
        words = words[1:]
    return [words[0].rpartition("/")[2], *words[1:]] if words else []


def _row(words: list[str]) -> tuple[str, Any, list[str]] | None:
    table = _table()
    name, rest = words[0], words[1:]
    for index, word in enumerate(rest):
        if f"{name} {word}" in table:
            return f"{name} {word}", table[f"{name} {word}"], rest[:index] + rest[index + 1 :]
        if not word.startswith("-") and (index == 0 or not rest[index - 1].startswith("-")):
            break
    return (name, table[name], rest) if name in table else None


def _of_row(
    name: str, row: Any, arguments: list[str], variables: Mapping[str, str | None], reference: str
) -> Local | None:
    if any(one in variables for one in row.get("variables", ())) or row.get("image", "no image") in reference:
        return None
    if any(variables.get(key) == value for key, value in row.get("unless", {}).items()):
        return None
    if {"--help", "--version"} & set(arguments) or any(_is(one, row.get("others", ())) for one in arguments):
        return None
    for index, one in enumerate(arguments):
        if _is(one, row.get("host", ())):
            option, equals, value = one.partition("=")
            if not equals and not option.startswith("--") and len(option) > 2:
                value = option[2:]
            value = value or (arguments[index + 1] if not equals and index + 1 < len(arguments) else "")
            return Local(name, (), value) if _LOCAL.match(value) else None
        if row.get("positional") and re.search(r"[.:]", one) and not one.startswith("-"):
            return Local(name, (), one) if _LOCAL.match(one) else None
    extra = any(one.isdigit() for one in arguments) if row.get("positional") else "leading" in row
    if any(re.search(r"[$*]", one) for one in arguments):
        return None
    return Local(name, () if extra else tuple(row.get("add", ())), "", row.get("doubt", False))


def _is(argument: str, options: tuple[str, ...] | list[str]) -> bool:
    name = argument.partition("=")[0]
    short = argument[:2] if re.match(r"-[a-zA-Z]", argument) else ""
    return name in options or (bool(short) and short in options)


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("local_servers.json").read_bytes())["servers"]
    return found
