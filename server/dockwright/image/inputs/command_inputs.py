"""Files that a command requires, by the manual page of each program; optional ones are left out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dockwright.image.commands import Ran
from dockwright.image.inputs.project_files import PROJECTS, Wanted
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import Word


class RequiredFile(NamedTuple):
    """A file that a command reads or executes."""

    paths: tuple[str, ...]
    """Absolute paths, one of which has to exist. The first is the most likely."""
    word: Word
    """The word of the command that names it, or the command's name."""
    name: str
    """The name of the file, as the user writes it."""
    is_lock: bool = False
    endings: tuple[str, ...] = ()
    """Where any file with one of these endings will do: `paths` has the folder that it has to be in."""


_INTERPRETERS = {
    "sh": "efuxl", "bash": "efuxl", "ash": "efuxl", "dash": "efuxl", "ksh": "efuxl", "zsh": "efuxl",
    "python": "uBbOsSEI", "python3": "uBbOsSEI", "node": "", "ruby": "w", "perl": "wT", "php": "",
}  # fmt: skip
"""Programs that execute a file, with the letters of the options without a value."""
_READS: dict[str, tuple[str, ...]] = {
    "cat": (), "chmod": ("--reference",), "chown": ("--reference", "--from"), "chgrp": ("--reference",),
    "cp": ("-t", "--target-directory", "-S", "--suffix"), "mv": ("-t", "--target-directory", "-S", "--suffix"),
    "unzip": ("-d", "-x", "-P"), "gunzip": (), "gzip": (), "dos2unix": ("-n",), "dpkg": (), "rm": (), "strip": ("-o",),
}  # fmt: skip
"""Programs whose operands are files that have to exist, with their options that take a value."""


WRAPPERS = {"mvnw": ".mvn/wrapper/maven-wrapper.properties", "gradlew": "gradle/wrapper/gradle-wrapper.jar"}
"""Scripts that download a build tool, with the file beside them that says which, or that does it."""


def needs(made: Ran, variables: frozenset[str]) -> Iterator[RequiredFile]:
    """The files that a command requires; `variables` are the names that the environment sets."""
    if made.outer is not None and made.outer.name in ("chroot", "xargs"):
        return
    first = made.words[0] if made.words else None
    if first and "/" in first and not first.startswith("~"):
        yield from _at(made, made.command.words[0])
    name = made.name or ""
    if name in WRAPPERS and first and "/" in first and (script := resolve(made.folder, first)):
        path = posixpath.join(posixpath.dirname(script), WRAPPERS[name])
        yield RequiredFile((path,), made.command.words[0], posixpath.basename(path))
    if name in _INTERPRETERS:
        yield from _script(made, _INTERPRETERS[name])
    elif name in (".", "source") and len(made.words) > 1 and "/" in (made.words[1] or ""):
        yield from _at(made, made.command.words[1])
    elif name in _READS:
        yield from _operands(made, _READS[name])
    elif name in ("sed", "tar", "java"):
        yield from _OTHERS[name](made)
    for want in PROJECTS[name](made.values, variables) if name in PROJECTS else ():
        yield from _wanted(made, want)


def _wanted(made: Ran, want: Wanted) -> Iterator[RequiredFile]:
    if want.word is not None:
        yield from _at(made, made.command.words[want.word], want.value)
        return
    folder = resolve(made.folder, want.folder)
    if folder is None:
        return
    if want.any_of:
        yield RequiredFile((folder,), made.command.words[0], want.any_of, endings=want.names)
        return
    places = [folder]
    while want.upwards and places[-1] != "/":
        places.append(posixpath.dirname(places[-1]))
    paths = tuple(posixpath.join(place, name) for place in places for name in want.names)
    yield RequiredFile(paths, made.command.words[0], want.names[0], want.is_lock)


def _at(made: Ran, word: Word, value: str | None = None) -> Iterator[RequiredFile]:
    text = value or made.values_of([word])[0]
    if not text or text.startswith(("~", "-", "/dev/", "/proc/", "/sys/")) or "://" in text or "$" in text:
        return
    path = resolve(made.folder, text)
    if path is not None and path != "/":
        yield RequiredFile((path,), word, posixpath.basename(path))


def _script(made: Ran, letters: str) -> Iterator[RequiredFile]:
    for written, word in zip(made.command.words[1:], made.words[1:], strict=True):
        if word is None:
            return
        if word.startswith("-"):
            if len(word) > 1 and all(letter in letters for letter in word[1:]):
                continue
            return
        if made.name == "node" and word == "inspect":
            return
        if "." not in posixpath.basename(word) and "/" not in word and made.name not in ("sh", "bash", "ash", "dash"):
            return  # node searches index.js and package.json in folders
        yield from _at(made, written)
        return


def _operands(made: Ran, takes: tuple[str, ...]) -> Iterator[RequiredFile]:
    given = arguments(made.command.arguments, takes)
    operands = list(given.operands)
    match made.name:
        case "chmod" | "chown" | "chgrp":
            if given.has("--reference", "-f", "--silent", "--quiet"):
                return
            symbolic = any((word.literal or "")[:2] in ("-x", "-w", "-r", "-s", "-t") for word in made.command.words)
            operands = operands if symbolic and made.name == "chmod" else operands[1:]
        case "cp" | "mv":
            if not given.has("-t", "--target-directory"):
                operands = operands[:-1]
        case "unzip":
            operands = operands[:1]
        case "dpkg":
            if not given.has("-i", "--install", "--unpack"):
                return
        case "rm":
            if given.has("-f", "--force", "-i"):
                return
        case "gzip" | "gunzip" | "dos2unix" | "cat" | "strip":
            if given.has("-n", "--newfile", "-f", "-r"):
                return
    for word in operands:
        if word.literal is None or not word.is_pattern:
            yield from _at(made, word)


def _edited(made: Ran) -> Iterator[RequiredFile]:
    given = arguments(made.command.arguments, ("-e", "--expression", "-f", "--file"))
    operands = given.operands if given.has("-e", "--expression", "-f", "--file") else given.operands[1:]
    for word in operands:
        if not word.is_pattern:
            yield from _at(made, word)


def _unpacked(made: Ran) -> Iterator[RequiredFile]:
    words = made.command.arguments
    mode = words[0].literal or "" if words else ""
    if (
        "x" not in mode
        or not set(mode.lstrip("-")) <= set("xzjJvpfhkomaPS")
        or not mode.endswith("f")
        or len(words) < 2
    ):
        return
    yield from _at(made, words[1])


def _archive(made: Ran) -> Iterator[RequiredFile]:
    for index, word in enumerate(made.words[1:-1], 1):
        if word == "-jar":
            yield from _at(made, made.command.words[index + 1])


_OTHERS: dict[str, Callable[[Ran], Iterator[RequiredFile]]] = {"sed": _edited, "tar": _unpacked, "java": _archive}
