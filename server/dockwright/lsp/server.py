"""The server: pygls with our own transport and text store, and the features and commands that were found."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

import orjson
from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from dockwright import __version__
from dockwright.lsp import commands, diagnostics, features, lifecycle, transport
from dockwright.lsp.document import Document
from dockwright.lsp.protocol import Protocol
from dockwright.lsp.registry import COMMANDS, FEATURES, discover
from dockwright.lsp.session import Session
from dockwright.lsp.world import World

Structured = TypeVar("Structured")


class Server(LanguageServer):
    """One client, one session."""

    protocol: Protocol

    def __init__(self, output: transport.Writer) -> None:
        super().__init__("dockwright", __version__, protocol_cls=Protocol, converter_factory=default_converter)
        self.dirty: dict[str, Document] = {}
        """Documents whose diagnostics are to be sent when no message is waiting."""
        self.session = Session(self)
        self.session.world = World(self.session)
        self.stopped: asyncio.Future[int] | None = None
        protocol = self.protocol
        protocol.output = output
        protocol.on_idle = self.publish
        protocol.on_exit = self.stop
        protocol.on_crash = self.log_crash
        protocol.raw[types.TEXT_DOCUMENT_DID_CHANGE] = partial(lifecycle.did_change, self.session)
        for method, handler in lifecycle.HANDLERS.items():
            protocol.fm.add_builtin_feature(method, partial(handler, self.session))
        discover(features)
        discover(commands)
        for method, found in FEATURES.items():
            protocol.fm.features[method] = partial(found.handler, self.session)
            if found.options is not None:
                protocol.fm.feature_options[method] = found.options
        for name in COMMANDS:
            protocol.fm.commands[name] = partial(COMMANDS[name], self.session)

    def publish(self) -> None:
        """Send the diagnostics of documents that changed, unless the client pulls them."""
        for uri, document in list(self.dirty.items()):
            if self.session.client.pulls_diagnostics:
                del self.dirty[uri]
            elif self.session.world.knows(document):
                del self.dirty[uri]
                params = {"uri": uri, "version": document.version, "diagnostics": self.diagnostics(document)}
                self.protocol.notify_raw(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def diagnostics(self, document: Document) -> orjson.Fragment:
        """The findings of a document as JSON, whatever happens: a client that gets an error may never ask again."""
        try:
            return diagnostics.items(document)
        except Exception as error:  # What is kept from edit to edit may be at fault; without it all is computed.
            self.log_crash("diagnostics", error)
        try:
            document.renew()
            return diagnostics.items(document)
        except Exception as error:
            self.log_crash("diagnostics of a new document", error)
            return orjson.Fragment(b"[]")

    def refresh(self, changed: bool) -> None:
        """Send what waits; if findings changed without a keystroke, ask a client that pulls to do so again."""
        if changed and self.session.client.pulls_diagnostics and self.session.client.refreshes_diagnostics:
            self.protocol.send_request(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        self.publish()

    def structure(self, value: object, kind: type[Structured]) -> Structured:
        """A value of the protocol from plain values."""
        made: Structured = self.protocol._converter.structure(value, kind)
        return made

    def stop(self, code: int) -> None:
        """End the process with an exit code."""
        if self.stopped is not None and not self.stopped.done():
            self.stopped.set_result(code)

    def show(self, message: str, kind: types.MessageType) -> None:
        """Show the user a message."""
        self.protocol.notify_raw(types.WINDOW_SHOW_MESSAGE, {"type": int(kind), "message": message})

    def log(self, message: str, kind: types.MessageType = types.MessageType.Log) -> None:
        """Write to the client's log."""
        self.protocol.notify_raw(types.WINDOW_LOG_MESSAGE, {"type": int(kind), "message": message})

    def log_crash(self, name: str, error: BaseException) -> None:
        """Log by name what crashed, with where, so that it can be reported and mended."""
        where = "".join(traceback.format_exception(error)).rstrip()
        self.log(f"{name} crashed; this is a bug in Dockwright.\n{where}", types.MessageType.Error)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """What pygls itself could not do."""
        self.log_crash("pygls", error)

    @asynccontextmanager
    async def working(self, title: str) -> AsyncIterator[None]:
        """Show that something takes long while the block runs, where the client can."""
        token = None
        if self.session.client.shows_progress:
            token = f"dockwright-{id(object())}"
            await self.protocol.progress.create_async(token)
            self.protocol.progress.begin(token, types.WorkDoneProgressBegin(title=title))
        try:
            yield
        finally:
            if token is not None:
                self.protocol.progress.end(token, types.WorkDoneProgressEnd())
                self.protocol.progress.tokens.pop(token, None)


class _ToClient(logging.Handler):
    """Log records of libraries, sent to the client: what is on stderr is shown to users as an error."""

    def __init__(self, server: Server) -> None:
        super().__init__(logging.WARNING)
        self._server = server

    def emit(self, record: logging.LogRecord) -> None:
        kind = types.MessageType.Error if record.levelno >= logging.ERROR else types.MessageType.Warning
        self._server.log(record.getMessage(), kind)


async def serve(server: Server) -> int:
    """Serve standard input until it ends or the client says `exit`; the exit code."""
    server.stopped = asyncio.get_running_loop().create_future()
    await transport.read_input(server.protocol.receive, partial(server.stop, 1))
    return await server.stopped


def main() -> int:
    """Serve one client on standard input and output."""
    server = Server(transport.Writer(transport.private_output()))
    logging.getLogger().addHandler(_ToClient(server))
    # Threads that read folders give way to keystrokes sooner than they otherwise would.
    sys.setswitchinterval(0.001)
    code = asyncio.run(serve(server))
    # Threads that still wait for a slow file system must not keep a finished server alive.
    os._exit(code)


def fragment(value: object) -> orjson.Fragment:
    """JSON that is not looked into again on its way out."""
    return orjson.Fragment(orjson.dumps(value))
