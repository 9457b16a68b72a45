"""What a session asks of those around it, so that it need not know who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
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
    """Documents whose diagnostics are to be sent when no message is waiting."""
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
        """Send what waits; if findings changed without a keystroke, ask a client that pulls to do so again."""

    def refresh_hints(self) -> None:
        """Ask a client that shows inlay hints to do so again."""

    def show(self, message: str, kind: int) -> None:
        """Show the user a message."""

    def log(self, message: str, kind: int = ...) -> None:
        """Write to the client's log."""

    def log_crash(self, name: str, error: BaseException) -> None:
        """Log by name what crashed."""


class Contexts(Protocol):
    """The build contexts of documents."""

    def look(self, document: Document) -> None:
        """Find the context of a document."""

    def look_into(self, document: Document) -> None:
        """The same, for a document that was opened."""

    def look_at_hosts(self, besides: Document | None = None) -> None:
        """Find out anew what open host files say, since another document has changed."""

    def choose(self, document: Document, context: str) -> bool:
        """Take a folder for the context; whether that can be."""

    def root(self, document: Document) -> str | None:
        """The folder in which builds of a document are looked for."""

    def chosen(self, document: Document) -> str | None:
        """The folder that was chosen for its context."""

    def known(self, root: str) -> Survey | None:
        """What is known of a folder."""

    async def settled(self, document: Document) -> None:
        """Wait until what is known of a document's folder is up to date."""

    def survey(self, root: Path) -> Survey:
        """What there is in a folder, looked up if it is not known."""

    def changed(self, changed: list[str]) -> None:
        """Files have changed, given by their uris."""


class ShellChecks(Protocol):
    """What ShellCheck says of documents."""

    def look(self, document: Document) -> None:
        """Ask about a document, when it has settled."""


class Histories(Protocol):
    """What git's history says of the cache."""

    def of(self, document: Document) -> CopyChanges | None:
        """What is known by now of a Dockerfile; what is not is looked up in the background."""


class World(Protocol):
    """What lies around the documents: settings in files, build contexts, other programs."""

    @property
    def contexts(self) -> Contexts:
        """The build contexts of documents."""

    @property
    def shellchecks(self) -> ShellChecks:
        """What ShellCheck says of documents."""

    @property
    def histories(self) -> Histories:
        """What git's history says of the cache."""

    def file_config(self, document: Document) -> Config:
        """What the nearest file with settings says."""

    def folder_of(self, document: Document) -> str:
        """The folder of a document whose settings count."""

    def knows(self, document: Document) -> bool:
        """Whether these settings have been read."""

    def look(self, document: Document) -> None:
        """Look at what lies around a document that was opened."""

    def changed(self, changed: list[str]) -> None:
        """Files have changed, given by their uris."""
