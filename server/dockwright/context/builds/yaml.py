"""YAML with lines, read from events one after the other: no recursion, no copies of aliases, a limit on everything."""

from __future__ import annotations

from collections.abc import Iterator

LARGEST = 2_000_000
DEEPEST = 100


class Node:
    """A scalar, list or mapping, and its line from 0. An alias is the node itself, so never copy a tree of them."""

    __slots__ = ("entries", "items", "line", "scalar", "tag")

    def __init__(self, line: int, scalar: str | None = None, tag: str = "") -> None:
        self.line = line
        self.scalar = scalar
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.tag = tag
        """What is written before it, such as `!reference`."""

    def get(self, *keys: str) -> Node | None:
        """The node under the keys, through merge keys (`<<`)."""
        node: Node | None = self
        for key in keys:
            node = node._entry(key, 0) if node is not None else None
        return node

    def text(self, *keys: str) -> str | None:
        node = self.get(*keys)
        return node.scalar if node is not None else None

    def names(self) -> list[str]:
        """The keys, those of merged mappings after its own."""
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
        """All mappings in it, each once."""
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

    def _entry(self, key: str, depth: int) -> Node | None:
        if key in self.entries:
            return self.entries[key]
        merged = self.entries.get("<<")
        if merged is None or depth > DEEPEST:
            return None
        found = (source._entry(key, depth + 1) for source in (merged.items or [merged])[:DEEPEST])
        return next((node for node in found if node is not None), None)


def documents(text: str) -> list[Node]:
    """The documents of a file; what follows an error, or a limit, is left out."""
    return list(_documents(text)) if len(text) <= LARGEST else []


def _documents(text: str) -> Iterator[Node]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[tuple[Node, list[str]]] = []
    anchors: dict[str, Node] = {}
    try:
        for event in yaml.parse(text, Loader=loader):
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
                    node = Node(line, value, tag=event.tag or "")
                    if event.anchor:
                        anchors[event.anchor] = node
                _place(stack, node, isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)))
                if isinstance(event, yaml.CollectionStartEvent):
                    if len(stack) >= DEEPEST:
                        return
                    stack.append((node, ["map"] if isinstance(event, yaml.MappingStartEvent) else []))
    except (yaml.YAMLError, ValueError):
        return


def _place(stack: list[tuple[Node, list[str]]], node: Node, is_scalar: bool) -> None:
    """Put a node into the collection that is open: as an item, a key or the value of the last key."""
    if not stack:
        return
    parent, state = stack[-1]
    if not state:
        parent.items.append(node)
    elif len(state) == 1:
        state.append(node.scalar or "")
    else:
        parent.entries.setdefault(state.pop(), node)
