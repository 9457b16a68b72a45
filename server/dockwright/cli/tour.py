"""A short tour: starts the real server, opens a sample Dockerfile in it and shows what it answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from dockwright.text import Edit, Span, Text, apply

SAMPLE = """\
FROM python:3.13-slim AS Build
MAINTAINER Ada Lovelace <ada@example.com>
ARG VERSION=1.2
WORKDIR /srv
ADD requirements.txt /srv/
RUN pip install -r requirements.txt

FROM build
COPY --from=Build /srv /srv
CMD python -m app
"""
URI = "untitled:Dockerfile"


def main() -> int:
    """Show findings, a hover, a completion and the file after its fixes."""
    server = _Server()
    server.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}})
    server.tell("initialized", {})
    server.tell(
        "textDocument/didOpen",
        {"textDocument": {"uri": URI, "languageId": "dockerfile", "version": 1, "text": SAMPLE}},
    )
    _title("A Dockerfile, and what Dockwright finds in it")
    _show_findings(server.heard("textDocument/publishDiagnostics")["diagnostics"])
    _title("Hover over `ARG`")
    hover = server.ask("textDocument/hover", _at(2, 1))
    print(hover["contents"]["value"] if hover else "(nothing to say)")
    _title("Completion on an empty line")
    items = (server.ask("textDocument/completion", _at(6, 0)) or {}).get("items", [])
    print("  ".join(item["label"] for item in items[:24]) or "(nothing to propose)")
    _title("The file after `Fix all`")
    print(_fixed(server), end="")
    server.ask("shutdown", None)
    server.tell("exit", None)
    return server.process.wait(10)


class _Server:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dockwright", "lsp", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._said: list[dict[str, Any]] = []
        self._last = 0

    def tell(self, method: str, params: object) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object) -> Any:
        self._last += 1
        self._send({"jsonrpc": "2.0", "id": self._last, "method": method, "params": params})
        while "id" not in (message := self._read()):
            self._said.append(message)
        return message.get("result")

    def heard(self, method: str) -> dict[str, Any]:
        while True:
            for message in self._said:
                if message["method"] == method:
                    params: dict[str, Any] = message["params"]
                    return params
            self._said.append(self._read())

    def _send(self, message: object) -> None:
        assert self.process.stdin
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            if not line:
                raise SystemExit("The server ended too early.")
            length = int(line.partition(b":")[2])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


def _show_findings(found: list[dict[str, Any]]) -> None:
    for number, line in enumerate(SAMPLE.splitlines()):
        print(f"{number + 1:3}  {line}")
        for diagnostic in found:
            start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
            if start["line"] == number:
                width = end["character"] - start["character"] if end["line"] == number else len(line)
                mark = " " * start["character"] + "^" * max(width, 1)
                print(f"     {mark} {diagnostic['message']} [{diagnostic['code']}]")


def _fixed(server: _Server) -> str:
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    context = {"diagnostics": [], "only": ["source.fixAll"]}
    params = {"textDocument": {"uri": URI}, "range": whole, "context": context}
    text = Text.of(SAMPLE)
    edits = [
        Edit(Span(_offset(text, edit["range"]["start"]), _offset(text, edit["range"]["end"])), edit["newText"])
        for action in server.ask("textDocument/codeAction", params) or ()
        for edit in action["edit"]["changes"][URI]
    ]
    return apply(SAMPLE, edits)


def _offset(text: Text, position: dict[str, int]) -> int:
    return text.offset(position["line"], position["character"], "utf-16")


def _at(line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": URI}, "position": {"line": line, "character": character}}


def _title(text: str) -> None:
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() and "NO_COLOR" not in os.environ else ("", "")
    print(f"\n{bold}{text}{plain}\n{'-' * len(text)}")


if __name__ == "__main__":
    sys.exit(main())
