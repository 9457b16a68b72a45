"""Builds defined by Compose files and devcontainer.json."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator

from dockwright.context.builds import yaml
from dockwright.context.hosts.compose import layers, references
from dockwright.context.hosts.watch import syncs
from dockwright.context.values import Build, Workspace, interpolate, join
from dockwright.frozen import frozen
from dockwright.lazy import pattern

MOST_INCLUDED = 100
MOST_EXTENDED = 10

LARGEST = 500_000
FILES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
"""The files that Compose reads by default: the first one that exists."""
OVERRIDES = tuple(file.replace(".y", ".override.y") for file in FILES)
"""The files that Compose merges into that one."""
_SERVICES = pattern(r"^services:\s*(?:#.*)?$", 8)
_BUILD = pattern(r"^\s+build:", 8)


def compose(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The `build` of every service, also in included files; `context` is relative to the file that sets it."""
    folder = posixpath.dirname(path)
    seen = {path}
    waiting = [_Project.read(path, text, workspace, folder, variables_of(folder, workspace))]
    while waiting:
        project = waiting.pop()
        for name in project.services.names() if project.services else ():
            yield from _service(project, name)
        for other, place, variables in project.included():
            if other in seen:
                continue
            if len(seen) >= MOST_INCLUDED:
                workspace.tell(f"{path}: more than {MOST_INCLUDED} included files; only the first are read")
                return
            seen.add(other)
            if (found := workspace.read(other)) is not None:
                waiting.append(_Project.read(other, found, workspace, place, variables))


def defines_services(text: str) -> bool:
    """Whether a YAML file looks like a Compose file with builds."""
    return _SERVICES.search(text) is not None and _BUILD.search(text) is not None


def variables_of(folder: str, workspace: Workspace) -> dict[str, str]:
    """The variables in the `.env` file of a project, and the project folder."""
    return {"PWD": "."} | environment(workspace.read(posixpath.join(folder, ".env")) or "")


@frozen
class _Project:
    """One Compose file, the folder that its paths are relative to, and its variables."""

    path: str
    text: str
    workspace: Workspace
    document: yaml.Node
    folder: str
    variables: dict[str, str]

    @staticmethod
    def read(path: str, text: str, workspace: Workspace, folder: str, variables: dict[str, str]) -> _Project:
        return _Project(path, text, workspace, next(iter(yaml.documents(text)), yaml.Node(0)), folder, variables)

    @property
    def services(self) -> yaml.Node | None:
        return self.document.get("services")

    def resolve(self, written: str) -> str | None:
        return join(self.folder, self.fill(written))

    def fill(self, written: str) -> str:
        return interpolate(written, self.variables)

    def included(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """The files under `include` with folder and variables: a path, or a mapping with one or several paths."""
        include = self.document.get("include")
        for item in include.items if include else ():
            long = item.scalar is None
            paths = item.get("path") if long else item
            nodes = (paths.items or [paths]) if paths else []
            named = [path for node in nodes if node.scalar and (path := self.resolve(node.scalar)) is not None]
            place = item.text("project_directory") if long else None
            folder = self.resolve(place) if place else posixpath.dirname(named[0]) if named else None
            if folder is None:
                continue
            variables = variables_of(folder, self.workspace)
            files = item.get("env_file") if long else None
            for node in (files.items or [files])[:20] if files else ():
                file = self.resolve(node.scalar or "")
                variables |= environment(self.workspace.read(file) or "") if file else {}
            for path in named:
                # variables of the including project override those of the included one
                yield path, folder, variables | self.variables


_Part = tuple[_Project, yaml.Node]
"""A `build`, and the file that contains it."""


def _service(project: _Project, name: str) -> Iterator[Build]:
    """The build of a service, merged with that of the service it extends or overrides."""
    chain = list(_chain(project, name))
    own = list(layers(chain, "build"))
    if not own:
        return
    base = list(_base(project, name))
    below = list(layers(base, "build")) if own[-1][1].tag != "!override" else []
    above = posixpath.basename(project.path) in OVERRIDES
    builds = [*own, *below] if above or not any(_context(node) for _, node in own) else own
    inline = next((found for _, node in builds if (found := node.text("dockerfile_inline"))), "")
    places = ((owner, place) for owner, node in builds if (place := _context(node)))
    owner, place = next(places, (builds[-1][0], "."))
    context = owner.resolve(place)
    file = join(context, _text(builds, "dockerfile") or "Dockerfile") if context is not None else None
    file = project.path if inline else file
    if context is None or file is None:
        return
    args: dict[str, str] = {}
    others: dict[str, str] = {}
    for owner, node in reversed([*layers(builds, "args")]):
        args |= _pairs(node, owner, "${%s}")
    for owner, node in reversed([*layers(builds, "additional_contexts")]):
        others |= _pairs(node, owner)
    listed = next(layers(builds, "platforms"), None)
    platforms = tuple(listed[0].fill(item.scalar or "") for item in listed[1].items) if listed else ()
    platform = next((owner.fill(found) for owner, node in [*chain, *base] if (found := node.text("platform"))), "")
    line = own[0][1].line if own[0][0] is project else 0
    yield Build(
        file, context, "compose", project.path, line, name, _text(builds, "target"),
        platforms or ((platform,) if platform else ()), args, others, folder=project.folder,
        withheld=tuple(sorted(_secrets([*chain, *base]) - _secrets(builds))), inline=inline,
        references=tuple(references(name, project.services, project, builds)), syncs=tuple(syncs([*chain, *base])),
    )  # fmt: skip


def _secrets(parts: list[_Part]) -> set[str]:
    """The names of the secrets of a service or of its build."""
    found = (given for _, node in parts if (given := node.get("secrets")) is not None)
    names = {item.scalar or item.text("source") or "" for given in found for item in given.items}
    return names - {""}


def _context(build: yaml.Node) -> str | None:
    return build.scalar or build.text("context")


def _text(builds: list[_Part], key: str) -> str:
    return next((owner.fill(found.scalar) for owner, found in layers(builds, key) if found.scalar), "")


def _chain(project: _Project, name: str) -> Iterator[_Part]:
    """A service, and the services that it extends, from the nearest on."""
    for _ in range(MOST_EXTENDED):
        service = project.services.get(name) if project.services else None
        if service is None or service.tag == "!reset":
            return
        yield project, service
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
            project = _Project.read(path, text, project.workspace, posixpath.dirname(path), project.variables)


def _base(project: _Project, name: str) -> Iterator[_Part]:
    """The same service in the default file that this file overrides."""
    if posixpath.basename(project.path) in FILES:
        return
    paths = (posixpath.join(project.folder, file) for file in FILES)
    for path in itertools.islice(filter(project.workspace.exists, paths), 1):
        text = project.workspace.read(path) or ""
        yield from _chain(_Project.read(path, text, project.workspace, project.folder, project.variables), name)


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


def _pairs(node: yaml.Node | None, owner: _Project, alone: str = "") -> dict[str, str]:
    """The pairs of a mapping or list; a key without a value gets `alone`, or is left out if that is empty."""
    if node is None:
        return {}
    pairs = {key: found.scalar or ("" if found.quoted else None) for key in node.names() if (found := node.get(key))}
    for item in node.items:
        key, equals, value = (item.scalar or "").partition("=")
        if key:
            pairs[key] = value if equals else None
    whole = {key: (alone and alone % key) if value is None else value for key, value in pairs.items()}
    return {key: owner.fill(value) for key, value in whole.items() if value or pairs[key] is not None}
