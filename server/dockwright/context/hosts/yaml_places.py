"""References to scalars of YAML and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.builds.yaml import Node
from dockwright.context.hosts.reference import ENVIRONMENT, ESCAPES, EXPRESSION, Kind, Reference
from dockwright.text import Span


def written(node: Node, text: str) -> Span | None:
    """The range of a scalar that is written literally; None with escapes, folding or blocks."""
    value = node.scalar or ""
    end = node.span.end
    if text[end - 1 : end] in ("'", '"') and node.quoted:
        end -= 1
    span = Span(end - len(value), end)
    if span.start < node.span.start or text[span.start : span.end] != value:
        return None
    return None if node.quoted and text[span.start - 1] != text[end] else span


def reference(kind: Kind, file: str, text: str, node: Node, value: str | None = None) -> Reference:
    """A reference to a scalar that has the given value after variables are replaced."""
    span, plain = written(node, text), node.scalar or ""
    meant = plain if value is None else value
    if span is None:
        return Reference(kind, file, node.span, meant, ESCAPES)
    return Reference(kind, file, span, meant, "" if meant == plain and "$" not in plain else EXPRESSION)


def key_of(kind: Kind, file: str, text: str, key: Node, value: Node) -> Reference:
    """The key of a mapping; an ARG without a value takes it from the environment."""
    found = reference(kind, file, text, key, key.scalar)
    if found.obstacle or kind != "arg" or value.scalar is None or value.scalar or value.quoted:
        return found
    return Reference(kind, file, found.span, found.value, ENVIRONMENT)


def name_of(kind: Kind, file: str, text: str, item: Node) -> Reference:
    """`NAME=value`, or the name alone."""
    name, equals, _ = (item.scalar or "").partition("=")
    span = written(item, text)
    if span is None:
        return Reference(kind, file, item.span, name, ESCAPES)
    obstacle = EXPRESSION if "$" in name else ENVIRONMENT if kind == "arg" and not equals else ""
    return Reference(kind, file, Span(span.start, span.start + len(name)), name, obstacle)


def lines(node: Node, text: str) -> Iterator[tuple[str, Span]]:
    """The non-blank lines of a scalar with their ranges; none if the lines cannot be located."""
    values = [line.strip() for line in (node.scalar or "").splitlines() if line.strip()]
    start, end = node.span
    if text[start : start + 1] in ("|", ">"):
        start = text.find("\n", start, end) + 1
    at, found = start, []
    for value in values:
        place = text.find(value, at, end)
        between = text[at:place] if place >= 0 else "x"
        if between.strip(" \t\r\n'\""):
            return
        found.append((value, Span(place, place + len(value))))
        at = place + len(value)
    yield from found
