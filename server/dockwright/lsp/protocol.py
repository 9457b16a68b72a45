"""JSON-RPC on top of pygls: one parse a message, requests that can still be cancelled, one answer lost a crash."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from cattrs.errors import BaseValidationError
from lsprotocol import types
from pygls import exceptions as errors
from pygls.protocol import LanguageServerProtocol

from dockwright.lsp.transport import Writer

FIRST = {types.INITIALIZE, types.EXIT}


class Protocol(LanguageServerProtocol):
    """Takes the bodies of messages and gives each to its handler, one a turn of the event loop."""

    output: Writer
    raw: dict[str, Callable[[Any], None]]
    """Notifications whose handler takes the plain parameters, because every keystroke sends one."""
    on_idle: Callable[[], None]
    on_exit: Callable[[int], None]
    on_crash: Callable[[str, BaseException], None]

    def __init__(self, server: Any, converter: Any) -> None:
        super().__init__(server, converter)
        self.raw = {}
        self.pending: deque[dict[str, Any]] = deque()
        self._draining = False
        self._initialized = False

    def receive(self, bodies: list[bytes], skipped: int = 0) -> None:
        """Queue messages; a cancellation meets its request here if that has not started."""
        if skipped:
            self._refuse(None, errors.JsonRpcParseError("Parse Error: a message without a usable Content-Length"))
        for body in bodies:
            try:
                message = orjson.loads(body)
            except orjson.JSONDecodeError as error:
                self._refuse(None, errors.JsonRpcParseError.of(error))
                continue
            if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
                identity = message.get("id") if isinstance(message, dict) else None
                self._refuse(identity, errors.JsonRpcInvalidRequest("Invalid Request: not a JSON-RPC 2.0 message"))
            elif message.get("method") == types.CANCEL_REQUEST:
                self._cancel(message.get("params"))
            else:
                self.pending.append(message)
        self._schedule()

    def notify_raw(self, method: str, params: object) -> None:
        """Send a notification whose parameters are plain values, or JSON already."""
        self.output.send(orjson.dumps({"jsonrpc": "2.0", "method": method, "params": params}))

    def _schedule(self) -> None:
        if not self._draining and self.pending:
            self._draining = True
            asyncio.get_running_loop().call_soon(self._drain)

    def _drain(self) -> None:
        self._draining = False
        if self.pending:
            self._dispatch(self.pending.popleft())
        self._schedule()
        if not self.pending:
            self.on_idle()

    def _dispatch(self, message: dict[str, Any]) -> None:
        method, identity = message.get("method"), message.get("id")
        if method is None:
            self._answered(message)
        elif not isinstance(method, str) or not (identity is None or isinstance(identity, str | int)):
            self._refuse(identity, errors.JsonRpcInvalidRequest("Invalid Request: bad method or id"))
        elif "id" in message:
            self._request(identity, method, message)
        else:
            self._notification(method, message)

    def _request(self, identity: Any, method: str, message: dict[str, Any]) -> None:
        try:
            if not self._initialized and method not in FIRST:
                raise errors.JsonRpcServerNotInitialized("The first request must be `initialize`")
            if self._shutdown or (self._initialized and method == types.INITIALIZE):
                raise errors.JsonRpcInvalidRequest(f"Invalid Request: {method} is out of order")
            handler = self._get_handler(method)
            params = self._params(method, message)
        except errors.JsonRpcException as error:
            self._refuse(identity, error)
            return
        self._initialized = True
        self._ctx_msg_id.set(identity)
        self._execute_handler(identity, handler, partial(self._finished, identity, method), args=(params,))

    def _notification(self, method: str, message: dict[str, Any]) -> None:
        if method == types.EXIT:
            self.on_exit(0 if self._shutdown else 1)
            return
        if not self._initialized or self._shutdown:
            return
        try:
            if raw := self.raw.get(method):
                raw(message.get("params"))
                return
            handler = self.fm.builtin_features.get(method) or self.fm.features.get(method)
            if handler is not None:
                params = self._params(method, message)
                self._execute_handler("", handler, partial(self._finished, None, method), args=(params,))
        except Exception as error:  # The one place where a notification's handler may crash.
            self.on_crash(method, error)

    def _finished(self, identity: Any, method: str, future: Any) -> None:
        """Answer a request with what its handler returned; a crash costs this one answer and is logged by name."""
        self._request_futures.pop(identity, None)
        if future.cancelled():
            failure: BaseException | None = errors.JsonRpcRequestCancelled("Request Cancelled")
        else:
            failure = future.exception()
        if failure is None and identity is not None:
            try:
                result = self._converter.unstructure(future.result())
                self.output.send(orjson.dumps({"id": identity, "jsonrpc": "2.0", "result": result}))
                return
            except Exception as error:  # A handler that returned what cannot be sent has crashed as well.
                failure = error
        if failure is None:
            return
        if not isinstance(failure, errors.JsonRpcException):
            self.on_crash(method, failure)
            failure = errors.JsonRpcInternalError(f"{method} failed: {type(failure).__name__}: {failure}")
        if identity is not None:
            self._refuse(identity, failure)

    def _answered(self, message: dict[str, Any]) -> None:
        """The client answers a request of ours."""
        identity = message.get("id")
        if not isinstance(identity, str | int):
            return
        future = self._request_futures.pop(identity, None)
        if future is None or future.done():
            return
        kind = self._result_types.pop(identity, None)
        try:
            if isinstance(error := message.get("error"), dict):
                future.set_exception(errors.JsonRpcException(str(error.get("message")), error.get("code")))
            else:
                future.set_result(self._converter.structure(message, kind).result if kind else message.get("result"))
        except (BaseValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
            future.set_exception(errors.JsonRpcInternalError(f"The client's answer makes no sense: {error}"))

    def _params(self, method: str, message: dict[str, Any]) -> Any:
        kind = self.get_message_type(method)
        if kind is None:
            return message.get("params")
        try:
            return getattr(self._converter.structure(message, kind), "params", None)
        except (BaseValidationError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise errors.JsonRpcInvalidParams(f"Invalid Params: {method}: {_first_line(error)}") from error

    def _cancel(self, params: object) -> None:
        identity = params.get("id") if isinstance(params, dict) else None
        for message in self.pending:
            if message.get("id") == identity and "method" in message and identity is not None:
                self.pending.remove(message)
                self._refuse(identity, errors.JsonRpcRequestCancelled("Request Cancelled"))
                return
        if isinstance(identity, str | int) and (future := self._request_futures.get(identity)):
            future.cancel()

    def _refuse(self, identity: Any, error: errors.JsonRpcException) -> None:
        body = {"code": error.code, "message": error.message}
        if not isinstance(identity, str | int | None):
            identity = None
        self.output.send(orjson.dumps({"id": identity, "jsonrpc": "2.0", "error": body}))

    def _send_data(self, data: Any) -> None:
        """What pygls itself sends: notifications and our requests to the client."""
        self.output.send(orjson.dumps(self._converter.unstructure(data)))


def _first_line(error: BaseException) -> str:
    inner = getattr(error, "exceptions", None)
    while inner:
        error = inner[0]
        inner = getattr(error, "exceptions", None)
    return f"{type(error).__name__}: {error}".splitlines()[0]
