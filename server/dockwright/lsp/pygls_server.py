"""The pygls server with the discovered features and commands; loaded after the first diagnostics are sent."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from cattrs.errors import BaseValidationError
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from dockwright import __version__
from dockwright.lsp import commands, features, lifecycle
from dockwright.lsp.registry import COMMANDS, FEATURES, discover
from dockwright.lsp.wire.messages import Messages
from dockwright.lsp.wire.protocol import Protocol

if TYPE_CHECKING:
    from dockwright.lsp.session import Session

Structured = TypeVar("Structured")

discover(features)
discover(commands)


class PyglsServer(LanguageServer):
    """Features and commands for one session."""

    protocol: Protocol

    def __init__(self, session: Session, messages: Messages) -> None:
        super().__init__("dockwright", __version__, protocol_cls=Protocol, converter_factory=default_converter)
        self._session = session
        self.protocol.messages = messages
        registered = self.protocol.fm
        # these never arrive here, but the announced capabilities depend on them
        for method, handler in lifecycle.HANDLERS.items():
            if method not in (types.INITIALIZE, types.INITIALIZED):
                registered.add_builtin_feature(method, partial(handler, session))
        registered.add_builtin_feature(types.WORKSPACE_EXECUTE_COMMAND, self._execute)
        for method, found in FEATURES.items():
            registered.features[method] = partial(found.handler, session)
            if found.options is not None:
                registered.feature_options[method] = found.options
        for name in sorted(COMMANDS):
            registered.commands[name] = partial(COMMANDS[name], session)

    def initialize(self, params: Any) -> types.InitializeResult:
        """Initialize pygls with the client's parameters; returns the capabilities that it would announce."""
        known = types.InitializeParams(types.ClientCapabilities())
        with suppress(BaseValidationError, ValueError, TypeError, KeyError, AttributeError):
            known = self.structure(params, types.InitializeParams)
        steps = self.protocol.lsp_initialize(known)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                result: types.InitializeResult = end.value
                return result

    def structure(self, value: object, kind: type[Structured]) -> Structured:
        """Convert plain values to a type of the protocol."""
        made: Structured = self.protocol._converter.structure(value, kind)
        return made

    @asynccontextmanager
    async def working(self, title: str) -> AsyncIterator[None]:
        """Show progress while the block runs, if the client supports it."""
        token = None
        if self._session.client.shows_progress:
            token = f"dockwright-{id(object())}"
            await self.protocol.progress.create_async(token)
            self.protocol.progress.begin(token, types.WorkDoneProgressBegin(title=title))
        try:
            yield
        finally:
            if token is not None:
                self.protocol.progress.end(token, types.WorkDoneProgressEnd())
                self.protocol.progress.tokens.pop(token, None)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log errors inside pygls."""
        self._session.server.log_crash("pygls", error)

    async def _execute(self, params: types.ExecuteCommandParams) -> Any:
        """Run a command of `commands/`; wrong arguments are an error of the client."""
        handler: Callable[..., Any] | None = self.protocol.fm.commands.get(params.command)
        if handler is None:
            raise JsonRpcInvalidParams(f"Invalid Params: unknown command {params.command}")
        try:
            inspect.signature(handler).bind(*(params.arguments or ()))
        except TypeError as error:
            raise JsonRpcInvalidParams(f"Invalid Params: {params.command}: {error}") from error
        result = handler(*(params.arguments or ()))
        return await result if inspect.iscoroutine(result) else result
