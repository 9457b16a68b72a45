"""JSON-RPC: one message per turn of the event loop, queued requests can be cancelled, a crash costs one response."""

from __future__ import annotations

import asyncio
import inspect
import itertools
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import orjson

from dockwright.lsp.wire.transport import Writer

ERROR, WARNING, INFO, LOG = 1, 2, 3, 4
"""Message types, as LSP numbers them."""

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
NOT_INITIALIZED = -32002
CANCELLED = -32800


class Refused(Exception):
    """Why a request failed, with the error code of JSON-RPC or LSP."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Rest(Protocol):
    """Handles the messages without a handler for plain values."""

    def request(self, identity: Any, method: str, message: dict[str, Any]) -> None: ...
    def notification(self, method: str, message: dict[str, Any]) -> None: ...
    def answered(self, message: dict[str, Any]) -> None: ...
    def cancel(self, identity: Any) -> None: ...
    def cancel_all(self) -> None: ...


class Messages:
    """Dispatches messages to their handlers, one per turn of the event loop."""

    load_rest: Callable[[], Rest]
    on_idle: Callable[[], None]
    on_exit: Callable[[int], None]
    on_crash: Callable[[str, BaseException], None]

    def __init__(self, output: Writer) -> None:
        self.plain: dict[str, Callable[[Any], Any]] = {"shutdown": self._shut_down}
        """Handlers with plain parameters, by method; they return plain values, or JSON."""
        self.rest: Rest | None = None
        """Set once it is loaded."""
        self._output = output
        self._pending: deque[dict[str, Any]] = deque()
        self._draining = False
        self._initialized = False
        self._is_shut_down = False
        self._asked: dict[str, asyncio.Future[Any]] = {}
        self._ids = itertools.count(1)
        self._tasks: set[asyncio.Task[Any]] = set()

    def receive(self, bodies: list[bytes], skipped: int = 0) -> None:
        """Queue messages; a cancellation removes its request from the queue if that has not started."""
        if skipped:
            self.refuse(None, PARSE_ERROR, "Parse Error: a message without a usable Content-Length")
        for body in bodies:
            try:
                message = orjson.loads(body)
            except orjson.JSONDecodeError as error:
                self.refuse(None, PARSE_ERROR, f"Parse Error: {error}")
                continue
            if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
                identity = message.get("id") if isinstance(message, dict) else None
                self.refuse(identity, INVALID_REQUEST, "Invalid Request: not a JSON-RPC 2.0 message")
            elif message.get("method") == "$/cancelRequest":
                self._cancel(message.get("params"))
            else:
                self._pending.append(message)
        self._schedule()

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object = None) -> asyncio.Future[Any]:
        """Send a request to the client; returns a future with its result or `Refused`, which may be ignored."""
        identity = f"dockwright-{next(self._ids)}"
        future = self._asked[identity] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda future: future.cancelled() or future.exception())
        self.send({"id": identity, "jsonrpc": "2.0", "method": method, "params": params})
        return future

    def answer(self, identity: Any, result: object) -> None:
        """Send the result of a request."""
        self.send({"id": identity, "jsonrpc": "2.0", "result": result})

    def refuse(self, identity: Any, code: int | None, message: str | None) -> None:
        """Send an error for a request."""
        if not isinstance(identity, str | int | None):
            identity = None
        self.send({"id": identity, "jsonrpc": "2.0", "error": {"code": code, "message": message}})

    def send(self, message: object) -> None:
        """Send a message."""
        self._output.send(orjson.dumps(message))

    def _schedule(self) -> None:
        if not self._draining and self._pending:
            self._draining = True
            asyncio.get_running_loop().call_soon(self._drain)

    def _drain(self) -> None:
        self._draining = False
        if self._pending:
            self._dispatch(self._pending.popleft())
        self._schedule()
        if not self._pending:
            self.on_idle()

    def _dispatch(self, message: dict[str, Any]) -> None:
        method, identity = message.get("method"), message.get("id")
        if method is None:
            self._answered(message)
        elif not isinstance(method, str) or not (identity is None or isinstance(identity, str | int)):
            self.refuse(identity, INVALID_REQUEST, "Invalid Request: bad method or id")
        elif method == "exit":
            self.on_exit(0 if self._is_shut_down else 1)
        elif "id" in message:
            self._request(identity, method, message)
        elif self._initialized and not self._is_shut_down:
            self._notification(method, message)

    def _request(self, identity: Any, method: str, message: dict[str, Any]) -> None:
        try:
            if not self._initialized and method != "initialize":
                raise Refused(NOT_INITIALIZED, "The first request must be `initialize`")
            if self._is_shut_down or (self._initialized and method == "initialize"):
                raise Refused(INVALID_REQUEST, f"Invalid Request: {method} is out of order")
            if handler := self.plain.get(method):
                self.answer(identity, handler(message.get("params")))
                self._initialized = True
            else:
                self._the_rest().request(identity, method, message)
        except Refused as error:
            self.refuse(identity, error.code, error.message)
        except Exception as error:  # the only place where a request's plain handler may crash
            self.on_crash(method, error)
            self.refuse(identity, INTERNAL_ERROR, f"{method} failed: {type(error).__name__}: {error}")

    def _notification(self, method: str, message: dict[str, Any]) -> None:
        try:
            if handler := self.plain.get(method):
                result = handler(message.get("params"))
                if inspect.iscoroutine(result):
                    task = asyncio.ensure_future(self._finish(method, result))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)
            else:
                self._the_rest().notification(method, message)
        except Exception as error:  # the only place where a notification's handler may crash
            self.on_crash(method, error)

    async def _finish(self, method: str, work: Any) -> None:
        try:
            await work
        except Exception as error:
            self.on_crash(method, error)

    def _the_rest(self) -> Rest:
        if self.rest is None:
            self.rest = self.load_rest()
        return self.rest

    def _answered(self, message: dict[str, Any]) -> None:
        """Handle the client's response to our request."""
        identity = message.get("id")
        future = self._asked.pop(identity, None) if isinstance(identity, str) else None
        if future is not None and not future.done():
            if isinstance(error := message.get("error"), dict):
                future.set_exception(Refused(error.get("code", INTERNAL_ERROR), str(error.get("message"))))
            else:
                future.set_result(message.get("result"))
        elif self.rest is not None:
            self.rest.answered(message)

    def _cancel(self, params: object) -> None:
        identity = params.get("id") if isinstance(params, dict) else None
        for message in self._pending:
            if message.get("id") == identity and "method" in message and identity is not None:
                self._pending.remove(message)
                self.refuse(identity, CANCELLED, "Request Cancelled")
                return
        if isinstance(identity, str | int) and self.rest is not None:
            self.rest.cancel(identity)

    def _shut_down(self, _: object) -> None:
        if self.rest is not None:
            self.rest.cancel_all()
        self._is_shut_down = True
