"""The names of targets and groups in a Bake file, and where `group.targets`, `inherits` and `contexts` use them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.builds.bake_targets import OWN, Definition, definition
from dockwright.context.builds.compose import FILES
from dockwright.context.builds.hcl.literals import Items, Pairs, Written
from dockwright.context.builds.hcl.values import Block
from dockwright.context.hosts.names import Defined, Kind, Names, Used
from dockwright.context.values import Workspace
from dockwright.text import Span

MOST_PARENTS = 100
_LINK = "target:"
_GIVEN = "docker-metadata-action"
"""How the targets begin that an action adds in another file, unless it is told another name."""


def names(path: str, text: str, workspace: Workspace) -> Names:
    """Those of a Bake file, together with the files that Bake reads with it by default."""
    found = definition(path, text, workspace)
    own = next(block for file, block in found.files if file == path)
    services = _services(path, workspace)
    defined = tuple(dict.fromkeys((*_defined(found), *services)))
    others = dict.fromkeys([file for file, _ in found.files] + [one.file for one in defined])
    files = {other: workspace.read(other) or "" for other in others if other != path}
    used = tuple(one for one in _used(own) if not one.name.startswith(_GIVEN))
    return Names(defined, used, found.whole and bool(found.targets), files)


def _defined(found: Definition) -> Iterator[Defined]:
    for name, target in found.targets.items():
        for one in target.references.get("", ())[-1:]:
            yield Defined("target", name, one.file, one.span)
    for file, block in found.files:
        for each in block.blocks:
            # The label of a matrix is a group of the targets that it makes.
            is_group = each.kind == "group" or (each.kind == "target" and "matrix" in each.attributes)
            if is_group and each.labels and (each.kind == "group" or each.labels[0] not in found.targets):
                yield Defined("group", each.labels[0], file, each.span)


def _services(path: str, workspace: Workspace) -> Iterator[Defined]:
    """The group of all services, if Bake reads a Compose file with this one."""
    folder, name = posixpath.split(path)
    beside = (posixpath.join(folder, file) for file in FILES)
    for file in filter(workspace.exists, beside) if name in OWN else ():
        yield Defined("group", "default", file, Span(0, 0))


def _used(file: Block) -> Iterator[Used]:
    replaced = set(_replaced(file))
    for block in file.blocks:
        label = block.labels[0] if block.labels else ""
        if block.kind == "group":
            yield from _listed(block, "targets", label, ("target", "group"))
        elif block.kind == "target":
            yield from _listed(block, "inherits", label, ("target",))
            for key, value in _pairs(block, "contexts"):
                if value.value.startswith(_LINK) and (label, key) not in replaced:
                    span = Span(value.span.start + len(_LINK), value.span.end)
                    yield Used(("target",), value.value.removeprefix(_LINK), span, label)


def _listed(block: Block, key: str, label: str, wanted: tuple[Kind, ...]) -> Iterator[Used]:
    for item in _items(block, key):
        yield Used(wanted, item.value, item.span, label)


def _items(block: Block, key: str) -> Iterator[Written]:
    """The items of a list that are written as they are, without patterns, which may mean any name."""
    given = block.attributes.get(key)
    for item in given.value.items if given is not None and isinstance(given.value, Items) else ():
        if isinstance(item, Written) and not any(mark in item.value for mark in "*?[]"):
            yield item


def _pairs(block: Block, key: str) -> Iterator[tuple[str, Written]]:
    given = block.attributes.get(key)
    for name, value in given.value.pairs if given is not None and isinstance(given.value, Pairs) else ():
        if isinstance(name, Written) and isinstance(value, Written):
            yield name.value, value


def _replaced(file: Block) -> Iterator[tuple[str, str]]:
    """The targets and the names of their contexts that a target which inherits from them gives itself."""
    for block in file.blocks:
        parents = [item.value for item in _items(block, "inherits")][:MOST_PARENTS]
        yield from ((parent, name) for name, _ in _pairs(block, "contexts") for parent in parents)
