"""Builds that Compose files and devcontainer.json define."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from dockwright.context import yaml
from dockwright.context.values import Build, Workspace, interpolate, join


def compose(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The `build` of every service; `context` is relative to the file, `dockerfile` to the context."""
    base = posixpath.dirname(path)
    variables = environment(workspace.read(posixpath.join(base, ".env")) or "")
    for document in yaml.documents(text)[:1]:
        services = document.get("services")
        for name, service in (services.entries if services else {}).items():
            build = service.get("build")
            if build is None:
                continue
            written = build.scalar if build.scalar is not None else build.text("context") or "."
            context = join(base, interpolate(written, variables))
            if context is None or build.get("dockerfile_inline"):
                continue
            file = join(context, interpolate(build.text("dockerfile") or "Dockerfile", variables))
            if file is not None:
                args = _pairs(build.get("args"), variables)
                others = _pairs(build.get("additional_contexts"), variables)
                target = interpolate(build.text("target") or "", variables)
                yield Build(file, context, "compose", path, build.line, name, target, (), args, others)


def devcontainer(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The Dockerfile and context of a devcontainer.json, both relative to that file."""
    try:
        data = json.loads(_without_comments(text))
    except (ValueError, RecursionError):
        return
    if not isinstance(data, dict):
        return
    build = data.get("build") if isinstance(data.get("build"), dict) else {}
    assert isinstance(build, dict)
    written = build.get("dockerfile") or build.get("dockerFile") or data.get("dockerFile")
    if not isinstance(written, str):
        return
    base = posixpath.dirname(path)
    file, context = join(base, written), join(base, str(build.get("context") or data.get("context") or "."))
    if file is not None and context is not None:
        found = re.search(r'"docker[fF]ile"', text)
        args = build.get("args")
        texts = {str(key): str(value) for key, value in args.items()} if isinstance(args, dict) else {}
        line = text.count("\n", 0, found.start()) if found else 0
        yield Build(file, context, "devcontainer", path, line, "", str(build.get("target") or ""), (), texts)


def environment(text: str) -> dict[str, str]:
    """The variables of a `.env` file."""
    found = {}
    for line in text.splitlines()[:2000]:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            value = value.strip()
            quoted = value[:1] in "'\"" and value[:1] == value[-1:] and len(value) > 1
            found[name.strip()] = value[1:-1] if quoted else value.partition(" #")[0].rstrip()
    return found


def _pairs(node: yaml.Node | None, variables: dict[str, str]) -> dict[str, str]:
    if node is None:
        return {}
    pairs = {key: value.scalar or "" for key, value in node.entries.items() if key != "<<"}
    for item in node.items:
        key, equals, value = (item.scalar or "").partition("=")
        if equals:
            pairs[key] = value
    return {key: interpolate(value, variables) for key, value in pairs.items()}


def _without_comments(text: str) -> str:
    """JSON with comments and trailing commas as plain JSON."""
    text = re.sub(
        r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', lambda match: match[1] or "", text[:500_000], flags=re.DOTALL
    )
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])', lambda match: match[1] or "", text)
