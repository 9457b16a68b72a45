"""Builds if, for, while, case, functions, subshells, groups and tests from tree-sitter's nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.syntax.shell import simples
from dockwright.syntax.shell.nodes import Compound, CompoundKind, Sequence, Word
from dockwright.syntax.shell.reader import Reader
from dockwright.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

KINDS = frozenset(
    {
        "subshell",
        "compound_statement",
        "if_statement",
        "while_statement",
        "for_statement",
        "c_style_for_statement",
        "case_statement",
        "function_definition",
    }
)


def build(reader: Reader, node: Node) -> Compound:
    """The compound command of a node."""
    made = _BUILDERS[node.type](reader, node)
    if made.kind not in ("case", "arithmetic", "test") and not all(body.items for body in made.bodies):
        reader.broken = True
    return made


def double_test(reader: Reader, node: Node) -> Compound:
    """A `[[ ... ]]` or `(( ... ))` command."""
    words = _words(reader, simples.leaves(node))
    return Compound(_span(node), "test" if node.children[0].type == "[[" else "arithmetic", words=words)


def _subshell(reader: Reader, node: Node) -> Compound:
    return Compound(_span(node), "subshell", (_inside(reader, node.children[1:-1], node),))


def _group(reader: Reader, node: Node) -> Compound:
    children = node.children
    if children[0].type == "((":
        return Compound(_span(node), "arithmetic", words=_words(reader, children[1:-1]))
    return Compound(_span(node), "group", (_inside(reader, children[1:-1], node),))


def _if(reader: Reader, node: Node) -> Compound:
    bodies: list[Sequence] = []
    conditions: list[int] = []
    part: list[Node] = []

    def close(at: Node) -> None:
        bodies.append(reader.sequence(part, at.start_byte))
        part.clear()

    def walk(children: list[Node]) -> None:
        for child in children:
            kind = child.type
            if kind in ("if", "elif"):
                conditions.append(len(bodies))
            elif kind in ("then", "fi"):
                if kind == "then" or part:
                    close(child)
            elif kind == "else":
                pass
            elif kind in ("elif_clause", "else_clause"):
                if part:
                    close(child)
                walk(child.children)
                if part:
                    close(child)
            else:
                part.append(child)

    walk(node.children)
    if len(bodies) < 2 * len(conditions):
        reader.broken = True
    return Compound(_span(node), "if", tuple(bodies), tuple(conditions))


def _while(reader: Reader, node: Node) -> Compound:
    children = node.children
    kind: CompoundKind = "until" if children[0].type == "until" else "while"
    body = [child for child in children if child.type == "do_group"]
    condition = reader.sequence([child for child in children[1:] if child.type != "do_group"], node.start_byte)
    return Compound(_span(node), kind, (condition, *(_do(reader, child) for child in body)), (0,))


def _for(reader: Reader, node: Node) -> Compound:
    name = node.child_by_field_name("variable")
    values = [child for child in node.children_by_field_name("value") if child.is_named]
    bodies = [child for child in node.children if child.type in ("do_group", "compound_statement")]
    span = _span(name) if name else None
    return Compound(
        _span(node),
        "for",
        tuple(_do(reader, child) for child in bodies),
        words=_words(reader, values),
        name=reader.text[span.start : span.end] if span else "",
        name_span=span,
    )


def _case(reader: Reader, node: Node) -> Compound:
    words = list(_words(reader, node.children_by_field_name("value")))
    bodies = []
    for item in node.children:
        if item.type == "case_item":
            words += _words(reader, item.children_by_field_name("value"))
            statements = _after_pattern(item)
            bodies.append(reader.sequence(statements, item.end_byte))
    return Compound(_span(node), "case", tuple(bodies), words=tuple(words))


def _after_pattern(item: Node) -> list[Node]:
    children = item.children
    closing = next((index for index, child in enumerate(children) if child.type == ")"), len(children))
    return [child for child in children[closing + 1 :] if child.type not in (";;", ";&", ";;&")]


def _function(reader: Reader, node: Node) -> Compound:
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    span = _span(name) if name else None
    return Compound(
        _span(node),
        "function",
        (reader.sequence([body] if body else [], node.end_byte),),
        name=reader.text[span.start : span.end] if span else "",
        name_span=span,
    )


def _do(reader: Reader, node: Node) -> Sequence:
    return _inside(reader, node.children[1:-1], node)


def _inside(reader: Reader, children: list[Node], node: Node) -> Sequence:
    return reader.sequence(children, node.start_byte)


def _words(reader: Reader, nodes: list[Node]) -> tuple[Word, ...]:
    groups: list[list[Node]] = []
    for node in nodes:
        if groups and groups[-1][-1].end_byte == node.start_byte:
            groups[-1].append(node)
        else:
            groups.append([node])
    return tuple(reader.word(group) for group in groups)


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


_BUILDERS = {
    "subshell": _subshell,
    "compound_statement": _group,
    "if_statement": _if,
    "while_statement": _while,
    "for_statement": _for,
    "c_style_for_statement": _for,
    "case_statement": _case,
    "function_definition": _function,
}
