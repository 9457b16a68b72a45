"""Files and folders that the editor moves or deletes: edits that keep builds working, and warnings."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from dockwright.lsp import changes, uris
from dockwright.lsp.hosts import File
from dockwright.lsp.registry import feature
from dockwright.lsp.session import Session
from dockwright.lsp.wire.messages import WARNING
from dockwright.text import Edit, Text

if TYPE_CHECKING:
    from dockwright.context.moves.moves import Moved
    from dockwright.context.survey import Survey

MOST_TOLD = 5
_FILES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)


@feature(types.WORKSPACE_WILL_RENAME_FILES, _FILES)
async def will_rename(session: Session, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """The edits that keep builds unchanged; shows a message about changes that remain."""
    edited: list[tuple[File, list[Edit]]] = []
    for root, pairs in _by_root(session, [(file.old_uri, file.new_uri) for file in params.files]).items():
        survey = await _survey(session, root)
        found: Moved = await asyncio.to_thread(_moved, survey, pairs)
        for path, edits in found.edits.items():
            edited.append((_file(session, root, path, survey), edits))
        _tell(session, f"After moving {_named([old for old, _ in pairs])}", found.notices)
    return changes.of_files(session.client, edited) if edited else None


@feature(types.WORKSPACE_DID_RENAME_FILES, _FILES)
def did_rename(session: Session, params: types.RenameFilesParams) -> None:
    """Update the information about both paths."""
    session.world.changed([uri for file in params.files for uri in (file.old_uri, file.new_uri)])


@feature(types.WORKSPACE_WILL_DELETE_FILES, _FILES)
async def will_delete(session: Session, params: types.DeleteFilesParams) -> types.WorkspaceEdit | None:
    """Show which builds still need the files; no edits."""
    for root, pairs in _by_root(session, [(file.uri, file.uri) for file in params.files]).items():
        paths = [path for path, _ in pairs]
        said = await asyncio.to_thread(_deleted, await _survey(session, root), paths)
        _tell(session, f"A build fails without {_named(paths)}", tuple(said))
    return None


def _moved(survey: Survey, pairs: list[tuple[str, str]]) -> Moved:
    from dockwright.context.moves.moves import moved
    from dockwright.embedded.finding import within

    return moved(survey, pairs, within)


def _deleted(survey: Survey, paths: list[str]) -> list[str]:
    from dockwright.context.moves.moves import deleted
    from dockwright.embedded.finding import within

    return deleted(survey, paths, within)


def _by_root(session: Session, files: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """The paths of what moves within a workspace folder, old and new, by that folder."""
    found: dict[str, list[tuple[str, str]]] = {}
    for old_uri, new_uri in files:
        root = _root(session, old_uri)
        old, new = _below(root, old_uri), _below(root, new_uri)
        if root is not None and old is not None and new is not None:
            found.setdefault(root, []).append((old, new))
    return found


def _named(paths: list[str]) -> str:
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"`{paths[0]}`{more}"


def _root(session: Session, uri: str) -> str | None:
    folder = uris.to_path(session.folder(uri))
    return str(Path(folder).resolve()) if folder else None


def _below(root: str | None, uri: str) -> str | None:
    """The path of a file below the workspace folder, whether it exists or not."""
    path = uris.to_path(uri)
    if root is None or path is None:
        return None
    place = Path(path).parent.resolve() / Path(path).name
    return place.relative_to(root).as_posix() if place.is_relative_to(root) and str(place) != root else None


async def _survey(session: Session, root: str) -> Survey:
    """The survey of a folder, with the texts of open files."""
    texts: dict[str, str] = {}
    for document in session.documents.values():
        path = _below(root, document.uri)
        if path is not None:
            texts[path] = document.snapshot.text.string
    known = session.world.contexts.known(root)

    def made() -> Survey:
        survey = known or session.world.contexts.survey(Path(root))
        unsaved = {path: text for path, text in texts.items() if survey.workspace.read(path) != text}
        return survey.reading({**survey.texts, **unsaved})

    return await asyncio.to_thread(made)


def _file(session: Session, root: str, path: str, survey: Survey) -> File:
    """A file as the survey has read it, with the URI that the editor uses if it is open."""
    text = Text.of(survey.workspace.read(path) or "")
    for uri, document in session.documents.items():
        if _below(root, uri) == path:
            return File(uri, text, version=document.version)
    return File(uris.from_path(f"{root}/{path}"), text)


def _tell(session: Session, start: str, said: tuple[str, ...]) -> None:
    if said:
        more = [f"{len(said) - MOST_TOLD} more"] if len(said) > MOST_TOLD else []
        session.server.show(f"{start}: {'; '.join([*said[:MOST_TOLD], *more])}", WARNING)
