"""The effects of cp, mv, ln, install, chmod, chown, tar and downloads on files."""

from __future__ import annotations

import itertools
import posixpath
from typing import TYPE_CHECKING

from dockwright.image.effects.effect import ANYTHING, PLAIN, Effect, PathChange
from dockwright.image.effects.places import place_of, unknown_place
from dockwright.lazy import pattern
from dockwright.semantics.commands.options import arguments

if TYPE_CHECKING:
    from dockwright.image.commands import Ran
    from dockwright.image.image import Image

_AWK_WRITES = pattern(r">|\||system|inplace|^-f")
_SED_WRITES = pattern(r"(?:^|[^A-Za-z]|/[gpIiMm\d]*)w[ \t]+([^\s;}]+)")
_IN_PLACE = frozenset({"chmod", "chown", "chgrp", "rm", "sed", "touch", "gzip", "gunzip", "strip", "rmdir", "dos2unix"})
"""Commands of `find -exec` that change only the found files."""
_CURL = (
    "-o",
    "--output",
    "-H",
    "--header",
    "-d",
    "--data",
    "-X",
    "--request",
    "-u",
    "--user",
    "-A",
    "--user-agent",
    "-e",
    "-b",
    "-c",
    "-m",
    "--max-time",
    "--retry",
    "-F",
    "-T",
    "-x",
    "--connect-timeout",
    "--retry-delay",
    "--output-dir",
    "-w",
    "--write-out",
    "-D",
    "--proto",
    "-E",
    "--cacert",
    "--cert",
    "--key",
    "-r",
    "-C",
    "-K",
)
_WGET = (
    "-O",
    "--output-document",
    "-P",
    "--directory-prefix",
    "-o",
    "-a",
    "-t",
    "--tries",
    "-T",
    "--timeout",
    "-e",
    "-U",
    "--header",
    "-i",
    "-A",
    "-R",
)


def effect(made: Ran, image: Image) -> Effect | None:
    """The effect of a command that copies, moves or changes files; None for others."""
    match made.name:
        case "cp" | "mv" | "install" | "ln" | "rsync":
            return _moved(made)
        case "chmod" | "chown" | "chgrp":
            return _changed(made)
        case "tar" | "unzip" | "bsdtar" | "cpio" | "7z" | "unrar" | "ar":
            return _unpacked(made)
        case "curl":
            return _downloaded(
                made, _CURL, ("-o", "--output"), ("-O", "--remote-name", "-OJ", "-J", "--remote-name-all")
            )
        case "wget":
            return _downloaded(made, _WGET, ("-O", "--output-document"), ())
        case "git":
            return _cloned(made)
        case "go":
            return _built(made)
        case "sed" | "perl":
            return _edited(made)
        case "awk" | "gawk" | "mawk" | "nawk":
            return ANYTHING if any(_AWK_WRITES.search(text) for text in made.values) else Effect()
        case "find":
            return _searched(made)
        case "dd":
            return _dd(made)
    return None


def _at(made: Ran, value: str | None, operation: str, **more: object) -> tuple[PathChange, ...]:
    path = place_of(value, made)
    if path is None:
        return tuple(unknown_place(value, made))
    return (PathChange(operation, path, **more),)  # type: ignore[arg-type]


def _moved(made: Ran) -> Effect:
    given = arguments(
        made.command.arguments, ("-m", "--mode", "-o", "--owner", "-g", "--group", "-t", "--target-directory", "-S")
    )
    values = made.values_of(given.operands)
    target = given.value("-t", "--target-directory")
    if made.name == "install" and given.has("-d", "--directory"):
        return Effect(paths=tuple(change for value in values for change in _at(made, value, "folder")))
    sources, last = (values, target) if target else (values[:-1], values[-1] if values else None)
    paths: list[PathChange] = []
    if made.name == "mv":
        paths += [change for value in sources for change in _at(made, value, "remove")]
    paths += _at(made, last, "any")
    paths += _at(made, last, "open")  # into it, if it is a folder
    if made.name == "ln":
        paths += [change for value in sources for change in _linked(made, value, last)]
    return Effect(paths=tuple(paths), any_program=_on_path(paths))


def _linked(made: Ran, source: str | None, place: str | None) -> tuple[PathChange, ...]:
    """The target of a link; a relative one is relative to the folder of the link."""
    if source and place and not source.startswith("/") and "/" in place:
        return _at(made, posixpath.join(posixpath.dirname(place), source), "alias")
    return _at(made, source, "alias")


def _on_path(paths: list[PathChange]) -> bool:
    return any(
        change.path in ("/", "/usr", "/usr/local") or posixpath.basename(change.path) in ("bin", "sbin")
        or posixpath.basename(posixpath.dirname(change.path)) in ("bin", "sbin")
        for change in paths
    )  # fmt: skip


