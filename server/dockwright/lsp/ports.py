"""The interfaces that a session uses, so that it does not depend on their implementations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    import orjson

    from dockwright.config import Config
    from dockwright.context.survey import Survey
    from dockwright.lsp.document import Document
    from dockwright.lsp.wire.messages import Messages
    from dockwright.plan.copy_changes import CopyChanges


class Host(Protocol):
    """The server."""

    dirty: dict[str, Document]
    """Documents whose diagnostics are sent when no message is waiting."""
    messages: Messages

    @property
    def pygls(self) -> Any:
        """The pygls server."""

    @property
    def protocol(self) -> Any:
        """Its protocol, to send requests with."""

    def diagnostics(self, document: Document) -> orjson.Fragment:
        """The findings of a document as JSON."""

    def refresh(self, changed: bool) -> None:
        """Send pending diagnostics; if findings changed without an edit, ask a client that pulls to refresh."""

    def refresh_hints(self) -> None:
        """Ask a client that shows inlay hints to refresh."""

    def show(self, message: str, kind: int) -> None:
        """Show the user a message."""

    def log(self, message: str, kind: int = ...) -> None:
        """Write to the client's log."""

    def log_crash(self, name: str, error: BaseException) -> None:
        """Log the name of what crashed."""


class Contexts(Protocol):
    """The build contexts of documents."""

    def look(self, document: Document) -> None:
        """Find the context of a document."""

    def look_into(self, document: Document) -> None:
        """Like `look`, for a document that was opened."""

    def look_at_hosts(self, besides: Document | None = None) -> None:
        """Compute the facts of open host files again, because another document has changed."""

    def choose(self, document: Document, context: str) -> bool:
        """Use a folder as the context; returns whether that is possible."""

    def root(self, document: Document) -> str | None:
        """The folder in which builds of a document are searched."""

    def chosen(self, document: Document) -> str | None:
        """The folder selected as its context."""

    def known(self, root: str) -> Survey | None:
        """The survey of a folder, if there is one already."""

    async def settled(self, document: Document) -> None:
        """Wait until what is known of a document's folder is up to date."""

    def survey(self, root: Path) -> Survey:
        """The survey of a folder; it is read if there is none."""

    def changed(self, changed: list[str]) -> None:
        """Files, given by their URIs, have changed."""


class ShellChecks(Protocol):
    """ShellCheck's remarks on documents."""

    def look(self, document: Document) -> None:
        """Run ShellCheck on a document after a pause."""


class Histories(Protocol):
    """Numbers from git's history about the cache."""

    def of(self, document: Document) -> CopyChanges | None:
        """The numbers for a Dockerfile, if already known; otherwise they are computed in the background."""


class World(Protocol):
    """The environment of documents: configuration files, build contexts, other programs."""

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background."""

    @property
    def contexts(self) -> Contexts:
        """The build contexts of documents."""

    @property
    def shellchecks(self) -> ShellChecks:
        """ShellCheck's remarks on documents."""

    @property
    def histories(self) -> Histories:
        """Numbers from git's history about the cache."""

    def file_config(self, document: Document) -> Config:
        """The settings of the nearest configuration file."""

    def folder_of(self, document: Document) -> str:
        """The workspace folder whose settings apply to a document."""

    def knows(self, document: Document) -> bool:
        """Whether these settings have been read."""

    def look(self, document: Document) -> None:
        """Read the environment of a document that was opened."""

    def changed(self, changed: list[str]) -> None:
        """Files, given by their URIs, have changed."""
