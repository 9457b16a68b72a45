"""Builds that Compose files and devcontainer.json define."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dockwright.context import yaml
from dockwright.context.values import Build, Workspace, interpolate, join

MOST_INCLUDED = 100
MOST_EXTENDED = 10

LARGEST = 500_000


def compose(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The `build` of every service, those of included files too; `context` is relative to the file that names it."""
    seen = {path}
    waiting = [(path, text)]
    while waiting:
        file, content = waiting.pop()
        project = _Project.read(file, content, workspace)
        for name in project.services.entries if project.services else ():
            yield from _service(project, name)
        for other in project.included():
            if other not in seen and len(seen) < MOST_INCLUDED and (found := workspace.read(other)) is not None:
                seen.add(other)
                waiting.append((other, found))


@dataclass(frozen=True, slots=True)
class _Project:
    """One Compose file."""

    path: str
    workspace: Workspace
    document: yaml.Node
    variables: dict[str, str]

    @staticmethod
    def read(path: str, text: str, workspace: Workspace) -> _Project:
        variables = environment(workspace.read(posixpath.join(posixpath.dirname(path), ".env")) or "")
        return _Project(path, workspace, next(iter(yaml.documents(text)), yaml.Node(0)), variables)

    @property
    def services(self) -> yaml.Node | None:
        return self.document.get("services")

    def resolve(self, written: str) -> str | None:
        return join(posixpath.dirname(self.path), interpolate(written, self.variables))

    def included(self) -> Iterator[str]:
        """The files under `include`, each a path or a mapping with one or several."""
        include = self.document.get("include")
        for item in include.items if include else ():
            paths = item.get("path")
            for node in [item] if item.scalar is not None else [*(paths.items or [paths])] if paths else []:
                if node.scalar and (path := self.resolve(node.scalar)) is not None:
                    yield path


def _service(project: _Project, name: str) -> Iterator[Build]:
    """The build of a service, with what it takes over from the one that it extends."""
    chain = list(_chain(project, name))
    builds = [(owner, node) for owner, node in chain if node is not None]
    if not builds or any(node.get("dockerfile_inline") for _, node in builds):
        return
    line = builds[0][1].line if builds[0][0] is project else 0
    context: str | None = posixpath.dirname(builds[0][0].path)
    for owner, node in builds:
        written = node.scalar if node.scalar is not None else node.text("context")
        if written is not None:
            context = owner.resolve(written)
            break
    if context is None:
        return
    owner, node = next(((owner, node) for owner, node in builds if node.text("dockerfile")), builds[0])
    file = join(context, interpolate(node.text("dockerfile") or "Dockerfile", owner.variables))
    args: dict[str, str] = {}
    others: dict[str, str] = {}
    for owner, node in reversed(builds):
        args |= _pairs(node.get("args"), owner.variables)
        others |= _pairs(node.get("additional_contexts"), owner.variables)
    platforms = next(
        (
            tuple(interpolate(item.scalar or "", owner.variables) for item in given.items)
            for owner, node in builds
            if (given := node.get("platforms"))
        ),
        (),
    )
    target = next((interpolate(text, owner.variables) for owner, node in builds if (text := node.text("target"))), "")
    if file is not None:
        yield Build(file, context, "compose", project.path, line, name, target, platforms, args, others)


def _chain(project: _Project, name: str) -> Iterator[tuple[_Project, yaml.Node | None]]:
    """A service's `build`, and those of the services that it extends, one after the other."""
    for _ in range(MOST_EXTENDED):
        service = project.services.get(name) if project.services else None
        if service is None:
            return
        yield project, service.get("build")
        extends = service.get("extends")
        if extends is None:
            return
        name = extends.scalar or extends.text("service") or ""
        written = extends.text("file") if extends.scalar is None else None
        if written is not None:
            path = project.resolve(written)
            text = project.workspace.read(path) if path is not None else None
            if path is None or text is None:
                return
            project = _Project.read(path, text, project.workspace)


def devcontainer(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The Dockerfile and context of a devcontainer.json, both relative to that file."""
    try:
        data = json.loads(_without_comments(text))
    except (ValueError, RecursionError):
        return
    if not isinstance(data, dict):
        return
    yield from _of_compose_files(posixpath.dirname(path), data.get("dockerComposeFile"), workspace)
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


def _of_compose_files(base: str, written: object, workspace: Workspace) -> Iterator[Build]:
    """The builds of the Compose files that a devcontainer.json names, where their names alone do not tell."""
    for name in written[:20] if isinstance(written, list) else [written]:
        file = join(base, name) if isinstance(name, str) else None
        if file is None or "compose" in posixpath.basename(file).lower():
            continue
        if workspace.files.get(file, LARGEST + 1) <= LARGEST and (text := workspace.read(file)) is not None:
            yield from compose(file, text, workspace)


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
