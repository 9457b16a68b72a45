"""A short demonstration: starts the real server, opens a sample Dockerfile and prints its answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from dockwright.cli.reports.terminal import say
from dockwright.l10n.catalogue import wanted
from dockwright.text import Edit, Span, Text, apply, cells

SAMPLE = """\
FROM python:3.13-slim AS Build
MAINTAINER Ada Lovelace <ada@example.com>
ARG VERSION=1.2
WORKDIR /srv
RUN curl -fsSLO https://example.com/model-$VERSION.bin
ADD requirements.txt /srv/
RUN pip install -r requirements.txt

FROM build
COPY --from=Build /srv /srv
CMD python -m app
"""
URI = "untitled:Dockerfile"


def main() -> int:
    """Print findings, hovers, a completion, a build that would fail with its fix, and the file after all fixes."""
    server = _Server()
    server.ask(
        "initialize", {"processId": os.getpid(), "rootUri": None, "locale": wanted("", os.environ), "capabilities": {}}
    )
    server.tell("initialized", {})
    server.tell(
        "textDocument/didOpen",
        {"textDocument": {"uri": URI, "languageId": "dockerfile", "version": 1, "text": SAMPLE}},
    )
    _title("A Dockerfile, and what Dockwright finds in it")
    found = server.heard("textDocument/publishDiagnostics")["diagnostics"]
    _show_findings(found)
    for word, line, character in (("ARG", 2, 1), ("curl", 4, 5)):
        _title(f"Hover over `{word}`")
        hover = server.ask("textDocument/hover", _at(line, character))
        print(hover["contents"]["value"] if hover else say("(no answer)"))
    _title("Completion on an empty line")
    items = (server.ask("textDocument/completion", _at(7, 0)) or {}).get("items", [])
    print("  ".join(item["label"] for item in items[:24]) or say("(no suggestions)"))
    _title("A line where the build would fail, and what its quick fix adds")
    print(*_added(server, found, "command-not-installed"), f"  {SAMPLE.splitlines()[4]}", sep="\n")
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
                raise SystemExit(say("The server stopped too early"))
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


def _added(server: _Server, found: list[dict[str, Any]], code: str) -> list[str]:
    """The lines that a quick fix of a finding adds."""
    diagnostic = next(one for one in found if one["code"] == code)
    changed = _applied(server.ask("textDocument/codeAction", _asking(diagnostic["range"], "quickfix", diagnostic))[:1])
    return [f"+ {line}" for line in changed.splitlines() if line not in SAMPLE.splitlines()]


def _fixed(server: _Server) -> str:
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    return _applied(server.ask("textDocument/codeAction", _asking(whole, "source.fixAll")) or ())


def _asking(place: dict[str, Any], kind: str, *diagnostics: dict[str, Any]) -> dict[str, Any]:
    context = {"diagnostics": diagnostics, "only": [kind]}
    return {"textDocument": {"uri": URI}, "range": place, "context": context}


def _applied(actions: Iterable[dict[str, Any]]) -> str:
    """The sample after the edits of some actions."""
    text = Text.of(SAMPLE)
    edits = [
        Edit(Span(_offset(text, edit["range"]["start"]), _offset(text, edit["range"]["end"])), edit["newText"])
        for action in actions
        for edit in action["edit"]["changes"][URI]
    ]
    return apply(SAMPLE, edits)


def _offset(text: Text, position: dict[str, int]) -> int:
    return text.offset(position["line"], position["character"], "utf-16")


def _at(line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": URI}, "position": {"line": line, "character": character}}


def _title(text: str) -> None:
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() and "NO_COLOR" not in os.environ else ("", "")
    text = say(text)
    print(f"\n{bold}{text}{plain}\n{'-' * cells(text)}")


if __name__ == "__main__":
    sys.exit(main())
