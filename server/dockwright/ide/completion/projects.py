"""Completion from the project's files: start command, scripts and ports of package.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_RUNS_SCRIPT = re.compile(r"(?:.*(?:&&|\|\||[;|&(){}]|\b(?:then|do|else)\b))?\s*(?:[A-Za-z_]\w*=\S*\s+)*"
                          r"(?:npm|pnpm|yarn|bun)\s+(?:run|run-script)\s+(?:-\S+\s+)*", re.DOTALL)  # fmt: skip
_PLAIN = re.compile(r"node(?:\s+[\w./:@=+-]+)+")
"""A command that means the same without a shell."""
_PORT = re.compile(r"(?:\w*_)?PORT")
_DEFAULT = re.compile(r"\$\{(?P<name>(?:\w*_)?PORT):?-(?P<port>\d+)\}")
_MOST = 100


def starts(snapshot: Snapshot) -> list[str]:
    """The arrays with the start command of package.json, the most likely first."""
    package = _package(snapshot)
    start, main = _scripts(package).get("start"), package.get("main")
    found: list[str] = []
    if start is not None and _PLAIN.fullmatch(start.strip()):
        found.append(json.dumps(start.split(), ensure_ascii=False))
    if start is not None:
        found.append('["npm", "start"]')
    if isinstance(main, str) and re.fullmatch(r"[\w./@+-]+\.[cm]?js", main):
        found.append(f'["node", "{main.removeprefix("./")}"]')
    return list(dict.fromkeys(found))


def scripts(snapshot: Snapshot, before: str, word: Span, typed: str) -> Iterator[Completion]:
    """The scripts of package.json after `npm run` and the like; `before` is the script up to the word."""
    escape = re.escape(snapshot.tree.escape)
    joined = re.sub(rf"{escape}[ \t]*\r?\n", " ", before)
    if typed.startswith("-") or "\n" in joined or not _RUNS_SCRIPT.fullmatch(joined):
        return
    for order, (name, command) in enumerate(_scripts(_package(snapshot)).items()):
        if re.fullmatch(r"[\w.:/@+-]+", name) and order < _MOST:
            yield Completion(name, "value", word, name, detail=command, sort_text=f"{order:03}")


def ports(snapshot: Snapshot, instruction: Instruction) -> dict[str, str]:
    """The values of variables named `PORT`, or ending in it, each with the name."""
    step, stage = snapshot.model.step_at(instruction.start), snapshot.model.stage_at(instruction.start)
    if step is None or stage is None:
        return {}
    named = [(name, value) for name, value in step.before.variables.items() if value and _PORT.fullmatch(name)]
    named += [(match["name"], match["port"]) for match in _DEFAULT.finditer(snapshot.text.slice(stage.span))]
    found: dict[str, str] = {}
    for name, value in sorted(named, key=lambda pair: pair[0] != "PORT"):
        if value.isascii() and value.isdigit() and 0 < int(value) < 65_536:
            found.setdefault(value, name)
    return found


def _package(snapshot: Snapshot) -> Mapping[str, Any]:
    """The topmost package.json of the context, if there is exactly one and its content is known."""
    if snapshot.context is None:
        return {}
    held = [path for path in snapshot.context.texts if path.rpartition("/")[2] == "package.json"]
    held.sort(key=lambda path: path.count("/"))
    if not held or (len(held) > 1 and held[0].count("/") == held[1].count("/")):
        return {}
    key = ("package.json", held[0])
    if key not in snapshot.context.memo:
        try:
            read = json.loads(snapshot.context.texts[held[0]])
        except (ValueError, RecursionError):
            read = None
        snapshot.context.memo[key] = read if isinstance(read, dict) else {}
    package: Mapping[str, Any] = snapshot.context.memo[key]
    return package


def _scripts(package: Mapping[str, Any]) -> dict[str, str]:
    found = package.get("scripts")
    return {name: text for name, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}
