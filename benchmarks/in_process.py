"""The real server in this process, asked by messages, so that the CPU time of its main thread can be measured."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import orjson

from dockwright.lsp.server import Server

CAPABILITIES: dict[str, Any] = {
    "workspace": {"diagnostics": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True}},
    "textDocument": {
        "diagnostic": {},
        "hover": {"contentFormat": ["markdown"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "publishDiagnostics": {"relatedInformation": True, "dataSupport": True, "tagSupport": {"valueSet": [1, 2]}},
        "semanticTokens": {"requests": {"range": True, "full": {"delta": True}}},
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
    },
}


class Editor:
    """A client and its server in one process; times are CPU milliseconds of the server's main thread."""

    def __init__(self, root: Path | None) -> None:
        self.server = Server(self)  # type: ignore[arg-type]
        self.uri = (root / "Dockerfile").as_uri() if root else "file:///nowhere/Dockerfile"
        self.root = root
        self._version = 1
        self._ids = 0
        self._answers: dict[int, bytes] = {}
        self._tokens = ""
        self._found = ""

    def send(self, body: bytes) -> None:
        """What the server writes."""
        if body.startswith(b'{"id":'):
            number = body[6:16].partition(b",")[0]
            if number.isdigit():
                self._answers[int(number)] = body

    async def start(self) -> None:
        """Initialize."""
        root = self.root.as_uri() if self.root else None
        await self.ask("initialize", {"processId": None, "rootUri": root, "capabilities": CAPABILITIES})
        await self.tell("initialized", {})
        self.server.pygls  # noqa: B018 - loads the features

    async def open(self, text: str) -> float:
        """Open the document; wait for its diagnostics, and for its build context if it has one."""
        item = {"uri": self.uri, "languageId": "dockerfile", "version": 1, "text": text}
        taken = await self.tell("textDocument/didOpen", {"textDocument": item})
        taken += (await self.diagnostics())[0]
        for _ in range(200 if self.root else 0):
            document = self.server.session.documents[self.uri]
            if document.context is not None:
                await self.diagnostics()
                break
            await asyncio.sleep(0.02)
        return taken

    async def close(self) -> None:
        """Close the document."""
        await self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri}})

    async def edit(self, start: tuple[int, int], end: tuple[int, int], text: str) -> float:
        """Replace a range of lines and columns."""
        self._version += 1
        changes = [{"range": {"start": _place(start), "end": _place(end)}, "text": text}]
        identifier = {"uri": self.uri, "version": self._version}
        return await self.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": changes})

    async def diagnostics(self) -> tuple[float, bytes]:
        """Pull diagnostics."""
        return await self.ask(
            "textDocument/diagnostic", {"textDocument": {"uri": self.uri}, "previousResultId": self._found}
        )

    async def tokens(self) -> tuple[float, bytes]:
        """What changed of the semantic tokens."""
        if self._tokens:
            taken, answer = await self.at("semanticTokens/full/delta", previousResultId=self._tokens)
        else:
            taken, answer = await self.at("semanticTokens/full")
        self._tokens = orjson.loads(answer)["result"]["resultId"]
        return taken, answer

    async def at(self, method: str, place: tuple[int, int] | None = None, **more: Any) -> tuple[float, bytes]:
        """Ask about the document, or a place of it."""
        position = {"position": _place(place)} if place else {}
        return await self.ask(f"textDocument/{method}", {"textDocument": {"uri": self.uri}, **position, **more})

    async def plan(self, parts: list[str], place: tuple[int, int]) -> tuple[float, bytes]:
        """The plan, as the view asks for it."""
        arguments = [self.uri, _place(place), parts]
        return await self.ask("workspace/executeCommand", {"command": "dockwright.plan", "arguments": arguments})

    async def ask(self, method: str, params: object) -> tuple[float, bytes]:
        """Send a request and wait for its answer."""
        self._ids += 1
        body = orjson.dumps({"jsonrpc": "2.0", "id": self._ids, "method": method, "params": params})
        started = time.thread_time()
        self.server.messages.receive([body])
        while self._ids not in self._answers:
            await asyncio.sleep(0)
        taken = (time.thread_time() - started) * 1000
        answer = self._answers.pop(self._ids)
        assert b'"error":{"code"' not in answer[:60], answer[:2000]
        return taken, answer

    async def tell(self, method: str, params: object) -> float:
        """Send a notification and let the server handle it."""
        body = orjson.dumps({"jsonrpc": "2.0", "method": method, "params": params})
        started = time.thread_time()
        self.server.messages.receive([body])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return (time.thread_time() - started) * 1000


def _place(at: tuple[int, int]) -> dict[str, int]:
    return {"line": at[0], "character": at[1]}
