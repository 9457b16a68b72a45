"""The server: handles documents with plain values; pygls and the features are loaded after the first diagnostics."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import sys
import threading
import traceback
from functools import partial
from typing import TYPE_CHECKING

import orjson

from dockwright.lsp import diagnostics, lifecycle
from dockwright.lsp.document import Document
from dockwright.lsp.session import Session
from dockwright.lsp.wire import transport
from dockwright.lsp.wire.messages import ERROR, LOG, WARNING, Messages
from dockwright.lsp.world import World

if TYPE_CHECKING:
    from dockwright.lsp.pygls_server import PyglsServer
    from dockwright.lsp.wire.protocol import Protocol

LATER = (
    "dockwright.lsp.pygls_server",
    "dockwright.ide.hover.hover",
    "dockwright.ide.completion.complete",
    "dockwright.ide.actions.code_action",
)
"""Modules for the first requests after the first diagnostics."""


class Server:
    """One client, one session."""

    def __init__(self, output: transport.Writer) -> None:
        self.dirty: dict[str, Document] = {}
        """Documents whose diagnostics are sent when no message is waiting."""
        self.session = Session(self)
        self.session.world = World(self.session)
        self.stopped: asyncio.Future[int] | None = None
        self._pygls: PyglsServer | None = None
        self._reported = False
        self._loading: threading.Thread | None = None
        messages = self.messages = Messages(output)
        messages.load_rest = lambda: self.protocol
        messages.on_idle = self.publish
        messages.on_exit = self.stop
        messages.on_crash = self.log_crash
        for method, handler in lifecycle.HANDLERS.items():
            messages.plain[method] = partial(handler, self.session)

    @property
    def pygls(self) -> PyglsServer:
        """The pygls server, loaded on first use."""
        if self._pygls is None:
            from dockwright.lsp.pygls_server import PyglsServer

            self._pygls = PyglsServer(self.session, self.messages)
            self._pygls.initialize(self.session.initialize_params)
        return self._pygls

    @property
    def protocol(self) -> Protocol:
        """The protocol of pygls, for requests to the client with types of `lsprotocol`."""
        return self.pygls.protocol

    def publish(self) -> None:
        """Send the diagnostics of documents that changed, unless the client pulls them."""
        for uri, document in list(self.dirty.items()):
            if self.session.client.pulls_diagnostics:
                del self.dirty[uri]
            elif self.session.world.knows(document):
                del self.dirty[uri]
                params = {"uri": uri, "version": document.version, "diagnostics": self.diagnostics(document)}
                self.messages.notify("textDocument/publishDiagnostics", params)
        if self._reported and self._loading is None:
            self._loading = threading.Thread(target=self._load, args=(asyncio.get_running_loop(),), daemon=True)
            self._loading.start()

    def diagnostics(self, document: Document) -> orjson.Fragment:
        """The findings of a document as JSON, even after a crash: a client that gets an error may never ask again."""
        self._reported = True
        try:
            return diagnostics.items(document)
        except Exception as error:  # Values cached across edits may be wrong; compute everything without them.
            self.log_crash("diagnostics", error)
        try:
            document.renew()
            return diagnostics.items(document)
        except Exception as error:
            self.log_crash("diagnostics of a new document", error)
            return orjson.Fragment(b"[]")

    def refresh(self, changed: bool) -> None:
        """Send pending diagnostics; if findings changed without an edit, ask a client that pulls to refresh."""
        if changed and self.session.client.pulls_diagnostics and self.session.client.refreshes_diagnostics:
            self.messages.ask("workspace/diagnostic/refresh")
        self.publish()

    def refresh_hints(self) -> None:
        """Ask a client that shows inlay hints and lenses to refresh: they change without an edit."""
        if self.session.client.refreshes_hints:
            self.messages.ask("workspace/inlayHint/refresh")
        if self.session.client.refreshes_lenses:
            self.messages.ask("workspace/codeLens/refresh")

    def stop(self, code: int) -> None:
        """End the process with an exit status."""
        if self.stopped is not None and not self.stopped.done():
            self.stopped.set_result(code)

    def show(self, message: str, kind: int) -> None:
        """Show the user a message."""
        self.messages.notify("window/showMessage", {"type": kind, "message": self.session.say(message)})

    def log(self, message: str, kind: int = LOG) -> None:
        """Write to the client's log."""
        self.messages.notify("window/logMessage", {"type": kind, "message": self.session.say(message)})

    def log_crash(self, name: str, error: BaseException) -> None:
        """Log the name and the traceback of what crashed, for bug reports."""
        where = "".join(traceback.format_exception(error)).rstrip()
        self.log(f"{name} crashed; this is a bug in Dockwright.\n{where}", ERROR)

    def _load(self, loop: asyncio.AbstractEventLoop) -> None:
        """Load the rest on a thread, so that keystrokes are handled meanwhile."""
        for name in LATER:
            try:
                importlib.import_module(name)
            except Exception as error:  # logged here, and raised again when it is needed
                if not (isinstance(error, ModuleNotFoundError) and error.name == name):
                    loop.call_soon_threadsafe(self.log_crash, f"loading {name}", error)
                    return
        loop.call_soon_threadsafe(lambda: self.pygls)


class _ToClient(logging.Handler):
    """Sends log records of libraries to the client: editors show stderr as an error."""

    def __init__(self, server: Server) -> None:
        super().__init__(logging.WARNING)
        self._server = server

    def emit(self, record: logging.LogRecord) -> None:
        self._server.log(record.getMessage(), ERROR if record.levelno >= logging.ERROR else WARNING)


async def serve(server: Server) -> int:
    """Serve standard input until it ends or the client sends `exit`; returns the exit status."""
    server.stopped = asyncio.get_running_loop().create_future()
    await transport.read_input(server.messages.receive, partial(server.stop, 1))
    return await server.stopped


def main() -> int:
    """Serve one client on standard input and output."""
    server = Server(transport.Writer(transport.private_output()))
    logging.getLogger().addHandler(_ToClient(server))
    # switch threads faster, so that those that read folders do not delay keystrokes
    sys.setswitchinterval(0.001)
    code = asyncio.run(serve(server))
    # threads that wait for a slow file system must not keep a finished server alive
    os._exit(code)
