"""The absolute paths of files that a shell script downloads and removes."""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from dockwright.image.run_body import Body, value
from dockwright.lazy import pattern
from dockwright.semantics.commands.options import arguments
from dockwright.syntax.shell import Simple, Word, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.text import Span

_SIZE = pattern(r"(\d+)([MGT]i?B?)?\Z")
_CURL = "-o --output -H --header -d --data -u --user -A --user-agent -e -x -X --request --retry -m --max-time --cacert"
_WGET = "-O --output-document -P --directory-prefix -o -a -t -T -U -e --header --tries --timeout"
_GIT = "-b --branch --depth -c --config -j --jobs --shallow-since --reference --origin -o"


class Event(NamedTuple):
    """A path that a command downloads or removes; variables in it stay as written."""

    path: str
    span: Span
    removes: bool


def events(body: Body, workdir: str | None) -> list[Event]:
    """All known events, in text order; those in unknown folders are left out."""
    found: list[Event] = []
    folder = workdir
    for placed in body.script.simple_commands():
        command = unwrapped(placed.command)
        if command.name in ("cd", "pushd", "popd"):
            plain = command.name == "cd" and len(command.arguments) == 1 and not placed.place.subshell
            folder = _absolute(value(command.arguments[0]), folder) if plain else None
        found += [
            Event(path, span, removes)
            for text, span, removes in _of(command)
            if (path := _absolute(text, folder)) is not None
        ]
    return found


def covers(removed: str, path: str) -> bool:
    """Whether removing `removed`, which may be a pattern, removes `path` or a folder above it."""
    parts = path.split("/")
    return any(fnmatchcase("/".join(parts[:end]), removed) for end in range(removed.count("/") + 1, len(parts) + 1))


def _absolute(text: str, folder: str | None) -> str | None:
    if not text or text.startswith(("~", "$", "-")) or "`" in text or "$(" in text:
        return None
    if text.startswith("/"):
        return posixpath.normpath(text)
    return posixpath.normpath(posixpath.join(folder, text)) if folder else None


def _of(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    if command.name == "rm":
        for word in command.arguments:
            if not value(word).startswith("-"):
                yield _text(word), word.span, True
    elif command.name == "curl":
        yield from _curl(command)
    elif command.name == "wget":
        yield from _wget(command)
    elif command.name in _MAKES:
        yield from _MAKES[command.name](command)
    elif command.name == "git" and command.arguments and value(command.arguments[0]) == "clone":
        words = arguments(command.arguments[1:], _GIT.split()).operands
        if words:
            name = _text(words[1]) if len(words) > 1 else _base(words[0]).removesuffix(".git")
            yield name, words[0].span, False


def _dd(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    for word in command.arguments:
        if _text(word).startswith("of="):
            yield _text(word)[3:], command.words[0].span, False


def _sized(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    for word in arguments(command.arguments, ("-l", "--length", "-o", "--offset", "-s", "--size", "-r")).operands:
        yield _text(word), command.words[0].span, False


def _first_bytes(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    written = arguments(command.arguments, ("-c", "--bytes", "-n", "--lines")).value("-c", "--bytes") or ""
    number = _SIZE.match(written.strip("\"'"))
    if number and (number[2] or len(number[1]) > 6):
        for item in command.redirections:
            if item.operator == ">" and item.target and not item.descriptor:
                yield _text(item.target), command.words[0].span, False


def _unpacked(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    words = [_text(word) for word in command.arguments]
    extracts = command.name == "unzip" or any(word in ("-x", "--extract") for word in words)
    if not extracts and (not words or "x" not in words[0] or words[0].startswith("--")):
        return
    option = ("-d",) if command.name == "unzip" else ("-C", "--directory")
    for at, word in enumerate(words):
        if word in option and at + 1 < len(words):
            yield words[at + 1], command.words[0].span, False


def _copied(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    given = arguments(command.arguments, ("-t", "--target-directory", "-S"))
    if given.has("-r", "-R", "-a", "--recursive", "--archive") and len(given.operands) == 2:
        yield _text(given.operands[1]), command.words[0].span, False


def _built(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    """The folders that installs and builds create below their working folder."""
    words = [value(word) for word in command.arguments]
    operands = [word for word in words if not word.startswith("-")]
    elsewhere = {"-g", "--global", "--prefix", "-C", "--manifest-path", "--target-dir", "--cwd", "--dir", "--target"}
    if not elsewhere & {word.partition("=")[0] for word in words}:
        subcommands, folder = _FOLDERS[command.name or ""]
        if (operands or [""])[0] in subcommands:
            yield folder, command.words[0].span, False


_FOLDERS = {
    "npm": (("ci", "install", "i"), "node_modules"),
    "yarn": (("install", ""), "node_modules"),
    "pnpm": (("install", "i"), "node_modules"),
    "cargo": (("build", "b"), "target"),
}
_MAKES = {
    "head": _first_bytes, "npm": _built, "yarn": _built, "pnpm": _built, "cargo": _built, "dd": _dd,
    "fallocate": _sized, "truncate": _sized, "tar": _unpacked, "unzip": _unpacked, "cp": _copied,
}  # fmt: skip


def _curl(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    given = arguments(command.arguments, _CURL.split())
    span = command.words[0].span
    target = given.value("-o", "--output")
    if target:
        yield target.strip("\"'"), span, False
    elif given.has("-O", "--remote-name", "--remote-name-all"):
        yield from ((_base(word), span, False) for word in given.operands)
    else:
        yield from (
            (_text(item.target), span, False)
            for item in command.redirections
            if item.operator == ">" and item.target and not item.descriptor
        )


def _wget(command: Simple) -> Iterator[tuple[str, Span, bool]]:
    given = arguments(command.arguments, _WGET.split())
    span = command.words[0].span
    target = given.value("-O", "--output-document")
    if target:
        yield ("" if target == "-" else target.strip("\"'")), span, False
    elif not given.has("-i", "--input-file"):
        folder = given.value("-P", "--directory-prefix")
        for word in given.operands:
            yield (posixpath.join(folder.strip("\"'"), _base(word)) if folder else _base(word)), span, False


def _text(word: Word) -> str:
    return value(word).replace('"', "").replace("'", "")


def _base(word: Word) -> str:
    return _text(word).partition("?")[0].rstrip("/").rpartition("/")[2]
