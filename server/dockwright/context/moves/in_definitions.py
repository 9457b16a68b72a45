"""Edits of paths in files that define builds: only if the builds are unchanged afterwards."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from dockwright.context.builds.discovery import there
from dockwright.context.builds.readers import reader_of
from dockwright.context.moves.paths import Move, after, between, rewritten
from dockwright.context.values import Build, Workspace, join
from dockwright.text import Edit, Span, Text

MOST_TRIALS = 200
_TOKEN = re.compile(r"[^\s\"'=,\[\]{}:<>|&;()#`]+")
_Key = tuple[object, ...]


def definition_edits(
    workspace: Workspace, path: str, move: Move, affected: Iterable[Build], others: Mapping[str, list[Edit]]
) -> list[Edit] | None:
    """The fewest replacements that keep the builds of a file as they were, where `others` are edited, too; or None."""
    text, reader, later = workspace.read(path), reader_of(path), reader_of(move(path))
    if text is None or reader is None or later is None:
        return None
    expected = Counter(_key(build, move) for build in reader(path, text, workspace))
    same = Move(())

    def keeps(edits: list[Edit]) -> bool:
        moved = after(workspace, move, {**others, path: edits})
        new = moved.read(move(path))
        found = later(move(path), new, moved) if new is not None else iter(())
        return Counter(_key(there(moved, build), same) for build in found) == expected

    if keeps([]):
        return []
    places = _places(text, path, move, list(affected))
    for edits in itertools.islice(_choices(places), MOST_TRIALS):
        if keeps(edits):
            return _fewest(edits, keeps)
    return None


def _choices(places: list[list[Edit]]) -> Iterator[list[Edit]]:
    """All words at once, which is enough for most files, then few of them, those nearest to the builds first."""
    yield from map(list, itertools.islice(itertools.product(*places), 4))
    for count in range(1, len(places)):
        for some in itertools.combinations(places, count):
            yield from map(list, itertools.product(*some))


def _fewest(edits: list[Edit], keeps: Callable[[list[Edit]], bool]) -> list[Edit]:
    for edit in reversed(edits):
        less = [other for other in edits if other is not edit]
        if less and keeps(less):
            edits = less
    return edits


def _key(build: Build, move: Move) -> _Key:
    named = {name: join(build.folder, value) or value for name, value in build.contexts.items()}
    others = tuple(sorted((name, move(value)) for name, value in named.items()))
    return (
        build.kind, move(build.dockerfile), move(build.context), move(build.file), build.name, build.target, others,
        tuple(sorted(build.args.items())), build.inline, tuple(move(sync.path) for sync in build.syncs),
    )  # fmt: skip


def _places(text: str, path: str, move: Move, affected: list[Build]) -> list[list[Edit]]:
    """For each word that may be a path to what moves, how it may be written afterwards; nearest to builds first."""
    lines = Text.of(text)
    builds = [build.line for build in affected if build.file == path] or [0]
    folder = posixpath.dirname(path)
    bases = {folder: posixpath.dirname(move(path)), "": ""}
    bases |= {build.context: move(build.context) for build in affected}
    bases.setdefault(posixpath.dirname(folder), move(posixpath.dirname(folder)))
    found = []
    for match in _TOKEN.finditer(text):
        written = match[0]
        options: dict[str, Edit] = {}
        for base, new_base in bases.items():
            named = join(base, written)
            if named is None or (not move.takes(named) and base == new_base):
                continue
            made = rewritten(written, between(move(named), new_base))
            if made is not None and made != written:
                options.setdefault(made, Edit(Span(*match.span()), made))
        if options:
            line = lines.line_of(match.start())
            found.append((min(abs(line - build) for build in builds), list(options.values())))
    return [options for _, options in sorted(found, key=lambda pair: pair[0])]
