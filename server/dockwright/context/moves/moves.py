"""A move in a workspace: all edits, and what changes in spite of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.builds.discovery import Candidate, ignore_file
from dockwright.context.file_names import is_dockerfile
from dockwright.context.moves.in_definitions import definition_edits
from dockwright.context.moves.in_dockerfile import fates, source_edits
from dockwright.context.moves.in_ignore_file import line_edits
from dockwright.context.moves.paths import Move, after, relative
from dockwright.context.sources import sources
from dockwright.context.survey import Survey
from dockwright.context.values import Build, Workspace
from dockwright.frozen import frozen
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse
from dockwright.text import Edit


@frozen
class Moved:
    """Edits by path, to be applied before the move; and what they cannot keep unchanged."""

    edits: dict[str, list[Edit]]
    notices: tuple[str, ...]


def moved(survey: Survey, old: str, new: str) -> Moved:
    """The edits for a file or folder of a workspace that moves."""
    move, workspace = Move(old, new), survey.workspace
    edits: dict[str, list[Edit]] = {}
    notices: dict[str, None] = {}
    files = list(_dockerfiles(survey, old, new))
    for path, model, candidate in files:
        for edit in source_edits(model, candidate.context, move):
            _add(edits, path, edit)
        lines = ignore_file(path, candidate.context, workspace)
        if lines is not None and (text := workspace.read(lines)) is not None:
            for edit in line_edits(text, lines, candidate.context, move):
                _add(edits, lines, edit)
    for path, builds in _affected(survey, move).items():
        found = definition_edits(workspace, path, move, builds)
        for edit in found or ():
            _add(edits, path, edit)
        if found is None:
            notices[f"{path}: it names `{old}` in a way that cannot be changed here; change it by hand"] = None
    after_all = after(workspace, move, edits)
    for path, model, candidate in files:
        notices |= dict.fromkeys(_differences(path, model, candidate, workspace, after_all, move))
    return Moved({path: sorted(found) for path, found in edits.items()}, tuple(notices))


def deleted(survey: Survey, path: str) -> list[str]:
    """The builds that still need a file or folder that is to be deleted."""
    gone = Move(path, "\0")
    said: dict[str, None] = {}
    for dockerfile, model, candidate in _dockerfiles(survey, path):
        if gone.takes(dockerfile):
            continue
        ignored_by = ignore_file(dockerfile, candidate.context, survey.workspace)
        for source, found in fates(model, candidate.context, ignored_by, survey.workspace):
            if found and all(map(gone.takes, found)):
                line = model.tree.text.line_of(source.token.span.start) + 1
                said[f"{dockerfile}:{line} takes `{source.path}` from there"] = None
    for build in survey.builds:
        if gone.takes(build.dockerfile) and not gone.takes(build.file):
            said[f"{build.label} builds `{build.dockerfile}`"] = None
        elif build.context and gone.takes(build.context) and not gone.takes(build.file):
            said[f"{build.label} builds in `{build.context}`"] = None
    return list(said)


def _dockerfiles(survey: Survey, *paths: str) -> Iterator[tuple[str, Model, Candidate]]:
    """Each Dockerfile with each context that a file defines for it, or else the most likely, if it contains one of some
    paths.
    """
    named = {path for path in survey.workspace.files if is_dockerfile(path)}
    named |= {build.dockerfile for build in survey.builds if build.dockerfile in survey.workspace.files}
    for path in sorted(named):
        text = survey.workspace.read(path)
        if text is None:
            continue
        tree = parse(text)
        found = survey.candidates(path, sources(tree))
        found = tuple(one for one in found if one.sure) or found[:1]
        near = [one for one in found if any(relative(name, one.context) is not None for name in paths)]
        if near:
            model = analyse(tree)
            yield from ((path, model, candidate) for candidate in near)


def _affected(survey: Survey, move: Move) -> dict[str, list[Build]]:
    """The builds that a move affects, by the file that defines them, without documentation."""
    found: dict[str, list[Build]] = {}
    for build in (*survey.builds, *survey.discovered.inline):
        named = (build.dockerfile, build.context, build.file)
        if build.kind not in ("doc", "comment") and any(map(move.takes, named)):
            found.setdefault(build.file, []).append(build)
    return found


def _add(edits: dict[str, list[Edit]], path: str, edit: Edit) -> None:
    """Add an edit once; if two contexts need different ones, the first is kept and the others are reported."""
    here = edits.setdefault(path, [])
    if not any(other.span.overlaps(edit.span) for other in here):
        here.append(edit)


def _differences(
    path: str, model: Model, candidate: Candidate, before: Workspace, then: Workspace, move: Move
) -> Iterator[str]:
    """The sources that would select other files than before."""
    text = then.read(move(path))
    if text is None:
        return
    context = candidate.context
    old_ignore, new_ignore = ignore_file(path, context, before), ignore_file(move(path), move(context), then)
    if (move(old_ignore) if old_ignore else None) != new_ignore:
        yield f"{path}: another ignore file counts then: {new_ignore or 'none'} instead of {old_ignore or 'none'}"
    changed = analyse(parse(text))
    pairs = zip(fates(model, context, old_ignore, before), fates(changed, move(context), new_ignore, then), strict=True)
    for (source, was), (_, now) in pairs:
        expected = {move(name): sent for name, sent in was.items()}
        if expected == now:
            continue
        line = model.tree.text.line_of(source.token.span.start) + 1
        lost = sum(now.get(name) is not True for name, sent in expected.items() if sent)
        more = sum(expected.get(name) is not True for name, sent in now.items() if sent)
        what = [f"{lost} fewer" if lost else "", f"{more} more" if more else ""]
        if any(what):
            told = " and ".join(filter(None, what))
            yield f"{posixpath.normpath(path)}:{line}: `{source.path}` takes {told} of the files"
