"""A move in a workspace: all edits, and what changes in spite of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from dockwright.context.builds.readers import is_certain, reader_of
from dockwright.context.contents import contents
from dockwright.context.file_names import is_dockerfile
from dockwright.context.inline_dockerfiles import Within, nothing_within
from dockwright.context.moves.differences import SAME, Sides, differences
from dockwright.context.moves.dockerfiles import Dockerfile, dockerfiles
from dockwright.context.moves.in_definitions import ACTIONS, Edits, callers, definition_edits
from dockwright.context.moves.in_dockerfile import source_edits
from dockwright.context.moves.in_ignore_file import line_edits
from dockwright.context.moves.paths import Move, after
from dockwright.context.survey import Survey
from dockwright.context.values import Build, Workspace, join
from dockwright.frozen import frozen
from dockwright.lazy import pattern
from dockwright.text import Edit

_COMMENT = pattern(r"(?m)(?:^|(?<=\s))(?:#|//).*$")


@frozen
class Moved:
    """Edits by path, to be applied before the move; and what they cannot keep unchanged."""

    edits: dict[str, list[Edit]]
    notices: tuple[str, ...]


def moved(survey: Survey, pairs: Iterable[tuple[str, str]], within: Within = nothing_within) -> Moved:
    """What is to be edited when files or folders of a workspace move, all at once."""
    move, workspace = Move(tuple(pairs)), survey.workspace
    edits: dict[str, list[Edit]] = {}
    notices: dict[str, None] = {}
    files = list(dockerfiles(survey, within, [path for pair in move.pairs for path in pair]))
    for one in files:
        for path, edit in _of_dockerfile(one, workspace, move):
            _add(edits, path, edit)
    for path, builds, found in _definitions(workspace, move, _affected(survey, move)):
        for file, some in (found or {}).items():
            for edit in some:
                _add(edits, file, edit)
        if reader_of(move(path)) is None or (found is None and is_certain(path) and not is_certain(move(path))):
            notices[f"{path}: it defines builds, but is not read as such from `{move(path)}`"] = None
        elif found is None:
            old = _obstacle(path, builds, move)
            named = not all(_by_default(build, old) for build in builds)
            notices[f"{path}: {_why(workspace.read(path) or '', old, named)}"] = None
    sides = Sides(workspace, after(workspace, move, edits), move, within)
    for one in files:
        notices |= dict.fromkeys(differences(one, sides))
    return Moved({path: sorted(found) for path, found in edits.items()}, tuple(notices))


def deleted(survey: Survey, paths: Iterable[str], within: Within = nothing_within) -> list[str]:
    """What still needs files or folders that are to be deleted."""
    gone = Move(tuple((path, "\0") for path in paths))
    said: dict[str, None] = {}
    for one in dockerfiles(survey, within, [path for path, _ in gone.pairs]):
        if gone.takes(one.path):
            continue
        files = survey.workspace
        held = {each: contents(files, each, one.ignore_file(each, files, SAME)) for each in one.contexts}
        for folder, source in one.taken(one.model):
            sent = [entry.path for entry in held[folder].matching(source.path) if entry.rule is None]
            if sent and all(gone.takes(posixpath.join(folder, path)) for path in sent):
                said[f"{one.place(source)} uses `{source.path}` from there"] = None
    for build in (*survey.builds, *survey.discovered.inline):
        if gone.takes(build.file):
            continue
        if gone.takes(build.dockerfile):
            said[f"{build.label} builds `{build.dockerfile}`"] = None
        elif build.context and gone.takes(build.context):
            said[f"{build.label} builds in `{build.context}`"] = None
    return list(said)


def _of_dockerfile(one: Dockerfile, workspace: Workspace, move: Move) -> Iterator[tuple[str, Edit]]:
    """The edits of sources and of lines in ignore files, each with the path of its file."""
    edits = list(source_edits(one, move))
    for edit in (one.held.written(edits) if one.held and edits else edits) or ():
        yield one.path, edit
    for folder in one.contexts:
        path = one.ignore_file(folder, workspace, SAME)
        if path is not None and (text := workspace.read(path)) is not None:
            for edit in line_edits(text, path, folder, move):
                yield path, edit


def _definitions(
    workspace: Workspace, move: Move, affected: dict[str, list[Build]]
) -> Iterator[tuple[str, list[Build], Edits | None]]:
    """The edits of each file that defines builds; a file that extends another is compared after that one is edited."""
    done: Edits = {}
    waiting = dict(affected)
    while waiting:
        found = {path: definition_edits(workspace, path, move, waiting[path], done) for path in waiting}
        ready = {path: edits for path, edits in found.items() if edits is not None}
        new = {path: edits for path, edits in ready.items() if edits}
        # Edits that need no other file's come first: with them, others may need none.
        for count, (path, edits) in enumerate((new or ready or found).items()):
            foreign = bool(edits and edits.keys() != {path})
            if foreign and count:
                break  # an edit of this round may be the one that is needed in another file
            yield path, waiting.pop(path), edits
            done |= {file: [*done.get(file, []), *some] for file, some in (edits or {}).items()}
            if foreign:
                break  # another file may have needed the same edit of a third one


def _obstacle(path: str, builds: list[Build], move: Move) -> str:
    """What moves and is named by a file; empty if it is the file itself that moves."""
    others = [old for old, _ in move.pairs if not Move(((old, ""),)).takes(path)]
    named = [old for old in others if any(Move(((old, ""),)).takes(name) for name in _named(builds))]
    return next(iter(named or ([] if move.takes(path) else others)), "")


def _by_default(build: Build, old: str) -> bool:
    """Whether a build takes a Dockerfile whose name nothing writes."""
    return build.dockerfile == old and all(one.kind != "dockerfile" for one in build.references)


def _why(text: str, old: str, named: bool) -> str:
    """Why a file that defines builds was not edited; `named`: some build may write the path."""
    if not old:
        return "it names paths that count from its folder; change them by hand"
    name = posixpath.basename(old)
    if named and name in _COMMENT.sub("", text):
        return f"it names `{old}` in a way that cannot be edited here; change it by hand"
    if name in ACTIONS:
        return f"it calls `{old}` by its folder; change it by hand"
    if is_dockerfile(name):
        return f"it builds `{old}` without naming it; name it there by hand"
    return f"it computes `{old}`; change it by hand"


def _affected(survey: Survey, move: Move) -> dict[str, list[Build]]:
    """The builds that a move may touch, by the file that defines them; documentation is left alone."""
    found: dict[str, list[Build]] = {}
    # What other files take over from one that moves is in none of their builds.
    every = any(move.takes(path) for path in survey.discovered.asked if _is_taken_over(path))
    for build in (*survey.builds, *survey.discovered.inline):
        if build.kind not in ("doc", "comment") and (every or any(map(move.takes, _named([build])))):
            found.setdefault(build.file, []).append(build)
    called = [path for path, builds in found.items() if any(build.kind in ("workflow", "pipeline") for build in builds)]
    for path, file in list(callers(survey.workspace, called)) if called else ():
        found.setdefault(path, []).extend(build for build in found[file] if build.file == file)
    return found


def _is_taken_over(path: str) -> bool:
    """Whether files that define builds may take something over from a file of this name."""
    return path.endswith((".yml", ".yaml", ".hcl", ".json", ".build", ".env")) and not is_dockerfile(path)


def _named(builds: list[Build]) -> Iterator[str]:
    """The paths that builds name, and where they are named."""
    for build in builds:
        yield from (build.dockerfile, build.context, build.file)
        yield from (sync.path for sync in build.syncs)
        yield from (path for value in build.contexts.values() if (path := join(build.folder, value)) is not None)


def _add(edits: dict[str, list[Edit]], path: str, edit: Edit) -> None:
    """Add an edit once; if two contexts need different ones, the first is kept and the others are reported."""
    here = edits.setdefault(path, [])
    if not any(other.span.overlaps(edit.span) for other in here):
        here.append(edit)
