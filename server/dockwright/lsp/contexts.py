"""The build contexts of open documents: folders are read in the background, once for all documents in them."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dockwright.lsp import uris
from dockwright.lsp.surveys import context_of, host_of, ignore_facts_of, survey_of

if TYPE_CHECKING:
    from dockwright.context.survey import Survey
    from dockwright.lsp.document import Document
    from dockwright.lsp.session import Session

PAUSE = 0.3
"""Seconds to wait for more file changes before they are processed."""
LONGEST = 2.0
"""Seconds that an edit waits for a folder that is being read; some editors cancel a request after four."""


class Contexts:
    """A survey for each workspace folder with an open Dockerfile; files outside of all folders have none."""

    def __init__(self, session: Session, start: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._session = session
        self._start = start
        self._surveys: dict[str, Survey] = {}
        self._busy: set[str] = set()
        self._waiting: dict[str, set[str]] = {}
        self._chosen: dict[str, str] = {}
        self._backed: set[str] = set()
        """The documents whose selected context is, or was, defined by a file: the selection ends with the definition.
        """
        self._placed: dict[str, tuple[Any, ...]] = {}
        """For each document, what its context was made from."""
        self._wanted: dict[str, set[str]] = {}
        """For each folder, the documents that wait for a context; the others keep theirs unless the survey changes."""
        self._roots: dict[tuple[int, str], str | None] = {}
        """The folder of each document, by its serial: resolving links accesses the disk for every part of a path."""
        self._names: dict[tuple[int, str], str] = {}

    def look(self, document: Document) -> None:
        """Find the context of a document that was opened, or of an ignore file that was edited."""
        root = self.root(document)
        if root is not None:
            self._wanted.setdefault(root, set()).add(document.uri)
        if root is not None and root in self._busy:
            self._waiting.setdefault(root, set())
        elif root is not None:
            self._busy.add(root)
            waits = (document.is_ignore_file or document.host_kind) and root in self._surveys
            self._start(self._work(root, PAUSE if waits else 0))

    def look_at_hosts(self, besides: Document | None = None) -> None:
        """Compute the facts of open host files again, because another document has changed."""
        for document in self._session.documents.values():
            if document.host_kind and document is not besides:
                self.look(document)

    def look_into(self, document: Document) -> None:
        """Read the files that a Dockerfile refers to since its context was found."""
        placed = self._placed.get(document.uri)
        if (
            document.is_dockerfile
            and document.file is document
            and placed is not None
            and placed[3] != _asked(document)
        ):
            self.look(document)

    def choose(self, document: Document, context: str) -> bool:
        """Use a folder, relative to the workspace or absolute, as the context; False if outside of the workspace."""
        root = self.root(document)
        if root is None:
            return False
        place = (Path(root) / context).resolve()
        if place != Path(root) and Path(root) not in place.parents:
            return False
        chosen = place.relative_to(root).as_posix()
        self._chosen[document.uri] = "" if chosen == "." else chosen
        self._backed.discard(document.uri)
        self.look(document)
        return True

    def root(self, document: Document) -> str | None:
        """The workspace folder of a Dockerfile or ignore file, with links resolved."""
        folder = (
            uris.to_path(self._session.folder(document.uri))
            if document.is_dockerfile or document.is_ignore_file or document.host_kind or document.inline
            else None
        )
        path = uris.to_path(document.uri)
        if not folder or not path:
            return None
        key = (document.serial, folder)
        if key not in self._roots:
            root = Path(folder).resolve()
            self._roots[key] = str(root) if root in Path(path).resolve().parents else None
        return self._roots[key]

    def chosen(self, document: Document) -> str | None:
        """The context that the user selected for a document."""
        return self._chosen.get(document.uri)

    def known(self, root: str) -> Survey | None:
        """The survey of a folder, if there is one already."""
        return self._surveys.get(str(Path(root).resolve()))

    def survey(self, root: Path) -> Survey:
        """The survey of a folder; if there is none, the folder is read now, on the caller's thread."""
        return self._surveys.get(str(root)) or survey_of(str(root), None, set())

    async def settled(self, document: Document) -> None:
        """Wait until what is known of a document's folder is up to date, but not for ever."""
        root, end = self.root(document), time.monotonic() + LONGEST
        while root in self._busy and time.monotonic() < end:
            await asyncio.sleep(0.02)

    def changed(self, changed: list[str]) -> None:
        """Files were created, deleted or changed: process them soon, together with other changes."""
        for root in self._surveys:
            inside = {path for uri in changed if (path := _below(root, uri))}
            if inside:
                self._waiting.setdefault(root, set()).update(inside)
                if root not in self._busy:
                    self._busy.add(root)
                    self._start(self._work(root, PAUSE))

    async def _work(self, root: str, pause: float = 0.0) -> None:
        try:
            await asyncio.sleep(pause)
            # Hundreds of thousands of long-lived objects are created: garbage collection among them, now and later,
            # would delay keystrokes.
            gc.disable()
            while True:
                paths, wanted = self._waiting.pop(root, set()), self._wanted.pop(root, set())
                old = self._surveys.get(root)
                survey = await asyncio.to_thread(survey_of, root, old, paths, self._unsaved(root))
                for notice in set(survey.notices) - set(old.notices if old else ()):
                    self._session.server.log(notice)
                self._surveys[root] = survey
                await self._place(root, survey, list(self._session.documents) if survey is not old else wanted)
                if root not in self._waiting:
                    return
        finally:
            gc.freeze()
            gc.enable()
            self._busy.discard(root)

    def _unsaved(self, root: str) -> dict[str, str]:
        """The texts of the open ignore files in a folder, by their paths in it."""
        found = {}
        for document in self._session.documents.values():
            path = uris.to_path(document.uri) if document.is_ignore_file else None
            if path is not None and self.root(document) == root:
                found[Path(path).resolve().relative_to(root).as_posix()] = document.snapshot.text.string
        return found

    def _texts(self, root: str) -> dict[str, str]:
        """The texts of the open Dockerfiles and host files in a folder, by their paths in it."""
        found = {}
        for document in self._session.documents.values():
            if not document.is_ignore_file and self.root(document) == root:
                found[self._name(document, root)] = document.snapshot.text.string
        return found

    def _name(self, document: Document, root: str) -> str:
        """The path of a document in its folder, with links resolved; cached."""
        key = document.serial, root
        if key not in self._names:
            self._names[key] = Path(uris.to_path(document.uri) or "").resolve().relative_to(root).as_posix()
        return self._names[key]

    async def _place(self, root: str, survey: Survey, wanted: Iterable[str]) -> None:
        """Set the context of open documents in this folder."""
        changed, placed = False, False
        for uri in wanted:
            document = self._session.documents.get(uri)
            if document is None or self.root(document) != root:
                continue
            name = self._name(document, root)
            if (choice := self._chosen.get(uri)) is not None:
                self._forget(uri, choice, await asyncio.to_thread(self._why_gone, survey, uri, name, choice))
            if document.inline:
                changed |= await self._place_within(document, survey, name)
            if not (document.is_dockerfile or document.is_ignore_file or document.host_kind):
                continue
            chosen, text = self._chosen.get(document.uri), document.snapshot.text.string
            settings = document.config.context, document.config.hosts
            kind = document.host_kind
            texts = self._texts(root) if kind else {}
            about = (text, *texts.items()) if kind else text if document.is_ignore_file else _asked(document)
            made_from = (survey, document.serial, chosen, about, settings)
            if self._placed.get(document.uri) == made_from:
                continue
            if not document.config.context.enable or (kind and not getattr(document.config.hosts, kind)):
                context = None
            elif kind:
                context = await asyncio.to_thread(host_of, survey, name, text, texts, document.context)
            elif document.is_ignore_file:
                context = await asyncio.to_thread(ignore_facts_of, survey, name, text)
            else:
                selection = getattr(document.snapshot, "selection", None)
                context = await asyncio.to_thread(
                    context_of, survey, name, text, (chosen, document.config.context.chosen), selection
                )
            self._placed[document.uri] = made_from
            if self._session.documents.get(document.uri) is not document:
                continue
            placed = placed or document.context is not context
            if document.place(context):
                self._session.server.dirty[document.uri] = document
                changed = True
        self._placed = {uri: found for uri, found in self._placed.items() if uri in self._session.documents}
        serials = {document.serial for document in self._session.documents.values()}
        self._roots = {key: found for key, found in self._roots.items() if key[0] in serials}
        self._names = {key: found for key, found in self._names.items() if key[0] in serials}
        self._session.server.refresh(changed)
        if placed:
            self._session.server.refresh_hints()

    async def _place_within(self, document: Document, survey: Survey, name: str) -> bool:
        """Set the contexts of embedded Dockerfiles; the context of an edited one is that of the saved text."""
        changed = False
        for part in document.inline:
            enabled = document.config.context.enable
            values = getattr(part, "value", ""), getattr(part, "built_as", "")
            value = next((value for value in values if value and survey.builds_of(name, value)), "")
            if enabled and not value:
                continue
            part.built_as = value  # type: ignore[attr-defined]
            chosen, text = (None, document.config.context.chosen), part.snapshot.text.string
            selection = getattr(part.snapshot, "selection", None)
            found = (
                await asyncio.to_thread(context_of, survey, name, text, chosen, selection, value) if enabled else None
            )
            if part.place(found):
                changed = True
                document.edits += 1
                self._session.server.dirty[document.uri] = document
        return changed

    def _why_gone(self, survey: Survey, uri: str, dockerfile: str, chosen: str) -> str:
        """Why a context that the user selected is no longer available; empty if it is."""
        if not survey.has_folder(chosen):
            return f"`{chosen}` no longer contains files" if not survey.listing.partial else ""
        if survey.builds_in(dockerfile, chosen):
            self._backed.add(uri)
            return ""
        return f"no file builds {dockerfile} there now" if uri in self._backed else ""

    def _forget(self, uri: str, chosen: str, why: str) -> None:
        if why and self._chosen.get(uri) == chosen:
            del self._chosen[uri]
            self._backed.discard(uri)
            self._session.server.log(f"The build context `{chosen or '.'}` is no longer selected: {why}")


def _asked(document: Document) -> Any:
    """The sources whose content matters."""
    from dockwright.context.file_facts import asked

    tree = getattr(document.snapshot, "tree", None)
    return asked(tree) if tree is not None else None


def _below(root: str, uri: str) -> str | None:
    """The path of a changed file below a folder; None for others, and for git's own files."""
    path = uris.to_path(uri)
    if path is None or not Path(path).is_relative_to(root):
        return None
    inside = Path(path).relative_to(root).as_posix()
    return None if inside == "." or inside.startswith(".git/") else inside
