"""A YAML reader with line numbers, based on parser events: no recursion, no copies of aliases, and size limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dockwright.text import Span

if TYPE_CHECKING:
    import yaml

LARGEST = 2_000_000
DEEPEST = 100
NOWHERE = Span(0, 0)
_NULLS = ("~", "null", "Null", "NULL")
"""What stands for nothing, where it is not quoted."""


class Node:
    """A scalar, list or mapping, and its line from 0. An alias is the same node, so never copy a tree of nodes."""

    __slots__ = ("entries", "items", "keys", "line", "quoted", "scalar", "span", "tag")

    def __init__(self, line: int, scalar: str | None = None, tag: str = "", span: Span = NOWHERE) -> None:
        self.line = line
        self.span = span
        """In characters of the text; for a collection, where it begins."""
        self.quoted = False
        self.scalar = scalar
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Node] = {}
        """The key nodes of `entries`."""
        self.tag = tag
        """The tag, such as `!reference`."""

    def get(self, *keys: str) -> Node | None:
        """The node at a path of keys, through merge keys (`<<`)."""
        node: Node | None = self
        for key in keys:
            found = node.entry(key) if node is not None else None
            node = found[1] if found is not None else None
        return node

    def text(self, *keys: str) -> str | None:
        node = self.get(*keys)
        return node.scalar if node is not None else None

    def names(self) -> list[str]:
        """The keys, followed by those of merged mappings."""
        found = dict.fromkeys(key for key in self.entries if key != "<<")
        merged = self.entries.get("<<")
        waiting, seen = [merged] if merged else [], set[int]()
        while waiting and len(seen) < DEEPEST:
            node = waiting.pop(0)
            if id(node) not in seen:
                seen.add(id(node))
                found |= dict.fromkeys(key for key in node.entries if key != "<<")
                waiting += [*node.items, *([node.entries["<<"]] if "<<" in node.entries else [])]
        return list(found)

    def mappings(self) -> Iterator[Node]:
        """All nested mappings, each once."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if node.entries:
                yield node
            waiting += [*node.entries.values(), *node.items]

    def entry(self, key: str, depth: int = 0) -> tuple[Node, Node] | None:
        """A key node and its value, through merge keys."""
        if key in self.entries:
            return self.keys[key], self.entries[key]
        merged = self.entries.get("<<")
        if merged is None or depth > DEEPEST:
            return None
        found = (source.entry(key, depth + 1) for source in (merged.items or [merged])[:DEEPEST])
        return next((pair for pair in found if pair is not None), None)


def documents(text: str) -> list[Node]:
    """The documents of a file; everything after an error or a limit is left out."""
    return list(_documents(text)) if len(text) <= LARGEST else []


def _documents(text: str) -> Iterator[Node]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    begin = int(text.startswith("\ufeff"))
    stack: list[_Open] = []
    anchors: dict[str, Node] = {}
    try:
        for event in yaml.parse(text[begin:], Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                stack, anchors = [], {}
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                node = stack.pop()[0]
                if not stack:
                    yield node
            elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent, yaml.CollectionStartEvent)):
                line = event.start_mark.line if event.start_mark else 0
                if isinstance(event, yaml.AliasEvent):
                    node = anchors.get(event.anchor or "") or Node(line)
                else:
                    value = event.value if isinstance(event, yaml.ScalarEvent) else None
                    node = Node(line, value, event.tag or "", _span(event).shifted(begin))
                    node.quoted = isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')
                    if value in _NULLS and not getattr(event, "style", None):
                        node.scalar = ""
                    if event.anchor:
                        anchors[event.anchor] = node
                _place(stack, node)
                if isinstance(event, yaml.CollectionStartEvent):
                    if len(stack) >= DEEPEST:
                        return
                    stack.append((node, [None] if isinstance(event, yaml.MappingStartEvent) else []))
    except (yaml.YAMLError, ValueError):
        return


def _span(event: yaml.Event) -> Span:
    return Span(event.start_mark.index, event.end_mark.index) if event.start_mark and event.end_mark else NOWHERE


_Open = tuple[Node, list[Node | None]]
"""An open collection; for a mapping, also None or the key that waits for its value."""


def _place(stack: list[_Open], node: Node) -> None:
    """Add a node to the open collection: as an item, a key or the value of the last key."""
    if not stack:
        return
    parent, state = stack[-1]
    if not state:
        parent.items.append(node)
    elif len(state) == 1:
        state.append(node)
    elif (key := state.pop()) is not None and (name := key.scalar or "") not in parent.entries:
        parent.keys[name], parent.entries[name] = key, node
