"""Edits of paths in files that define builds: only if the builds are unchanged afterwards."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from dockwright.context.builds.discovery import there
from dockwright.context.builds.readers import reader_of, reads_called_files
from dockwright.context.moves.paths import Move, after, between, relative, rewritten
from dockwright.context.values import Build, Workspace, join
from dockwright.frozen import replace
from dockwright.text import Edit, Span, Text

MOST_TRIALS = 200
ACTIONS = ("action.yml", "action.yaml")
"""The files of an action, which is called by the name of their folder."""
Edits = dict[str, list[Edit]]
Place = tuple[str, Edit]
"""A replacement and its file."""
_VARIABLES = re.compile(r"(?:^|/)\.env[^/]*$|\.env$")
_TOKEN = re.compile(r"[^\s\"'=,\[\]{}:<>|&;()#`]+")
_Key = tuple[object, ...]


def definition_edits(
    workspace: Workspace, path: str, move: Move, affected: Iterable[Build], others: Edits
) -> Edits | None:
    """The fewest replacements that keep the builds of a file as they were, where `others` are edited, too; or None.

    They are in the file itself, and where that is not enough in files of variables and workflows that it reads.
    """
    text, reader, later = workspace.read(path), reader_of(path), reader_of(move(path))
    if text is None or reader is None or later is None:
        return None
    asked: dict[str, str] = {}
    heard = replace(workspace, read=partial(_heard, workspace, asked, reads_called_files(path)))
    expected = Counter((_key(build, move), build.line) for build in reader(path, text, heard))
    same, counts = Move(()), reads_called_files(path) or move(path) == path

    def arrived(path: str) -> bool:
        return path not in workspace.files and any(relative(path, new) is not None for _, new in move.pairs)

    def keeps(places: list[Place]) -> bool:
        edits = dict(others)
        for file, edit in places:
            edits[file] = [*edits.get(file, []), edit]
        moved = after(workspace, move, edits)
        new = moved.read(move(path))
        found = later(move(path), new, moved) if new is not None else iter(())
        builds = [((_key(one, same), one.line), one.dockerfile) for one in (there(moved, build) for build in found)]
        known = Counter(key for key, _ in builds)
        # Each of several equal commands or calls counts; a script is read for each folder that it may be run from.
        if not (known >= expected if counts else known.keys() >= expected.keys()):
            return False
        # The file may also name what was not there, and is now that it has moved there.
        return all(arrived(dockerfile) for key, dockerfile in builds if key not in expected)

    if keeps([]):
        return {}
    builds = list(affected)
    for files in ({path: text}, {path: text, **asked}) if asked else ({path: text},):
        every = (options for file, held in files.items() for options in _places(held, file, move, builds))
        places = [options for options in every if not _is_edited(options[0], others)]
        for chosen in itertools.islice(_choices(places), MOST_TRIALS):
            if keeps(chosen):
                return _by_file(_fewest(chosen, keeps))
    return None


def callers(workspace: Workspace, called: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The workflows that give some files the inputs of their builds, each with the file."""
    called = set(called)
    for path in filter(reads_called_files, workspace.files):
        reader, text = reader_of(path), workspace.read(path)
        found = {build.file for build in reader(path, text, workspace)} if reader and text is not None else set()
        for file in sorted(found & called - {path}):
            yield path, file


def _heard(workspace: Workspace, asked: dict[str, str], calls: bool, path: str) -> str | None:
    """Reads a file, and notes it where it holds variables or, for one that calls others, builds."""
    text = workspace.read(path)
    if text is not None and (_VARIABLES.search(path) or (calls and path.endswith((".yml", ".yaml")))):
        asked[path] = text
    return text


def _is_edited(place: Place, edits: Edits) -> bool:
    file, edit = place
    return any(other.span.overlaps(edit.span) for other in edits.get(file, ()))


def _by_file(places: list[Place]) -> Edits:
    found: Edits = {}
    for file, edit in places:
        found.setdefault(file, []).append(edit)
    return found


def _choices(places: list[list[Place]]) -> Iterator[list[Place]]:
    """All words at once, which is enough for most files, then few of them, those nearest to the builds first."""
    yield from map(list, itertools.islice(itertools.product(*places), 4))
    for count in range(1, len(places)):
        for some in itertools.combinations(places, count):
            yield from map(list, itertools.product(*some))


def _fewest(places: list[Place], keeps: Callable[[list[Place]], bool]) -> list[Place]:
    for place in reversed(places):
        less = [other for other in places if other is not place]
        if less and keeps(less):
            places = less
    return places


def _key(build: Build, move: Move) -> _Key:
    named = {name: join(build.folder, value) or value for name, value in build.contexts.items()}
    others = tuple(sorted((name, move(value)) for name, value in named.items()))
    return (
        build.kind, move(build.dockerfile), move(build.context), move(build.file), build.name, build.target, others,
        tuple(sorted(build.args.items())), build.inline, tuple(move(sync.path) for sync in build.syncs),
    )  # fmt: skip


def _places(text: str, path: str, move: Move, affected: list[Build]) -> list[list[Place]]:
    """For each word that may be a path to what moves, how it may be written afterwards; nearest to builds first."""
    lines = Text.of(text)
    builds = [build.line for build in affected if build.file == path] or [0]
    folder = posixpath.dirname(path)
    bases = {folder: posixpath.dirname(move(path)), "": ""}
    bases |= {build.context: move(build.context) for build in affected}
    bases.setdefault(posixpath.dirname(folder), move(posixpath.dirname(folder)))
    found = []
    for match in _TOKEN.finditer(text):
        written = match[0].partition("$")[0]
        if written != match[0]:
            written = written[: written.rfind("/") + 1]  # what stands before an expression
        options: dict[str, Place] = {}
        for base, new_base in bases.items():
            named = join(base, written) if written else None
            new = _leads(named, move) if named is not None else None
            if named is None or new is None or (new == named and base == new_base):
                continue
            made = rewritten(written, between(new, new_base))
            if made is not None and made != written:
                span = Span(match.start(), match.start() + len(written))
                options.setdefault(made, (path, Edit(span, made)))
        if options:
            line = lines.line_of(match.start())
            found.append((min(abs(line - build) for build in builds), list(options.values())))
    return [options for _, options in sorted(found, key=lambda pair: pair[0])]


def _leads(named: str, move: Move) -> str:
    """Where a path leads after the move; an action is named by the folder of its file."""
    if not move.takes(named):
        files = [path for name in ACTIONS if move.takes(path := posixpath.join(named, name))]
        return next((posixpath.dirname(new) for new in map(move, files) if posixpath.basename(new) in ACTIONS), named)
    return move(named)
