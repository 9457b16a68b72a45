"""The files that a source of COPY, ADD or a bind mount selects, and the ignore lines that leave files out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from dockwright.context.ignore import reader
from dockwright.context.ignore.patterns import compile_pattern
from dockwright.context.ignore.reader import IgnoreFile, Rule
from dockwright.context.values import Workspace
from dockwright.frozen import field, frozen

MOST_TRIALS = 40_000_000
"""Maximum number of ignore lines with wildcards times files: seconds of work, exceeded only by hostile input."""


@frozen
class Entry:
    """A file of a context: its path in it, its size, and the rule that leaves it out (None: it is sent)."""

    path: str
    size: int
    rule: Rule | None


@frozen
class Contents:
    """The files of one context, each with the rule that decides about it."""

    root: str
    ignore: IgnoreFile | None
    entries: tuple[Entry, ...]
    undecided: str = ""
    """Why the ignore file was not applied: every file counts as sent then, and nothing is certain; else empty."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False)
    """A cache for values that others compute from these files alone: many Dockerfiles may share them."""

    @property
    def sent(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.rule is None)

    @property
    def ordered(self) -> tuple[list[Entry], list[str]]:
        """The files by path, and their paths."""
        found: tuple[list[Entry], list[str]] | None = self.memo.get("ordered")
        if found is None:
            entries = sorted(self.entries, key=lambda entry: entry.path)
            found = self.memo["ordered"] = entries, [entry.path for entry in entries]
        return found

    def matching(self, source: str) -> Iterator[Entry]:
        """The files that a source selects: itself, everything below it, or the matches of its wildcards."""
        path = posixpath.normpath("/" + source).lstrip("/")
        if not path:
            yield from self.entries
            return
        if not any(mark in path for mark in "*?[\\"):
            for entry in self.entries:
                if entry.path == path or entry.path.startswith(f"{path}/"):
                    yield entry
            return
        pattern = compile_pattern(path)
        depth = path.count("/") + 1
        for entry in self.entries:
            if pattern.matches("/".join(entry.path.split("/")[:depth])):
                yield entry


def contents(workspace: Workspace, root: str, ignored_by: str | None, previous: Contents | None = None) -> Contents:
    """The files below a folder of the workspace with an ignore file applied; results in `previous` are reused."""
    text = workspace.read(ignored_by) if ignored_by else None
    rules = reader.read(text, ignored_by or "") if text is not None else None
    decider = reader.Decider(rules) if rules else None
    start = f"{root}/" if root else ""
    if rules and decider and (rules.cut or decider.trials * len(workspace.files) > MOST_TRIALS):
        below = [(path[len(start) :], size) for path, size in workspace.files.items() if path.startswith(start)]
        if rules.cut or decider.trials * len(below) > MOST_TRIALS:
            many = f"{ignored_by} has too many patterns ({decider.trials:,}) for {len(below):,} files"
            why = rules.cut or f"{many} and was not applied"
            return Contents(root, rules, tuple(Entry(path, size, None) for path, size in below), why)
    known: dict[str, Entry] = {}
    if previous is not None and previous.ignore == rules and not previous.undecided:
        rules = previous.ignore
        known = {entry.path: entry for entry in previous.entries}
    entries = []
    for path, size in workspace.files.items():
        if path.startswith(start):
            inside = path[len(start) :]
            if (old := known.get(inside)) is not None and old.size == size:
                entries.append(old)
                continue
            rule = decider.rule(inside) if decider else None
            entries.append(Entry(inside, size, rule if rule and not rule.exception else None))
    return Contents(root, rules, tuple(entries))
