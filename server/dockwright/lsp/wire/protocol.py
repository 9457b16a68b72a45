"""pygls' protocol on top of our message queue: requests and notifications with types of `lsprotocol`."""

from __future__ import annotations

from functools import partial
from typing import Any

from cattrs.errors import BaseValidationError
from pygls import exceptions as errors
from pygls.protocol import LanguageServerProtocol

from dockwright.lsp.wire.messages import Messages


class Protocol(LanguageServerProtocol):
    """Handles the messages whose handlers take types of `lsprotocol`."""

    messages: Messages

    def request(self, identity: Any, method: str, message: dict[str, Any]) -> None:
        """Start to handle a request."""
        try:
            handler = self._get_handler(method)
            params = self._params(method, message)
        except errors.JsonRpcException as error:
            self.messages.refuse(identity, error.code, error.message)
            return
        self._ctx_msg_id.set(identity)
        self._execute_handler(identity, handler, partial(self._finished, identity, method), args=(params,))

    def notification(self, method: str, message: dict[str, Any]) -> None:
        """Handle a notification."""
        handler = self.fm.builtin_features.get(method) or self.fm.features.get(method)
        if handler is not None:
            params = self._params(method, message)
            self._execute_handler("", handler, partial(self._finished, None, method), args=(params,))

    def answered(self, message: dict[str, Any]) -> None:
        """Handle the client's response to a handler's request."""
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
            future.set_exception(errors.JsonRpcInternalError(f"Invalid answer from the client: {error}"))

    def cancel(self, identity: Any) -> None:
        """Cancel a running request."""
        if future := self._request_futures.get(identity):
            future.cancel()

    def cancel_all(self) -> None:
        """Cancel all running requests."""
        for future in list(self._request_futures.values()):
            future.cancel()

    def _finished(self, identity: Any, method: str, future: Any) -> None:
        """Send the result of a handler; a crash costs this response and is logged by name."""
        self._request_futures.pop(identity, None)
        if future.cancelled():
            failure: BaseException | None = errors.JsonRpcRequestCancelled("Request Cancelled")
        else:
            failure = future.exception()
        if failure is None and identity is not None:
            try:
                self.messages.answer(identity, self._converter.unstructure(future.result()))
                return
            except Exception as error:  # a handler with a result that cannot be serialized has crashed as well
                failure = error
        if failure is None:
            return
        if not isinstance(failure, errors.JsonRpcException):
            self.messages.on_crash(method, failure)
            failure = errors.JsonRpcInternalError(f"{method} failed: {type(failure).__name__}: {failure}")
        if identity is not None:
            self.messages.refuse(identity, failure.code, failure.message)

    def _params(self, method: str, message: dict[str, Any]) -> Any:
        kind = self.get_message_type(method)
        if kind is None:
            return message.get("params")
        try:
            return getattr(self._converter.structure(message, kind), "params", None)
        except (BaseValidationError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise errors.JsonRpcInvalidParams(f"Invalid Params: {method}: {_first_line(error)}") from error

    def _send_data(self, data: Any) -> None:
        """Send what pygls itself sends: notifications and requests to the client."""
        self.messages.send(self._converter.unstructure(data))


def _first_line(error: BaseException) -> str:
    inner = getattr(error, "exceptions", None)
    while inner:
        error = inner[0]
        inner = getattr(error, "exceptions", None)
    return f"{type(error).__name__}: {error}".splitlines()[0]
