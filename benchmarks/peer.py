"""A client that measures one server over standard input and output."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

URI = "file:///nowhere/Dockerfile"
SECONDS = 60


class Slow(Exception):
    """The server did not answer in time, or does not support the request."""


class Peer:
    """A server under measurement; times are in milliseconds."""

    def __init__(
        self,
        command: list[str],
        language: str = "dockerfile",
        environment: dict[str, str] | None = None,
        settings: object = None,
        root: Path | None = None,
        pulls: bool = False,
        more: dict[str, dict[str, Any]] | None = None,
    ) -> None:
        self._language = language
        self._root = root
        self._result_id: str | None = None
        self.uri = URI if root is None else (root / "Dockerfile").as_uri()
        self.logged: list[str] = []
        """The server's log messages."""
        self._buffer = b""
        self._version = 1
        self._ids = 0
        self._arrived = 0.0
        started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
        )
        features: dict[str, Any] = {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}}
        capabilities: dict[str, Any] = {"textDocument": features}
        if pulls:
            features["diagnostic"] = {}
            capabilities["workspace"] = {"diagnostics": {"refreshSupport": True}}
        for group, own in (more or {}).items():
            capabilities[group] = {**own, **capabilities.get(group, {})}
        params = {
            "processId": None,
            "rootUri": root and root.as_uri(),
            "capabilities": capabilities,
            "initializationOptions": settings,
        }
        result = self.ask("initialize", params)
        self.started = (time.perf_counter() - started) * 1000
        self.can = {name for name, value in result["capabilities"].items() if value not in (None, False)}
        self._pulls = pulls and "diagnosticProvider" in self.can
        self.tell("initialized", {})

    def open_others(self, texts: list[str]) -> None:
        """Open more documents, each in its own folder."""
        for number, text in enumerate(texts):
            uri = ((self._root or Path("/nowhere")) / f"other{number}" / "Dockerfile").as_uri()
            item = {"uri": uri, "languageId": self._language, "version": 1, "text": text}
            self.tell("textDocument/didOpen", {"textDocument": item})
            if self._pulls:
                self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})

    def settle(self, seconds: float = 2.0) -> None:
        """Wait until the server has been silent for some time, so that background work is done."""
        assert self.process.stdout
        while self._buffer or select.select([self.process.stdout], [], [], seconds)[0]:
            self._polite(self._read())

    def cpu(self) -> float:
        """CPU milliseconds of all threads of the server; 0 without /proc."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def open(self, text: str) -> float:
        """Open a document and wait for its diagnostics."""
        item = {"uri": self.uri, "languageId": self._language, "version": 1, "text": text}
        started = time.perf_counter()
        self.tell("textDocument/didOpen", {"textDocument": item})
        self._diagnostics()
        return (self._arrived - started) * 1000

    def key(self, line: int, character: int, text: str) -> float:
        """Type a character and wait for the diagnostics of that version."""
        started = time.perf_counter()
        self._edit(line, character, text)
        self._diagnostics()
        return (self._arrived - started) * 1000

    def key_then(self, method: str, line: int, character: int, text: str) -> float:
        """Type a character and send a request directly after."""
        started = time.perf_counter()
        self._edit(line, character, text)
        self.ask(method, {"textDocument": {"uri": self.uri}, "position": {"line": line, "character": character}})
        return (self._arrived - started) * 1000

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()

    def tell(self, method: str, params: object) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object) -> Any:
        self._ids += 1
        self._send({"jsonrpc": "2.0", "id": self._ids, "method": method, "params": params})
        while (message := self._read()).get("id") != self._ids or "method" in message:
            self._polite(message)
        return message.get("result")

    def _edit(self, line: int, character: int, text: str) -> None:
        self._version += 1
        end = character if text else character + 1
        place = {"start": {"line": line, "character": character}, "end": {"line": line, "character": end}}
        identifier = {"uri": self.uri, "version": self._version}
        self.tell(
            "textDocument/didChange", {"textDocument": identifier, "contentChanges": [{"range": place, "text": text}]}
        )

    def until(self, holds: Callable[[list[Any]], bool]) -> float:
        """Wait for diagnostics that fulfil a condition; milliseconds."""
        started = time.perf_counter()
        while True:
            message = self._read()
            self._polite(message)
            if message.get("method") == "textDocument/publishDiagnostics" and holds(message["params"]["diagnostics"]):
                return (self._arrived - started) * 1000

    def _diagnostics(self) -> None:
        """Pull, or wait for the diagnostics of this version; a server that sends no version is trusted."""
        if self._pulls:
            asked = {"textDocument": {"uri": self.uri}, "previousResultId": self._result_id}
            self._result_id = self.ask("textDocument/diagnostic", asked).get("resultId")
            return
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == self.uri:
                if message["params"].get("version", self._version) == self._version:
                    return
            else:
                self._polite(message)

    def _polite(self, message: dict[str, Any]) -> None:
        """Answer requests of the server, and record log messages."""
        if message.get("method") == "window/logMessage":
            self.logged.append(message["params"]["message"])
        if "method" in message and "id" in message:
            asked = message["method"] == "workspace/configuration"
            result = [None] * len(message["params"]["items"]) if asked else None
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _send(self, message: object) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._more()
        header = self._buffer[:end].lower()
        length = int(header.partition(b"content-length:")[2].split(b"\r\n")[0])
        parts = [self._buffer[end + 4 :]]
        self._buffer = b""
        while sum(map(len, parts)) < length:
            self._more()
            parts.append(self._buffer)
            self._buffer = b""
        self._arrived = time.perf_counter()  # the client's own time for parsing the message does not count
        data = b"".join(parts)
        self._buffer = data[length:]
        message: dict[str, Any] = json.loads(data[:length])
        return message

    def _more(self) -> None:
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], SECONDS)[0]:
            raise Slow
        data = os.read(self.process.stdout.fileno(), 1 << 20)
        if not data:
            raise Slow
        self._buffer += data
