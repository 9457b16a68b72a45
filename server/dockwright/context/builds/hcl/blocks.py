"""The subset of HCL that Bake files use: blocks with labels, and attributes that are evaluated on demand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dockwright.context.builds.hcl import parser
from dockwright.context.builds.hcl.literals import Items, Pairs, Written
from dockwright.context.builds.hcl.values import Attribute, Block, Expression, constant
from dockwright.context.builds.yaml import Node
from dockwright.context.hosts.yaml_places import written
from dockwright.lazy import pattern

LARGEST = 500_000
DEEPEST = 20
MOST_BROKEN = 200
"""Maximum number of times that parsing restarts after an error."""
_AT_LINE_START = pattern(r"^(?:target|variable|group|function)\b[^\n=]*\{", 8)
"""Where parsing restarts after an error; 8 is `re.MULTILINE`."""


def read(text: str) -> Block:
    """The blocks and attributes of a file; parsing skips errors and goes on after them."""
    whole = Block("", [], 0, whole=len(text) <= LARGEST)
    text = text[:LARGEST].replace("\ufeff", " ") + "\n"  # which ends the last attribute
    start = 0
    for _ in range(MOST_BROKEN):
        found, broken = parser.body(text, start)
        whole.blocks += found.blocks
        whole.whole = whole.whole and found.whole
        whole.attributes = found.attributes | whole.attributes
        again = _AT_LINE_START.search(text, broken) if broken is not None else None
        if again is None:
            break
        start = again.start()
    return whole


def read_json(document: Node, text: str) -> Block:
    """Like `read` for JSON: a block is an object under its kind and label, and strings are templates."""
    whole = Block("", [], 0, whole=_is_json(text))
    for kind, named in document.entries.items():
        if kind in ("target", "variable", "group", "function"):
            # lists of blocks, which nobody writes, are not read
            whole.whole = whole.whole and not any(node.items for node in (named, *named.entries.values()))
            for label, node in named.entries.items():
                span = written(named.keys[label], text) or named.keys[label].span
                whole.blocks.append(Block(kind, [label], node.line, span, dict(_attributes(node, text))))
        else:
            whole.attributes[kind] = Attribute(named.line, _constant(named, text, 0))
    return whole


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text.removeprefix("\ufeff")), dict)
    except (ValueError, RecursionError):
        return False


def _attributes(node: Node, text: str) -> Iterator[tuple[str, Attribute]]:
    for key, value in node.entries.items():
        yield key, Attribute(value.line, _constant(value, text, 0), node.keys[key].span)


def _constant(node: Node, text: str, depth: int) -> Expression:
    if depth > DEEPEST:
        raise RecursionError
    if node.scalar is not None:
        span = written(node, text)
        return parser.template(node.scalar) if span is None or "{" in node.scalar else Written(node.scalar, span)
    if node.entries:
        pairs = [
            (_name(node.keys[key], text), _constant(value, text, depth + 1)) for key, value in node.entries.items()
        ]
        return Pairs(tuple(pairs))
    return Items(tuple(_constant(item, text, depth + 1) for item in node.items))


def _name(key: Node, text: str) -> Expression:
    span = written(key, text)
    return constant(key.scalar) if span is None else Written(key.scalar or "", span)
