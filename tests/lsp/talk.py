"""A bare client: says exactly what a test tells it to, byte for byte if need be."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STAND_IN = [sys.executable, str(ROOT / "tests" / "lsp" / "stand_in.py")]
REAL = [sys.executable, "-m", "dockwright", "lsp", "--stdio"]
URI = "file:///nowhere/Dockerfile"


class Talk:
    """One conversation over standard input and output; a context manager that ends the server it started."""

    def __init__(self, command: list[str] | None = None, **environment: str) -> None:
        paths = os.pathsep.join(str(ROOT / part) for part in ("server", "tests"))
        self.process = subprocess.Popen(
            command or STAND_IN,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths, **environment},
        )
        # A server that says nothing would hold the tests up for ever.
        self._watch = threading.Timer(120, self.process.kill)
        self._watch.daemon = True
        self._watch.start()
        self.said: list[dict[str, Any]] = []
        """Notifications and requests of the server that nobody has looked at yet."""
        self.crashes_expected = False
        """Whether the server is made to crash; else one that is logged fails the test."""
        self._ids = itertools.count(1)

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.cancel()
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe
            pipe.close()

    def start(self, capabilities: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
        """Shake hands; the server's capabilities."""
        asked = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **params}
        result: dict[str, Any] = self.ask("initialize", asked)
        self.tell("initialized", {})
        return result["capabilities"]  # type: ignore[no-any-return]

    def write(self, data: bytes) -> None:
        """Write bytes, whatever they are."""
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: object) -> None:
        """Write one message."""
        body = json.dumps(message).encode()
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def begin(self, method: str, params: object = None) -> int:
        """Send a request and do not wait."""
        identity = next(self._ids)
        self.send({"jsonrpc": "2.0", "id": identity, "method": method, "params": params})
        return identity

    def answer(self, identity: int | None) -> dict[str, Any]:
        """Wait for the answer to a request: the whole message."""
        while True:
            message = self.read()
            if "method" not in message and message.get("id") == identity:
                return message
            self.said.append(message)

    def ask(self, method: str, params: object = None) -> Any:
        """Send a request; its result."""
        message = self.answer(self.begin(method, params))
        assert "error" not in message, message
        return message["result"]

    def error(self, method: str, params: object = None) -> tuple[int, str]:
        """Send a request that must fail; the code and the message."""
        error = self.answer(self.begin(method, params))["error"]
        return error["code"], error["message"]

    def heard(self, method: str) -> dict[str, Any]:
        """Wait for the server to say something by itself; the whole message."""
        while True:
            for message in self.said:
                if message.get("method") == method:
                    self.said.remove(message)
                    return message
            self.said.append(self.read())

    def reply(self, message: dict[str, Any], result: object) -> None:
        """Answer a request of the server."""
        self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def open(self, text: str, uri: str = URI, language: str = "dockerfile") -> None:
        """Open a document, in version 1."""
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def edit(self, version: int, *changes: dict[str, Any], uri: str = URI) -> None:
        """Send content changes."""
        self.tell(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)},
        )

    def diagnostics(self) -> list[dict[str, Any]]:
        """Wait for the next diagnostics that are pushed."""
        return self.heard("textDocument/publishDiagnostics")["params"]["diagnostics"]  # type: ignore[no-any-return]

    def hover(self, line: int, character: int, uri: str = URI) -> Any:
        """Ask for a hover."""
        return self.ask("textDocument/hover", at(line, character, uri))

    def end(self) -> int:
        """Shut down; the exit code."""
        self.ask("shutdown")
        self.tell("exit", None)
        return self.process.wait(20)

    def read(self) -> dict[str, Any]:
        """The next message."""
        assert self.process.stdout and self.process.stderr
        length = None
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            assert name == b"Content-Length", line
            length = int(value)
        assert length is not None, self.process.stderr.read().decode()
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        told = message["params"]["message"] if message.get("method") == "window/logMessage" else ""
        assert self.crashes_expected or "; this is a bug in Dockwright" not in told, told
        return message


def at(line: int, character: int, uri: str = URI) -> dict[str, Any]:
    """Parameters that name a place."""
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def span(line: int, start: int, end: int) -> dict[str, Any]:
    """A range in one line."""
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
