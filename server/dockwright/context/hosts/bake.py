"""The references in a target of a Bake file, by attribute; "" is its name."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.builds.hcl.literals import Items, Pairs, Written
from dockwright.context.builds.hcl.values import Attribute, Block, Expression, Value
from dockwright.context.hosts.reference import EXPRESSION, Kind, Reference
from dockwright.text import Span

Found = dict[str, tuple[Reference, ...]]
_KINDS: dict[str, Kind] = {
    "target": "target", "dockerfile": "dockerfile", "context": "context", "args": "arg", "contexts": "named_context",
    "secret": "secret", "ssh": "ssh", "platforms": "platform", "no-cache-filter": "stage",
}  # fmt: skip
_ATTRIBUTES = {kind: key for key, kind in _KINDS.items()}


def references(path: str, block: Block, values: dict[str, Value]) -> Found:
    """The references of a block, given the values of its attributes."""
    found: Found = {"": (Reference("build", path, block.span, block.labels[0]),)}
    for key, value in values.items():
        attribute, kind = block.attributes.get(key), _KINDS.get(key)
        if attribute is not None and kind is not None:
            found[key] = tuple(_of(kind, path, attribute, value))
    return found


def of_service(given: tuple[Reference, ...]) -> Found:
    """The references of the Compose service that a target overrides."""
    found: Found = {}
    for reference in given:
        key = _ATTRIBUTES.get(reference.kind, reference.kind if reference.kind != "build" else "")
        found[key] = (*found.get(key, ()), reference)
    return found


def _of(kind: Kind, path: str, attribute: Attribute, value: Value) -> Iterator[Reference]:
    if isinstance(value, str):
        yield _written(kind, path, attribute.value, attribute.span, value)
    elif isinstance(value, dict):
        pairs = attribute.value.pairs if isinstance(attribute.value, Pairs) else ()
        known = {key.value: key for key, _ in pairs if isinstance(key, Written)}
        for name in value:
            yield _written(kind, path, known.get(name), attribute.span, name)
    elif isinstance(value, list):
        items = attribute.value.items if isinstance(attribute.value, Items) else ()
        exact = len(items) == len(value)
        for at, item in enumerate(value):
            yield from _item(kind, path, items[at] if exact else None, attribute.span, item)
    elif kind == "arg" and value is not None:
        yield Reference("unknown_args", path, attribute.span, "", EXPRESSION)


def _item(kind: Kind, path: str, item: Expression | None, around: Span, value: Value) -> Iterator[Reference]:
    """A platform or stage; for a secret or key, its id."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        pairs = item.pairs if isinstance(item, Pairs) else ()
        named = (inner for key, inner in pairs if isinstance(key, Written) and key.value == "id")
        yield _written(kind, path, next(named, None), around, value["id"])
    elif isinstance(value, str):
        found = _written(kind, path, item, around, value)
        if kind not in ("secret", "ssh"):
            yield found
            return
        start, end = _identity(kind, value)
        place = Span(found.span.start + start, found.span.start + end)
        yield Reference(kind, path, found.span if found.obstacle else place, value[start:end], found.obstacle)


def _identity(kind: Kind, written: str) -> tuple[int, int]:
    """The range of the id in `type=env,id=x` or `x=path`."""
    if kind == "ssh":
        return 0, len(written.partition("=")[0])
    at = 0
    for part in written.split(","):
        if part.startswith("id="):
            return at + 3, at + len(part)
        at += len(part) + 1
    return 0, len(written)


def _written(kind: Kind, path: str, expression: Expression | None, around: Span, value: str) -> Reference:
    if isinstance(expression, Written) and expression.value == value:
        return Reference(kind, path, expression.span, value)
    return Reference(kind, path, around, value, EXPRESSION)
