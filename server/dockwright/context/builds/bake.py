"""Builds defined by Bake files in HCL or JSON. Variables have their defaults, because the environment is not read."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dockwright.context.builds import yaml
from dockwright.context.builds.compose import FILES, compose
from dockwright.context.builds.hcl import blocks
from dockwright.context.builds.hcl.functions import FUNCTIONS
from dockwright.context.builds.hcl.values import UNKNOWN, Attribute, Block, Scope, Value, text
from dockwright.context.hosts.bake import Found, of_service, references
from dockwright.context.values import Build, Workspace, join

MOST_COMBINATIONS = 100
"""Maximum number of targets of one matrix."""
MOST_PARENTS = 100
"""Maximum number of targets that one inherits from, directly or indirectly."""
MOST_BESIDE = 20
OWN = ("docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl")
"""The files that Bake reads by default, if they exist; later ones override earlier ones."""


@dataclass(slots=True)
class _Target:
    """An evaluated target; unknown values are UNKNOWN."""

    file: str
    line: int
    values: dict[str, Value] = field(default_factory=dict)
    references: Found = field(default_factory=dict)

    def over(self, other: _Target) -> None:
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


def bake(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The targets of a Bake file; paths are relative to the folder where Bake runs, the one with the Dockerfiles."""
    folder, name = posixpath.split(path)
    together = [(path, text)]
    if name in OWN:
        beside = [each for each in (posixpath.join(folder, own) for own in OWN) if workspace.exists(each)]
        if beside[:1] != [path]:
            return  # already read together with the first one
        together += [(each, found) for each in beside[1:] if (found := workspace.read(each)) is not None]
    files = [(file, _read(file, content)) for file, content in together]
    targets, groups = _evaluated(files, _others(path, name, workspace), workspace)
    if name in OWN:
        _with_services(folder, targets, workspace)
    bases = list(dict.fromkeys((folder, posixpath.dirname(folder), "")))
    used = {parent for target in targets.values() for parent in _texts(target.values.get("inherits"))}
    order = bases if name in OWN else bases[::-1]
    for name, target in targets.items():
        whole = _inherited(target, targets, [0])
        named = "context" in whole.values or "dockerfile" in whole.values
        meant = named or name in groups or (bool(target.values) and name not in used and name[0] != "_")
        if meant:
            # A part of others may name a file that is in the context of one of these.
            may_lack = "bake" in posixpath.basename(path) and (name in groups or (named and name not in used))
            yield from _build(name, target, whole, order, workspace, may_lack)


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
) -> tuple[dict[str, _Target], set[str]]:
    """All targets by name, those of a matrix expanded, and the names of groups."""
    scope = Scope({"BAKE_CMD_CONTEXT": lambda scope: "."}, dict(FUNCTIONS))
    for _, file in files:
        _define(file, scope)
    if any(block.kind == "target" for _, file in files for block in file.blocks):
        for file in itertools.islice(others(), MOST_BESIDE):
            _define(file, scope, replace=False)
    targets: dict[str, _Target] = {}
    groups: set[str] = set()
    for path, file in files:
        for block in file.blocks:
            if block.kind == "group":
                groups.update(_texts(_value(block.attributes.get("targets"), scope)))
            for name, target in _targets(path, block, scope, workspace) if block.kind == "target" else ():
                if name in targets:
                    targets[name].over(target)
                else:
                    targets[name] = target
    return targets, groups


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
    names = _texts(_value(block.attributes.get("params"), _Bare()))
    rest = _texts(_value(block.attributes.get("variadic_params"), _Bare()))

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


def _targets(path: str, block: Block, scope: Scope, workspace: Workspace) -> Iterator[tuple[str, _Target]]:
    if not block.labels:
        return
    places = [block.attributes[key].line for key in ("context", "dockerfile") if key in block.attributes]
    for within in _combinations(path, block, scope, workspace):
        values = {key: _value(attribute, within) for key, attribute in block.attributes.items() if key != "matrix"}
        name = values.pop("name", None) if "matrix" in block.attributes else block.labels[0]
        if isinstance(name, str):
            yield name, _Target(path, places[0] if places else block.line, values, references(path, block, values))


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


