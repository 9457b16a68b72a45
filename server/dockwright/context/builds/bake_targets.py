"""The targets and groups of Bake files in HCL or JSON. Variables have their defaults: the environment is not read."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dockwright.context.builds import yaml
from dockwright.context.builds.compose import FILES, compose
from dockwright.context.builds.hcl import blocks
from dockwright.context.builds.hcl.functions import FUNCTIONS
from dockwright.context.builds.hcl.values import UNKNOWN, Attribute, Block, Scope, Value
from dockwright.context.hosts.bake import Found, of_service, references
from dockwright.context.values import Workspace

MOST_COMBINATIONS = 100
"""Maximum number of targets of one matrix."""
MOST_BESIDE = 20
OWN = ("docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl")
"""The files that Bake reads by default, if they exist; later ones override earlier ones."""


@dataclass(slots=True)
class Target:
    """An evaluated target; unknown values are UNKNOWN."""

    file: str
    line: int
    values: dict[str, Value] = field(default_factory=dict)
    references: Found = field(default_factory=dict)

    def over(self, other: Target) -> None:
        """Merge another target: its values override or extend those of this one."""
        for key, value in other.values.items():
            old = self.values.get(key)
            if key == "inherits" and isinstance(old, list) and isinstance(value, list):
                value = old + value
            elif isinstance(old, dict) and isinstance(value, dict):
                value = old | value
            if value is not None:
                self.values[key] = value
                kept = self.references.get(key, ()) if isinstance(old, dict) and isinstance(value, dict) else ()
                self.references[key] = (*kept, *other.references.get(key, ()))
        if "context" in other.values or "dockerfile" in other.values:
            self.file, self.line = other.file, other.line
        self.references[""] = other.references.get("", ())


class Definition(NamedTuple):
    """What the files that Bake reads together define."""

    files: tuple[tuple[str, Block], ...]
    targets: dict[str, Target]
    """By name, those of a matrix expanded."""
    grouped: frozenset[str]
    """The names that groups contain."""
    whole: bool
    """Whether all names of targets are known: nothing was left out, and no name depends on something unknown."""


def definition(path: str, text: str, workspace: Workspace) -> Definition:
    """What a Bake file defines; if Bake reads it by default, together with the others that it reads."""
    folder, name = posixpath.split(path)
    together = [(path, text)]
    if name in OWN:
        beside = (posixpath.join(folder, own) for own in OWN)
        read = ((each, text if each == path else _there(each, workspace)) for each in beside)
        together = [(each, content) for each, content in read if content is not None]
    files = [(file, _read(file, content)) for file, content in together]
    found = _evaluated(files, _others(path, name, workspace), workspace)
    if name in OWN:
        _with_services(folder, found.targets, workspace)
    return found


def _there(path: str, workspace: Workspace) -> str | None:
    return workspace.read(path) if workspace.exists(path) else None


def _read(path: str, content: str) -> Block:
    if not path.endswith(".json"):
        return blocks.read(content)
    try:
        return blocks.read_json(next(iter(yaml.documents(content)), yaml.Node(0)), content)
    except RecursionError:
        return Block("", [], 0)


def _others(path: str, name: str, workspace: Workspace) -> Callable[[], Iterator[Block]]:
    """Files next to one that is given on the command line: they are often given together."""

    def read() -> Iterator[Block]:
        folder = posixpath.dirname(path)
        for other in sorted(workspace.files) if name not in OWN else ():
            if posixpath.dirname(other) == folder and other.endswith(".hcl") and other != path:
                yield blocks.read(workspace.read(other) or "")

    return read


def _evaluated(
    files: list[tuple[str, Block]], others: Callable[[], Iterator[Block]], workspace: Workspace
) -> Definition:
    """All targets by name, those of a matrix expanded, and the names in groups."""
    scope = Scope({"BAKE_CMD_CONTEXT": lambda scope: "."}, dict(FUNCTIONS))
    for _, file in files:
        _define(file, scope)
    if any(block.kind == "target" for _, file in files for block in file.blocks):
        for file in itertools.islice(others(), MOST_BESIDE):
            _define(file, scope, replace=False)
    targets: dict[str, Target] = {}
    grouped: set[str] = set()
    whole = all(file.whole for _, file in files)
    for path, file in files:
        for block in file.blocks:
            if block.kind == "group":
                grouped.update(texts(_value(block.attributes.get("targets"), scope)))
            made = list(_targets(path, block, scope, workspace)) if block.kind == "target" else []
            # a matrix that is not known, or is cut
            whole = whole and (block.kind != "target" or 0 < len(made) < MOST_COMBINATIONS)
            for name, target in made:
                if not isinstance(name, str):
                    whole = False
                elif name in targets:
                    targets[name].over(target)
                else:
                    targets[name] = target
    return Definition(tuple(files), targets, frozenset(grouped), whole)


def _define(file: Block, scope: Scope, replace: bool = True) -> None:
    """Add the variables and functions of a file, with higher or lower precedence than existing ones."""
    for name, attribute in file.attributes.items():
        scope.names.setdefault(name, attribute.value)
    for block in file.blocks:
        name = block.labels[0] if block.labels else ""
        default = block.attributes.get("default")
        if block.kind == "variable" and (replace or name not in scope.names):
            # a variable without a default is meant to come from the environment
            scope.names[name] = default.value if default else lambda scope: UNKNOWN
        elif block.kind == "function" and (replace or name not in scope.functions):
            scope.functions[name] = _function(block, scope)


def _function(block: Block, scope: Scope) -> Callable[..., Value]:
    result = block.attributes.get("result")
    names = texts(_value(block.attributes.get("params"), _Bare()))
    rest = texts(_value(block.attributes.get("variadic_params"), _Bare()))

    def call(*values: Value) -> Value:
        if result is None or len(values) < len(names):
            return UNKNOWN
        known = dict(zip(names, values, strict=False))
        return result.value(scope.within(known | {name: list(values[len(names) :]) for name in rest[:1]}))

    return call


class _Bare(Scope):
    """A scope where names evaluate to themselves: for the parameters of a function."""

    def __init__(self) -> None:
        super().__init__({}, {})

    def value(self, name: str) -> Value:
        return name


def _targets(path: str, block: Block, scope: Scope, workspace: Workspace) -> Iterator[tuple[Value, Target]]:
    """The targets of a block; a name that is not known is no string."""
    if not block.labels:
        return
    places = [block.attributes[key].line for key in ("context", "dockerfile") if key in block.attributes]
    for within in _combinations(path, block, scope, workspace):
        values = {key: _value(attribute, within) for key, attribute in block.attributes.items() if key != "matrix"}
        name = values.pop("name", None) if "matrix" in block.attributes else block.labels[0]
        yield name, Target(path, places[0] if places else block.line, values, references(path, block, values))


def _combinations(path: str, block: Block, scope: Scope, workspace: Workspace) -> Iterator[Scope]:
    matrix = _value(block.attributes.get("matrix"), scope)
    if "matrix" not in block.attributes or not isinstance(matrix, dict):
        yield scope
        return
    axes = [value for value in matrix.values() if isinstance(value, list)]
    if len(axes) != len(matrix):
        return
    product = itertools.product(*axes)
    for values in itertools.islice(product, MOST_COMBINATIONS):
        yield scope.within(dict(zip(matrix, values, strict=True)))
    if next(product, None) is not None:
        what = f"{path}:{block.line + 1}: the matrix of {block.labels[0]}"
        workspace.tell(f"{what} has more than {MOST_COMBINATIONS} combinations; only the first are read")


def _with_services(folder: str, targets: dict[str, Target], workspace: Workspace) -> None:
    """Merge the Compose services next to the Bake file below targets with the same names."""
    paths = [path for path in (posixpath.join(folder, name) for name in FILES) if workspace.exists(path)]
    for path in paths[:1]:
        for build in compose(path, workspace.read(path) or "", workspace):
            if build.inline:
                continue
            where = posixpath.relpath(f"/{build.context}", f"/{folder}")
            file = posixpath.relpath(f"/{build.dockerfile}", f"/{build.context}")
            values = {"context": where, "dockerfile": file, "args": dict(build.args), "target": build.target or None}
            service = Target(path, build.line, values, of_service(build.references))
            if build.name in targets:
                service.over(targets[build.name])
                targets[build.name] = service


def _value(attribute: Attribute | None, scope: Scope) -> Value:
    if attribute is None:
        return None
    try:
        return attribute.value(scope)
    except RecursionError:
        return UNKNOWN


def texts(values: Value) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
