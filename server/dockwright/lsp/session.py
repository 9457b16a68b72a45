"""The only mutable state: open documents, settings, workspace folders and the client's capabilities."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dockwright.config import Config
from dockwright.config.reading import FILE_ONLY, Problem, camel, layered, read
from dockwright.frozen import replace
from dockwright.l10n.catalogue import catalogue, known
from dockwright.l10n.parts import said
from dockwright.lsp import inline, uris
from dockwright.lsp.client import Client
from dockwright.lsp.document import Document
from dockwright.lsp.engine import misnamed
from dockwright.lsp.wire.messages import WARNING

if TYPE_CHECKING:
    from lsprotocol import types

    from dockwright.lsp.ports import Host, World

REST = 1.0
"""Seconds without a keystroke after which held-back findings are shown, except in the instruction at the cursor."""
LONG_REST = 5.0
"""Seconds after which these are shown, too: editors do not tell whether a completion list is open."""


class Session:
    """The state between `initialize` and `exit`."""

    world: World

    def __init__(self, server: Host) -> None:
        self.server = server
        self.client = Client()
        self.documents: dict[str, Document] = {}
        self.folders: list[str] = []
        self.settings: dict[str, Config] = {"": Config()}
        """The editor's settings, by workspace folder; "" is for files outside of all folders."""
        self.initialize_params: Mapping[str, Any] = {"capabilities": {}}
        self._rests: dict[str, asyncio.TimerHandle] = {}
        """Timers of the documents in which the user types, by URI."""
        self._named: set[Problem] = set()

    def start(self, params: Mapping[str, Any]) -> None:
        """Read the parameters of `initialize`."""
        self.initialize_params = params
        self.client = Client.of(params["capabilities"], params.get("locale"))
        self.folders = [folder["uri"] for folder in params.get("workspaceFolders") or ()]
        if not self.folders and params.get("rootUri"):
            self.folders = [params["rootUri"]]
        self.settings[""] = self._read(_section(params.get("initializationOptions")))

    def say(self, english: str) -> str:
        """A message to the user, in the language of the editor's settings or of the editor."""
        return said(catalogue(self.settings[""].locale or self.client.locale), english, foreign=True)

    def document(self, uri: str) -> Document | None:
        """The open document with this URI."""
        return self.documents.get(uri)

    def dockerfile(self, uri: str) -> Document | None:
        """The open document with this URI, if it is a Dockerfile."""
        document = self.documents.get(uri)
        return document if document is not None and document.is_dockerfile else None

    def at(self, uri: str, position: types.Position) -> Document | None:
        """The open document with this URI, or the Dockerfile embedded in it at a position."""
        document = self.documents.get(uri)
        return inline.at(document, position) if document is not None else None

    def dockerfile_at(self, uri: str, position: types.Position) -> Document | None:
        """The Dockerfile at a position of an open document: the document itself, or an embedded one."""
        document = self.at(uri, position)
        return document if document is not None and document.is_dockerfile else None

    def host_at(self, uri: str, position: types.Position) -> Document | None:
        """The host file at a position outside of embedded Dockerfiles."""
        document = self.at(uri, position)
        return document if document is not None and document.host_kind else None

    def host(self, uri: str) -> Document | None:
        """The open document with this URI, if it is a host file."""
        document = self.documents.get(uri)
        return document if document is not None and document.host_kind else None

    def open(self, item: Mapping[str, Any]) -> Document:
        """A document was opened, or opened again with another text."""
        document = Document(item["uri"], item["version"], item["languageId"], item["text"], self.client, Config())
        self.documents[document.uri] = document
        document.configure(self.config(document))
        inline.follow(document)
        return document

    def folder(self, uri: str) -> str:
        """The innermost workspace folder that contains a URI, or ""."""
        holding = [folder for folder in self.folders if uris.is_below(uri, folder)]
        return max(holding, key=len, default="")

    def config(self, document: Document) -> Config:
        """The settings for a document: the editor's override those of the nearest configuration file."""
        folder = self.folder(document.uri)
        editor = self.settings.get(folder, self.settings[""])
        below = document.uri[len(folder) :].lstrip("/") if folder else uris.name(document.uri)
        config = layered(self.world.file_config(document), editor.for_path(below))
        if not config.locale and (language := known(self.client.locale)):
            config = replace(config, locale=language)
        self.name_problems(misnamed(config))
        return config

    def attend(self, document: Document, line: int | None = None) -> None:
        """The user has saved a document, or the cursor is on a line of it: report held-back findings."""
        if line is None and (timer := self._rests.pop(document.uri, None)):
            timer.cancel()
        if document.moved_on(line):
            self.server.dirty[document.uri] = document
            self.server.refresh(True)

    def typed(self, document: Document) -> None:
        """The user has typed: held-back findings are reported after a pause."""
        if timer := self._rests.pop(document.uri, None):
            timer.cancel()
        if document.typing is not None:
            self._rests[document.uri] = asyncio.get_running_loop().call_later(REST, self._rested, document)

    def _rested(self, document: Document) -> None:
        if self.documents.get(document.uri) is not document:
            return
        if document.rested or document.typing is None:
            self.attend(document)
            return
        later = asyncio.get_running_loop().call_later(LONG_REST - REST, self._rested, document)
        self._rests[document.uri] = later
        if document.rest():
            self.server.dirty[document.uri] = document
            self.server.refresh(True)

    def configure(self, folder: str, settings: object) -> None:
        """Set the editor's settings for a folder, or for files outside if it is ""."""
        self.settings[folder] = self._read(settings)

    def reconfigure(self, path: Path | None = None) -> None:
        """Settings may have changed for the files in one folder or for all: report where they did."""
        changed = False
        for document in self.documents.values():
            if (path is None or self.world.folder_of(document) == str(path)) and document.configure(
                self.config(document)
            ):
                changed = True
                inline.follow(document)
                self.server.dirty[document.uri] = document
                self.world.contexts.look(document)
        self.server.refresh(changed)

    def fresh(self, problems: Iterable[Problem]) -> list[Problem]:
        """The invalid settings that the user has not been told of, once for each."""
        found = [problem for problem in problems if problem not in self._named]
        self._named.update(found)
        return found

    def name_problems(self, problems: Iterable[Problem]) -> None:
        """Tell the user about invalid settings of the editor."""
        for problem in self.fresh(problems):
            self.server.show(f"Dockwright: in the settings, {problem}", WARNING)

    def _read(self, settings: object) -> Config:
        config, problems = read(settings)
        alone = Config()
        names = [name for name in FILE_ONLY if getattr(config, name) != getattr(alone, name)]
        told = (Problem(camel(name), "only works in a file such as `dockwright.toml`; ignored here") for name in names)
        self.name_problems((*problems, *told))
        return replace(config, **{name: getattr(alone, name) for name in names})


def _section(options: Any) -> Any:
    """Our section in an editor's settings: all of it, or the part under our name, or under `settings`."""
    if isinstance(options, Mapping):
        for name in ("dockwright", "settings"):
            if isinstance(options.get(name), Mapping):
                return _section(options[name])
    return options


def changed_settings(settings: object) -> Any:
    """Our section in `didChangeConfiguration`; None if there is none."""
    if not isinstance(settings, Mapping) or not settings:
        return None
    if isinstance(settings.get("dockwright"), Mapping):
        return settings["dockwright"]
    if isinstance(settings.get("docker"), Mapping):
        return {"docker": settings["docker"]}
    return _section(settings)
