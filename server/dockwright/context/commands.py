"""`docker build` lines in Makefiles, scripts, continuous integration and package scripts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from dockwright.context.values import Build, interpolate, join
from dockwright.lazy import pattern

LONGEST = 20_000
_START = pattern(
    r"\b(docker|podman|buildah|nerdctl)(?:\.exe)?[ \t]+(?:image[ \t]+|buildx[ \t]+)?(?:build|bud)\b(?![-.\w])"
)
_WORD = pattern(r"""(?:\$\([^()\n]*\)|[^\s"';&|<>()`]|"[^"\n]*"|'[^'\n]*')+|[;&|<>()`\n"']""")
_ASSIGNED = pattern(r"^\s*(?:export\s+|local\s+)?([A-Za-z_]\w*)\s*[:?]?=[ \t]*([^\n#;]*)", re.MULTILINE)
_MOVED = pattern(r"\b(?:cd|pushd)[ \t]+(\"?[^\s;&|\"]+\"?)")
_LINE_MOVES = pattern(r"^[ \t]*(?:-[ \t]+)?(?:(?:cd|pushd)[ \t]+(\"?[^\s;&|\"]+\"?)|popd\b)", re.MULTILINE)
_STEP = pattern(r"^[ \t]*(?:-[ \t]+)?[\w.-]+:[ \t]*(?:[|>][-+\d]*)?[ \t]*$", re.MULTILINE)
"""A key of YAML with what belongs to it below: the lines of a step begin there."""
_ONE_SHELL = ("workflow", "pipeline")
"""Kinds of files whose steps run line by line in one shell."""
_WITHOUT_VALUE = {
    "-q",
    "--quiet",
    "--no-cache",
    "--pull",
    "--rm",
    "--force-rm",
    "--squash",
    "--load",
    "--push",
    "--compress",
}
_WITHOUT_VALUE |= {"--layers", "--debug", "-D", "--check", "--disable-content-trust"}


def commands(
    path: str, text: str, kind: str, base: str, line: int = 0, variables: Mapping[str, str] | None = None
) -> Iterator[Build]:
    """Every build that a text of commands makes, run in the folder `base`."""
    known = dict(variables or {})
    known |= {match[1]: match[2].strip().strip("\"'") for match in _ASSIGNED.finditer(text[:500_000])}
    for match in _START.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if text[start : match.start()].lstrip().startswith(("#", "//", "echo ", "@echo ")):
            continue
        moves = _moves(text, start) if kind in _ONE_SHELL else []
        folder = _folder([*moves, *_MOVED.findall(text[start : match.start()])], base, known)
        if folder is None:
            continue
        build = _build(match.end(), text, folder, known)
        if build is not None:
            file, context, target, args, others, platforms = build
            at = line + text.count("\n", 0, match.start())
            podman = match[1] in ("podman", "buildah")
            yield Build(
                file, context, kind, path, at, "", target, platforms, args, others, podman=podman, folder=folder
            )


def _moves(text: str, end: int) -> list[str]:
    """The folders that the lines above a command of the same step go to, one after the other."""
    above = text[:end]
    begin = max((match.end() for match in _STEP.finditer(above)), default=0)
    found: list[str] = []
    for match in _LINE_MOVES.finditer(above, begin):
        # Going back is not followed: `$` is a folder that nobody knows.
        found.append("$" if match[1] in (None, "-") else match[1])
    return found


def _folder(moves: list[str], base: str, known: Mapping[str, str]) -> str | None:
    """Where a command runs that follows these `cd`; None where that is not known."""
    folder: str | None = base
    for moved in moves:
        folder = None if folder is None else join(folder, _plain(moved, known))
    return folder


def _plain(word: str, known: Mapping[str, str]) -> str:
    word = re.sub(r"\$\((?!shell)([A-Za-z_]\w*)\)", r"${\1}", word)
    return interpolate(interpolate(word, known), known).replace('"', "").replace("'", "")


def _build(
    at: int, text: str, base: str, known: Mapping[str, str]
) -> tuple[str, str, str, dict[str, str], dict[str, str], tuple[str, ...]] | None:
    part = re.sub(r"[\\`^][ \t]*\r?\n", "  ", text[at : at + LONGEST])
    words = []
    for word in _WORD.findall(part):
        if word in ";&|<>()`\n\"'":
            break
        words.append(_plain(word, known))
    options: dict[str, list[str]] = {}
    places: list[str] = []
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        if not word.startswith("-") or word == "-":
            places.append(word)
            continue
        name, equals, value = word.partition("=")
        if not equals and name not in _WITHOUT_VALUE and index < len(words):
            value = words[index]
            index += 1
        options.setdefault(name, []).append(value)
    places = [place for place in places if place and not place.startswith("$")] or places
    if not places or places[-1] == "-":
        return None
    context = join(base, places[-1])
    if context is None:
        return None
    written = (options.get("-f") or options.get("--file") or [""])[-1]
    file = join(base, written) if written else posixpath.join(context, "Dockerfile")
    if file is None:
        return None
    args = dict(_pair(value) for value in options.get("--build-arg", []))
    others = dict(_pair(value) for value in options.get("--build-context", []))
    return file, context, (options.get("--target") or [""])[-1], args, others, tuple(options.get("--platform", []))


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value
