"""Builds that Bake files define, in HCL or JSON: read with tolerance, evaluating strings and variables alone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dockwright.context import yaml
from dockwright.context.values import Build, Workspace, interpolate, join
from dockwright.lazy import pattern

LARGEST = 500_000
_TOKEN = pattern(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|//[^\n]*|/\*.*?\*/|[A-Za-z_][\w.-]*|[{}\[\]=,:()?]|\n|\S', re.DOTALL)


@dataclass(slots=True)
class _Target:
    line: int
    text: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    maps: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def bake(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The targets of a Bake file; paths are relative to where Bake runs: the file's folder, or the root."""
    targets, variables = _json(text) if path.endswith(".json") else _hcl(text[:LARGEST])
    bases = dict.fromkeys((posixpath.dirname(path), ""))
    for name, target in targets.items():
        whole = _inherited(name, targets, 0)
        if "dockerfile-inline" in whole.text or ("dockerfile" not in whole.text and "context" not in whole.text):
            continue
        for base in bases:
            context = join(base, interpolate(whole.text.get("context", "."), variables))
            written = interpolate(whole.text.get("dockerfile", "Dockerfile"), variables)
            file = join(context, written) if context is not None else None
            if context is not None and file is not None and workspace.exists(file):
                line = target.lines.get("context", target.lines.get("dockerfile", target.line))
                args = {key: interpolate(value, variables) for key, value in whole.maps.get("args", {}).items()}
                others = {key: interpolate(value, variables) for key, value in whole.maps.get("contexts", {}).items()}
                platforms = tuple(whole.lists.get("platforms", ()))
                yield Build(
                    file, context, "bake", path, line, name, whole.text.get("target", ""), platforms, args, others
                )
                break


def _inherited(name: str, targets: dict[str, _Target], depth: int) -> _Target:
    target = targets.get(name, _Target(0))
    whole = _Target(target.line)
    parents = target.lists.get("inherits", [])[:20] if depth < 10 else []
    for source in (*(_inherited(parent, targets, depth + 4) for parent in parents), target):
        whole.text |= source.text
        whole.lists |= source.lists
        for key, value in source.maps.items():
            whole.maps[key] = whole.maps.get(key, {}) | value
    return whole


def _json(text: str) -> tuple[dict[str, _Target], dict[str, str]]:
    document = next(iter(yaml.documents(text)), yaml.Node(0))
    targets = {}
    entries = document.get("target")
    for name, node in (entries.entries if entries else {}).items():
        target = targets[name] = _Target(node.line)
        for key, value in node.entries.items():
            target.lines[key] = value.line
            if value.scalar is not None:
                target.text[key] = value.scalar
            elif value.entries:
                target.maps[key] = {inner: item.scalar or "" for inner, item in value.entries.items()}
            else:
                target.lists[key] = [item.scalar or "" for item in value.items]
    entries = document.get("variable")
    found = {name: node.text("default") or "" for name, node in (entries.entries if entries else {}).items()}
    return targets, found


def _hcl(text: str) -> tuple[dict[str, _Target], dict[str, str]]:
    targets: dict[str, _Target] = {}
    variables: dict[str, str] = {}
    tokens = [match for match in _TOKEN.finditer(text) if not match[0].startswith(("#", "//", "/*"))]
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    at, line = 0, 0
    block: _Target | None = None
    depth = 0
    while at < len(tokens):
        word = tokens[at][0]
        while line + 1 < len(starts) and starts[line + 1] <= tokens[at].start():
            line += 1
        starts_line = tokens[at].start() == starts[line]
        at += 1
        if word in ("target", "variable", "group", "function") and starts_line:
            depth = 0  # whatever went wrong before, a block at the start of a line is one
        if depth == 0 and word in ("target", "variable") and at + 1 < len(tokens) and tokens[at + 1][0] == "{":
            name = _string(tokens[at][0])
            block = _Target(line)
            if word == "target":
                targets[name] = block
            else:
                variables[name] = ""
            kind, at, depth = word, at + 2, 1
        elif word in "{[(":
            depth += 1
        elif word in "}])":
            depth -= 1
            block = block if depth else None
        elif depth == 1 and block is not None and at + 1 < len(tokens) and tokens[at][0] == "=":
            block.lines[word] = line
            at = _value(word, tokens, at + 1, block)
            if kind == "variable" and word == "default":
                variables[name] = block.text.get("default", "")
    return targets, variables


def _value(key: str, tokens: list[re.Match[str]], at: int, block: _Target) -> int:
    """Read a value from `at`: a string, a variable, a list or a map of them; and where the rest goes on."""
    word = tokens[at][0]
    if word not in "[{":
        simple = at + 1 >= len(tokens) or tokens[at + 1][0] in "\n}"
        if word[0] == '"' and simple:
            block.text[key] = _string(word)
        elif simple:
            block.text[key] = "${" + word + "}" if word not in ("null", "true", "false") else word
        else:
            block.text[key] = "$(expression)"
        return at + 1
    depth, start = 0, at
    while at < len(tokens):
        depth += (tokens[at][0] in "[{(") - (tokens[at][0] in "]})")
        at += 1
        if depth == 0:
            break
    inside = [token[0] for token in tokens[start + 1 : at - 1] if token[0] not in "\n,"]
    if word == "[":
        block.lists[key] = [_string(item) for item in inside if item[0] == '"']
    else:
        pairs: dict[str, str] = {}
        for index in range(1, len(inside) - 1):
            if inside[index] in "=:":
                value = inside[index + 1]
                pairs[_string(inside[index - 1])] = _string(value) if value[0] == '"' else "${" + value + "}"
        block.maps[key] = pairs
    return at


def _string(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word[1:-1]) if word[:1] == '"' else word
