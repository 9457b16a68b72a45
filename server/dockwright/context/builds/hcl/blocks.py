"""HCL as Bake files use it: blocks with labels, and attributes whose values are evaluated when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dockwright.context.builds.hcl.expressions import Broken, Reader, template
from dockwright.context.builds.hcl.values import Expression
from dockwright.context.builds.yaml import Node
from dockwright.lazy import pattern

LARGEST = 500_000
DEEPEST = 20
MOST_BROKEN = 200
"""So often reading starts again."""
_AT_LINE_START = pattern(r"^(?:target|variable|group|function)\b[^\n=]*\{", 8)
"""Where reading goes on after something that is no HCL: 8 is `re.MULTILINE`."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value that is not evaluated yet."""

    line: int
    """From 0."""
    value: Expression


@dataclass(slots=True)
class Block:
    """`kind "label" { ... }`; a file is a block without a kind."""

    kind: str
    labels: list[str]
    line: int
    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


def read(text: str) -> Block:
    """The blocks and attributes of a file; what cannot be read is left out, and what follows it is read again."""
    whole = Block("", [], 0)
    reader = Reader(text[:LARGEST])
    broken = 0
    while not reader.ended() and broken < MOST_BROKEN:
        try:
            _item(reader, whole, 0)
        except Broken:
            broken += 1
            found = _AT_LINE_START.search(reader.text, reader.at)
            if found is None:
                break
            reader.at = found.start()
            reader.nested = 0
    return whole


def read_json(document: Node) -> Block:
    """The same from JSON, where a block is an object under its kind and label, and strings are templates."""
    whole = Block("", [], 0)
    for kind, named in document.entries.items():
        if kind in ("target", "variable", "group", "function"):
            for label, node in named.entries.items():
                whole.blocks.append(Block(kind, [label], node.line, dict(_attributes(node))))
        else:
            whole.attributes[kind] = Attribute(named.line, _constant(named, 0))
    return whole


def _item(reader: Reader, parent: Block, depth: int) -> None:
    line = reader.line
    name = reader.name()
    reader.blanks()
    if reader.take("="):
        parent.attributes.setdefault(name, Attribute(line, reader.expression()))
        reader.end_of_line()
        return
    block = Block(name, [], line)
    while not reader.take("{"):
        block.labels.append(reader.label())
        reader.blanks()
    if depth > DEEPEST:
        raise Broken
    while not reader.ended() and not reader.take("}"):
        _item(reader, block, depth + 1)
    parent.blocks.append(block)


def _attributes(node: Node) -> Iterator[tuple[str, Attribute]]:
    for key, value in node.entries.items():
        yield key, Attribute(value.line, _constant(value, 0))


def _constant(node: Node, depth: int) -> Expression:
    if depth > DEEPEST:
        raise RecursionError
    if node.scalar is not None:
        return template(node.scalar)
    if node.entries:
        entries = {key: _constant(value, depth + 1) for key, value in node.entries.items()}
        return lambda scope: {key: value(scope) for key, value in entries.items()}
    items = [_constant(item, depth + 1) for item in node.items]
    return lambda scope: [item(scope) for item in items]
