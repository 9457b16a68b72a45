"""if, for, while, case, functions, subshells, groups and tests out of tree-sitter's nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.syntax.shell import simples
from dockwright.syntax.shell.nodes import Compound, CompoundKind, Sequence, Word
from dockwright.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from dockwright.syntax.shell.build import Builder

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


def build(builder: Builder, node: Node) -> Compound:
    """The construct of a node."""
    made = _BUILDERS[node.type](builder, node)
    if made.kind not in ("case", "arithmetic", "test") and not all(body.items for body in made.bodies):
        builder.broken = True
    return made


def double_test(builder: Builder, node: Node) -> Compound:
    """`[[ ... ]]` and `(( ... ))`."""
    words = _words(builder, simples.leaves(node))
    return Compound(_span(node), "test" if node.children[0].type == "[[" else "arithmetic", words=words)


def _subshell(builder: Builder, node: Node) -> Compound:
    return Compound(_span(node), "subshell", (_inside(builder, node.children[1:-1], node),))


def _group(builder: Builder, node: Node) -> Compound:
    children = node.children
    if children[0].type == "((":
        return Compound(_span(node), "arithmetic", words=_words(builder, children[1:-1]))
    return Compound(_span(node), "group", (_inside(builder, children[1:-1], node),))


def _if(builder: Builder, node: Node) -> Compound:
    bodies: list[Sequence] = []
    conditions: list[int] = []
    part: list[Node] = []

    def close(at: Node) -> None:
        bodies.append(builder.sequence(part, at.start_byte))
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
        builder.broken = True
    return Compound(_span(node), "if", tuple(bodies), tuple(conditions))


def _while(builder: Builder, node: Node) -> Compound:
    children = node.children
    kind: CompoundKind = "until" if children[0].type == "until" else "while"
    body = [child for child in children if child.type == "do_group"]
    condition = builder.sequence([child for child in children[1:] if child.type != "do_group"], node.start_byte)
    return Compound(_span(node), kind, (condition, *(_do(builder, child) for child in body)), (0,))


def _for(builder: Builder, node: Node) -> Compound:
    name = node.child_by_field_name("variable")
    values = [child for child in node.children_by_field_name("value") if child.is_named]
    bodies = [child for child in node.children if child.type in ("do_group", "compound_statement")]
    span = _span(name) if name else None
    return Compound(
        _span(node),
        "for",
        tuple(_do(builder, child) for child in bodies),
        words=_words(builder, values),
        name=builder.text[span.start : span.end] if span else "",
        name_span=span,
    )


def _case(builder: Builder, node: Node) -> Compound:
    words = list(_words(builder, node.children_by_field_name("value")))
    bodies = []
    for item in node.children:
        if item.type == "case_item":
            words += _words(builder, item.children_by_field_name("value"))
            statements = _after_pattern(item)
            bodies.append(builder.sequence(statements, item.end_byte))
    return Compound(_span(node), "case", tuple(bodies), words=tuple(words))


def _after_pattern(item: Node) -> list[Node]:
    children = item.children
    closing = next((index for index, child in enumerate(children) if child.type == ")"), len(children))
    return [child for child in children[closing + 1 :] if child.type not in (";;", ";&", ";;&")]


def _function(builder: Builder, node: Node) -> Compound:
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    span = _span(name) if name else None
    return Compound(
        _span(node),
        "function",
        (builder.sequence([body] if body else [], node.end_byte),),
        name=builder.text[span.start : span.end] if span else "",
        name_span=span,
    )


def _do(builder: Builder, node: Node) -> Sequence:
    return _inside(builder, node.children[1:-1], node)


def _inside(builder: Builder, children: list[Node], node: Node) -> Sequence:
    return builder.sequence(children, node.start_byte)


def _words(builder: Builder, nodes: list[Node]) -> tuple[Word, ...]:
    groups: list[list[Node]] = []
    for node in nodes:
        if groups and groups[-1][-1].end_byte == node.start_byte:
            groups[-1].append(node)
        else:
            groups.append([node])
    return tuple(builder.word(group) for group in groups)


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