def _with_services(folder: str, targets: dict[str, _Target], workspace: Workspace) -> None:
    """Merge the Compose services next to the Bake file below targets with the same names."""
    paths = [path for path in (posixpath.join(folder, name) for name in FILES) if workspace.exists(path)]
    for path in paths[:1]:
        for build in compose(path, workspace.read(path) or "", workspace):
            if build.inline:
                continue
            where = posixpath.relpath(f"/{build.context}", f"/{folder}")
            file = posixpath.relpath(f"/{build.dockerfile}", f"/{build.context}")
            values = {"context": where, "dockerfile": file, "args": dict(build.args), "target": build.target or None}
            service = _Target(path, build.line, values, of_service(build.references))
            if build.name in targets:
                service.over(targets[build.name])
                targets[build.name] = service


def _inherited(target: _Target, targets: Mapping[str, _Target], count: list[int]) -> _Target:
    """A target with inherited values: later parents override earlier ones, and its own values override all."""
    whole = _Target(target.file, target.line)
    for parent in _texts(target.values.get("inherits")):
        count[0] += 1
        if parent in targets and count[0] <= MOST_PARENTS and targets[parent] is not target:
            whole.over(_inherited(targets[parent], targets, count))
    whole.over(target)
    return whole


def _build(
    name: str, target: _Target, whole: _Target, bases: list[str], workspace: Workspace, may_lack: bool
) -> Iterator[Build]:
    """The build of a target, in the first of the folders where Bake may run that contains its Dockerfile."""
    written = whole.values.get("dockerfile") or "Dockerfile"
    place = whole.values.get("context", ".")
    inline = whole.values.get("dockerfile-inline") or ""
    if not isinstance(written, str) or not isinstance(place, str) or not isinstance(inline, str):
        return
    options = [one for base in bases if (one := _in_folder(base, place, written))]
    there = [one for one in options if inline or workspace.exists(one[2])]
    # Where no folder contains the Dockerfile, it is missed in the first one that contains the context.
    lacking = sorted(options, key=lambda one: one[1] not in workspace.folders) if may_lack else []
    for base, context, file in (there or lacking)[:1]:
        args = _strings(whole.values.get("args"))
        others = _strings(whole.values.get("contexts"))
        last = text(whole.values.get("target") or "")
        platforms = tuple(_texts(whole.values.get("platforms")))
        yield Build(
            target.file if inline else file, context, "bake", target.file, target.line, name,
            last if isinstance(last, str) else "", platforms, args, others, folder=base, inline=inline,
            references=tuple(one for found in whole.references.values() for one in found),
        )  # fmt: skip


def _in_folder(base: str, place: str, written: str) -> tuple[str, str, str] | None:
    """The folder where Bake runs, the context and the Dockerfile; None if they are not in the workspace."""
    local = place.removeprefix("cwd://")
    # `target:x` and `git.example.org:x` name no folder
    context = join(base, local or ".") if ":" not in local.partition("/")[0] else None
    if context is None:
        return None
    # Nothing else than the context is searched, not even the folder where Bake runs.
    file = join(base if written.startswith("cwd://") else context, written.removeprefix("cwd://"))
    return (base, context, file) if file is not None else None


def _value(attribute: Attribute | None, scope: Scope) -> Value:
    if attribute is None:
        return None
    try:
        return attribute.value(scope)
    except RecursionError:
        return UNKNOWN


def _strings(values: Value) -> dict[str, str]:
    """A map of strings; unknown values are marked so that they are not used as values."""
    pairs = values.items() if isinstance(values, dict) else ()
    found = {str(key): text(value) for key, value in pairs if value is not None}
    return {key: value if isinstance(value, str) else "$unknown" for key, value in found.items()}


def _texts(values: Value) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
