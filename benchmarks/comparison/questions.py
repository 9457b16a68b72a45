"""The questions: each takes a tool and a folder, and answers with a number, a list or a name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from benchmarks.comparison.tools import Tool
from benchmarks.peer import Peer, Slow

SAMPLES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "samples.toml").read_text(encoding="utf-8"))
FILES = {"there.txt": "a\n", "left-out.txt": "a\n", "src/a.md": "a\n", "x/a.txt": "a\n", "y/a.txt": "a\n"}
IGNORED = "left-out.txt\n"


def prepare(root: Path) -> None:
    """The build context of all samples."""
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / ".dockerignore").write_text(IGNORED, encoding="utf-8")


def checks(tool: Tool, root: Path) -> list[str]:
    """The build checks of Docker that the tool reports at their line, and not where they are mended."""
    return [sample["rule"] for sample in SAMPLES["checks"] if _tells(tool, root, sample)]


def _tells(tool: Tool, root: Path, sample: dict[str, Any]) -> bool:
    mended = {_plain(found.what) for found in tool.check(root, sample["good"])}
    told = tool.check(root, sample["bad"])
    return any(found.line in sample["lines"] and _plain(found.what) not in mended for found in told)


def _plain(what: str) -> str:
    return re.sub(r"\d+", "#", what)


def false_errors(tool: Tool, root: Path) -> list[str]:
    """The valid samples in which the tool sees an error."""
    return [name for name, text in SAMPLES["valid"].items() if any(one.is_error for one in tool.check(root, text))]


def after_an_error(tool: Tool, root: Path) -> bool:
    """Whether the tool goes on behind what it cannot read."""
    lines = {found.line for found in tool.check(root, SAMPLES["broken"]["text"])}
    return lines >= set(SAMPLES["broken"]["lines"])


def fixes(tool: Tool, root: Path) -> list[str]:
    """The build checks for which the tool's server offers a quick fix that edits the text."""
    return [sample["rule"] for sample in SAMPLES["checks"] if _mends(tool, root, sample)]


def _mends(tool: Tool, root: Path, sample: dict[str, Any]) -> bool:
    if tool.server is None:
        return False
    peer = tool.server(root)
    (root / "Dockerfile").write_text(sample["bad"], encoding="utf-8")
    told = _diagnostics(peer, sample["bad"])
    mended = {_plain(found.what) for found in tool.check(root, sample["good"])}
    here = [one for one in told if one["range"]["start"]["line"] + 1 in sample["lines"]]
    wanted = [one for one in here if _plain(str(one.get("code")) + one["message"]) not in mended]
    edits: list[Any] = []
    for one in wanted:
        params = {"range": one["range"], "context": {"diagnostics": [one], "only": ["quickfix"]}}
        for action in peer.ask("textDocument/codeAction", {"textDocument": {"uri": peer.uri}, **params}) or []:
            whole = action if "edit" in action or "data" not in action else peer.ask("codeAction/resolve", action)
            edits += _edits(whole)
    peer.close()
    return any(_changes(edit) for edit in edits)


def _changes(edit: dict[str, Any]) -> bool:
    """Whether an edit does more than to add blanks or a comment."""
    new = edit["newText"].strip()
    removed = "range" in edit and edit["range"]["start"] != edit["range"]["end"]
    return not new.startswith("#") if new else removed


def _edits(action: dict[str, Any]) -> list[Any]:
    """What an action or its command brings to the text."""
    edit = action.get("edit") or {}
    told = [*edit.get("changes", {}).values(), *(one.get("edits", []) for one in edit.get("documentChanges", []))]
    command = action.get("command") or ""
    name = command if isinstance(command, str) else command["command"]
    if name.startswith("docker.command."):
        told.append([{"newText": name}])  # this server sends the edit when it is asked to run the command
    return [one for edits in told for one in edits]


def _diagnostics(peer: Peer, text: str) -> list[Any]:
    told: list[Any] = []
    item = {"uri": peer.uri, "languageId": "dockerfile", "version": 1, "text": text}
    peer.tell("textDocument/didOpen", {"textDocument": item})
    if "diagnosticProvider" in peer.can:
        return peer.ask("textDocument/diagnostic", {"textDocument": {"uri": peer.uri}})["items"]
    peer.until(lambda diagnostics: [told.append(diagnostics)] != [])
    return told[-1]


def hovers(tool: Tool, root: Path) -> list[str]:
    """The words that the tool's server explains."""
    return [name for name, text in SAMPLES["hover"].items() if _asked(tool, root, "hover", text)]


def completions(tool: Tool, root: Path) -> list[str]:
    """The places where the tool's server has something to offer."""
    return [
        name
        for name, sample in SAMPLES["completion"].items()
        if any(sample["offers"] in one["label"] for one in _asked(tool, root, "completion", sample["text"]) or [])
    ]


def navigation(tool: Tool, root: Path) -> list[str]:
    """The other requests of an editor to which the tool's server has an answer."""
    text = SAMPLES["navigation"]["text"]
    return [name for name in SAMPLES["navigation"]["asks"] if _asked(tool, root, name, text)]


def _asked(tool: Tool, root: Path, request: str, marked: str) -> Any:
    """The answer of the tool's server; nothing where it has none."""
    if tool.server is None:
        return None
    before, _, after = marked.partition("<|>")
    place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
    (root / "Dockerfile").write_text(before + after, encoding="utf-8")
    peer = tool.server(root)
    name = request.partition("/")[0]
    if not {f"{name}Provider", f"document{name[0].upper()}{name[1:]}Provider"} & peer.can:
        peer.close()
        return None
    _diagnostics(peer, before + after)
    peer.settle(1)  # what it reads in the background
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    params = {
        "textDocument": {"uri": peer.uri},
        "position": place,
        "positions": [place],
        "range": whole,
        "context": {"includeDeclaration": True, "triggerKind": 1},
        "newName": "other",
        "options": {"tabSize": 4, "insertSpaces": True},
    }
    try:
        answer = peer.ask(f"textDocument/{request}", params)
    except Slow:
        return None
    finally:
        peer.close()
    if isinstance(answer, dict):
        # A list, tokens, or contents that hold nothing say nothing.
        answer = next((answer[key] for key in ("items", "data", "contents") if key in answer), answer)
    return answer


def command_line(tool: Tool, root: Path) -> bool:
    """Whether the tool checks a file without an editor."""
    return tool.has_command
