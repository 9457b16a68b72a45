"""The effect of each line of an ignore file on the files of its context."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dockwright.context import contents
from dockwright.context.build_context import Context
from dockwright.context.ignore.reader import Decider, IgnoreFile, Rule
from dockwright.frozen import frozen

MOST_TRIALS = 3_000_000
"""Maximum number of lines times paths tested to distinguish lines without a match from overridden ones."""


@frozen
class Fact:
    """The effect of one line."""

    files: int
    """Number of files that it decides about: leaves out, or includes again."""
    bytes: int
    matches: bool
    """Whether it matches anything itself; True if that was not tested."""
    nested: int = 0
    """Number of files or folders with the same name in subfolders that are sent."""


class IgnoreFacts(NamedTuple):
    """Facts about an ignore file."""

    lines: Mapping[str, Fact]
    """The effect of each line, by its text."""
    files: Context
    """All files of its context, including those it leaves out."""
    unused: str = ""
    """Why no build reads it; empty if that is not certain."""


def facts(ignore: IgnoreFile, files: Mapping[str, int]) -> dict[str, Fact]:
    """The effect of each line, by its text, on files given by their paths in the context.

    Empty for a file with more patterns than can be tested.
    """
    decider = Decider(ignore)
    if ignore.cut or decider.trials * len(files) > contents.MOST_TRIALS:
        return {}
    counts: Counter[int] = Counter()
    sizes: Counter[int] = Counter()
    sent: list[str] = []
    for path, size in files.items():
        rule = decider.rule(path)
        if rule is not None:
            counts[rule.line] += 1
            sizes[rule.line] += size
        if rule is None or rule.exception:
            sent.append(path)
    names = _deeper(sent)
    idle = [rule for rule in ignore.rules if not counts[rule.line] and not rule.error]
    paths = _with_folders(files) if idle and len(idle) * len(files) <= MOST_TRIALS else None
    found: dict[str, Fact] = {}
    for rule in ignore.rules:
        matches = bool(counts[rule.line]) or paths is None or _matches(rule, paths)
        nested = names.get(rule.pattern, 0) if "/" not in rule.pattern and not rule.exception else 0
        found[rule.text.strip()] = Fact(counts[rule.line], sizes[rule.line], matches, nested)
    return found


def below(files: Mapping[str, int], folder: str) -> dict[str, int]:
    """The files below a folder, by their paths in it."""
    start = f"{folder}/" if folder else ""
    return {path[len(start) :]: size for path, size in files.items() if path.startswith(start)}


def _matches(rule: Rule, paths: set[str]) -> bool:
    return rule.pattern in paths if rule.kind == "exact" else any(map(rule.matches, paths))


def _with_folders(files: Mapping[str, int]) -> set[str]:
    found = set(files)
    for path in files:
        folder = posixpath.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return found


def _deeper(paths: list[str]) -> Counter[str]:
    """The number of entries below the top folder by name, each folder counted once."""
    seen: set[str] = set()

    def names() -> Iterator[str]:
        for path in paths:
            while (folder := posixpath.dirname(path)) and path not in seen:
                seen.add(path)
                yield posixpath.basename(path)
                path = folder

    return Counter(names())
