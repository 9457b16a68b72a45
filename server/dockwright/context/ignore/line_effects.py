"""What each line of an ignore file does to the files of its context."""

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
"""Lines times paths that are tried to tell a line that matches nothing from one that others overrule."""


@frozen
class Fact:
    """What one line does."""

    files: int
    """How many files it decides about: leaves out, or lets in again."""
    bytes: int
    matches: bool
    """Whether it matches anything at all, itself; True where that was not looked at."""
    nested: int = 0
    """How many files or folders of the same name lie deeper and are sent."""


class IgnoreFacts(NamedTuple):
    """What is known of an ignore file."""

    lines: Mapping[str, Fact]
    """What each line does, by its text."""
    files: Context
    """All files of its context, whether it leaves them out or not."""
    unused: str = ""
    """Why no build reads it; empty where that is not sure."""


def facts(ignore: IgnoreFile, files: Mapping[str, int]) -> dict[str, Fact]:
    """By the text of each line, what it does to these files, named by their paths in the context.

    Nothing is known of a file with more patterns than can be tried on all of them.
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
    """How often each name stands below the top folder, folders counted once."""
    seen: set[str] = set()

    def names() -> Iterator[str]:
        for path in paths:
            while (folder := posixpath.dirname(path)) and path not in seen:
                seen.add(path)
                yield posixpath.basename(path)
                path = folder

    return Counter(names())