def _changed(made: Ran) -> Effect:
    given = arguments(made.command.arguments, ("--reference", "--from"))
    values = made.values_of(given.operands)
    operation = "mode" if made.name == "chmod" else "owner"
    words = list(made.command.arguments)
    if (
        operation == "mode"
        and values
        and words
        and (words[0].literal or "").startswith("-")
        and len(given.operands)
        and (words[0].literal or "")[1:2] in "rwxXst"
    ):
        return Effect(
            paths=tuple(c for value in values for c in _at(made, value, operation, detail=words[0].literal or ""))
        )
    deep = given.has("-R", "--recursive")
    detail = values[0] if values else None
    paths = [c for value in values[1:] for c in _at(made, value, operation, detail=detail or "?", deep=deep)]
    return Effect(paths=tuple(paths))


def _unpacked(made: Ran) -> Effect:
    given = arguments(
        made.command.arguments, ("-C", "--directory", "-f", "--file", "-d", "-D", "--strip-components", "--exclude")
    )
    target = given.value("-C", "--directory", "-d")
    paths = _at(made, target if target is not None else ".", "open")
    return Effect(paths=paths, any_program=any(_reaches_path(change.path) for change in paths))


def _reaches_path(folder: str) -> bool:
    return folder in ("/", "/usr", "/usr/local") or posixpath.basename(folder) in ("bin", "sbin")


def _downloaded(made: Ran, options: tuple[str, ...], output: tuple[str, ...], named: tuple[str, ...]) -> Effect:
    given = arguments(made.command.arguments, options)
    paths: list[PathChange] = []
    for option in given.options:
        if option.name in output and option.value not in (None, "-"):
            paths += _at(made, option.value, "file", detail=PLAIN)
        elif option.name in ("-P", "--directory-prefix", "--output-dir"):
            paths += _at(made, option.value, "open")
    if not paths and ((made.name == "wget" and not given.has(*output)) or given.has(*named)):
        paths += _at(made, ".", "open")
    return Effect(paths=tuple(paths), any_program=_on_path(paths))


def _cloned(made: Ran) -> Effect | None:
    words = [word for word in made.values if not word.startswith("-")]
    if not words or words[0] != "clone":
        return None
    given = arguments(
        made.command.arguments[1:], ("-b", "--branch", "--depth", "-c", "--config", "-o", "-j", "--jobs", "--filter")
    )
    values = made.values_of(given.operands)
    if len(values) >= 2:
        return Effect(paths=(*_at(made, values[1], "folder"), *_at(made, values[1], "open")))
    name = posixpath.basename((values[0] or "").rstrip("/")).removesuffix(".git") if values else ""
    if not name:
        return Effect(paths=_at(made, ".", "open"))
    return Effect(paths=(*_at(made, name, "folder"), *_at(made, name, "open")))


def _built(made: Ran) -> Effect | None:
    if not made.values or made.values[0] != "build":
        return None
    given = arguments(
        made.command.arguments[1:], ("-o", "-ldflags", "-tags", "-gcflags", "-asmflags", "-mod", "-p"), True
    )
    output = given.value("-o")
    opened = tuple(PathChange("open", place) for place in ("/root/.cache", "/go"))
    target = output if output is not None else "."
    values = {option.name: option.value for option in given.options}
    if values.get("-o") is None and output is None:
        return Effect(paths=(*_at(made, ".", "open"), *opened))
    paths = (*_at(made, target, "any"), *_at(made, target, "open"))
    return Effect(paths=(*paths, *opened), any_program=_on_path(list(paths)))


def _edited(made: Ran) -> Effect | None:
    texts = made.values
    written = [path for text in texts for path in _SED_WRITES.findall(text)] if made.name == "sed" else []
    others = tuple(change for path in written for change in _at(made, path, "any"))
    if not any(text.startswith("-") and "i" in text.partition("=")[0] for text in texts if text != "--silent"):
        return Effect(paths=others) if made.name == "sed" else None
    given = arguments(made.command.arguments, ("-e", "--expression", "-f", "--file"))
    values = made.values_of(given.operands)
    files = values if given.has("-e", "--expression", "-f", "--file") else values[1:]
    return Effect(paths=(*others, *(change for value in files for change in _at(made, value, "edit"))))


def _searched(made: Ran) -> Effect:
    if not any(text in ("-exec", "-execdir", "-delete", "-ok") for text in made.values):
        return Effect()
    programs = [after for text, after in itertools.pairwise(made.values) if text in ("-exec", "-execdir", "-ok")]
    if any(posixpath.basename(program) not in _IN_PLACE for program in programs):
        return ANYTHING
    places = [text for text in made.values if not text.startswith("-")][:1]
    return Effect(paths=tuple(c for place in places for c in _at(made, place, "open")))


def _dd(made: Ran) -> Effect:
    targets = [text[3:] for text in made.values if text.startswith("of=")]
    return Effect(paths=tuple(change for target in targets for change in _at(made, target, "file", detail=PLAIN)))
