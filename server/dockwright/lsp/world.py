"""The environment of documents: read in the background, within limits, and reported once it is known."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dockwright.config import Config
from dockwright.config.editorconfig import NAME, properties
from dockwright.config.files import NAMES
from dockwright.lsp import uris
from dockwright.lsp.contexts import Contexts
from dockwright.lsp.histories import Histories
from dockwright.lsp.settings_problems import SettingsProblems, problems_in
from dockwright.lsp.shellchecks import ShellChecks

if TYPE_CHECKING:
    from dockwright.context.settings_files import Found
    from dockwright.lsp.document import Document
    from dockwright.lsp.session import Session

SECONDS = 2.0


class World:
    """Caches what was read, by folder; changes of files invalidate it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._configs: dict[str, Found | None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._settings_problems = SettingsProblems(session)
        self.contexts = Contexts(session, self.start)
        self.shellchecks = ShellChecks(session, self.start)
        self.histories = Histories(session, self.start)

    def file_config(self, document: Document) -> Config:
        """The settings of the nearest configuration file of a document, if already read."""
        found = self._configs.get(self.folder_of(document))
        path = uris.to_path(document.uri)
        if not found or path is None:
            return Config()
        return found.config.for_path(Path(path).relative_to(found.place.parent).as_posix())

    def folder_of(self, document: Document) -> str:
        """The workspace folder of a document's file, or ""."""
        return _folder(document.uri)

    def knows(self, document: Document) -> bool:
        """Whether the nearest configuration file has been searched, or there can be none."""
        folder = self.folder_of(document)
        return not folder or folder in self._configs

    def look(self, document: Document) -> None:
        """Read the environment of a document that was opened, and report again when done."""
        path = uris.to_path(document.uri)
        if path is not None and not self.knows(document):
            root = uris.to_path(self._session.folder(document.uri))
            self.start(self._read(Path(path).parent, Path(root) if root else None))

        self.contexts.look(document)
        self.shellchecks.look(document)

    def changed(self, changed: list[str]) -> None:
        """Files, given by URI, changed on disk: invalidate what was read from them and read it again."""
        self.contexts.changed(changed)
        extended = {place for found in self._configs.values() if found for place in found.extended}
        if any(uris.name(uri) in NAMES or uris.to_path(uri) in extended for uri in changed):
            self._configs.clear()
            self._settings_problems.clear()
            for document in self._session.documents.values():
                self.look(document)

    async def _read(self, folder: Path, root: Path | None) -> None:
        try:
            found = await asyncio.wait_for(asyncio.to_thread(nearest, folder, root), SECONDS)
        except TimeoutError:
            found = None
        here = await asyncio.to_thread(problems_in, found) if found else []
        self._configs[str(folder)] = found
        if found:
            self._settings_problems.show(found, here)
        self._session.reconfigure(folder)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def nearest(folder: Path, root: Path | None) -> Found | None:
    """The nearest configuration file from a folder up to the workspace folder that holds it."""
    from dockwright.context.settings_files import MOST_FOLDERS, held, in_folder

    inside = root is not None and (folder == root or root in folder.parents)
    folders = [place for place in (folder, *folder.parents) if place == root or root in place.parents]
    found: Found | None = None
    for place in reversed(folders[:MOST_FOLDERS] if inside else [folder]):
        found = held(in_folder(place, root if inside else folder), found)
    return found


def editorconfig(path: Path, root: Path | None) -> dict[str, str]:
    """The properties of a file in the `.editorconfig` files up to its workspace folder."""
    from dockwright.context.settings_files import MOST_FOLDERS, read_text

    inside = root is not None and root in path.parents
    folders = [folder for folder in path.parents if folder == root or root in folder.parents] if inside else []
    places = [(folder, read_text(folder / NAME)) for folder in folders[:MOST_FOLDERS] or [path.parent]]
    return properties([(path.relative_to(folder).as_posix(), text) for folder, text in places if text is not None])


@lru_cache(maxsize=256)
def _folder(uri: str) -> str:
    path = uris.to_path(uri)
    return str(Path(path).parent) if path else ""
