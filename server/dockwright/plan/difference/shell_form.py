"""A shell text without its layout: equal for texts that run the same commands, however they are broken and quoted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dockwright.image.run_body import Body
from dockwright.syntax.shell.nodes import AndOr, Compound, Pipeline, Redirection, Sequence, Simple, Word

_PLAIN = frozenset({"subshell", "group", "if", "while", "until"})
"""Constructs of which the tree tells all."""


def shell_form(body: Body) -> Any:
    """The tree of a text without places; the text itself where it cannot be read."""
    text = body.text
    if body.script.has_errors:
        return text
    return tuple(_sequence(body.script.body, text))


def _sequence(node: Sequence, text: str) -> Iterator[Any]:
    for index, item in enumerate(node.items):
        apart = index < len(node.separators) and node.separators[index].text == "&"
        yield (_item(item, text), "&") if apart else _item(item, text)


def _item(node: Any, text: str) -> Any:
    match node:
        case Sequence():
            return ("list", *_sequence(node, text))
        case AndOr():
            operators = tuple(each.text for each in node.operators)
            return ("and-or", operators, *(_item(item, text) for item in node.items))
        case Pipeline():
            operators = tuple(each.text for each in node.operators)
            return ("pipe", node.negation is not None, operators, *(_item(item, text) for item in node.commands))
        case Compound() if node.kind in _PLAIN:
            bodies = tuple(tuple(_sequence(each, text)) for each in node.bodies)
            return (node.kind, node.conditions, bodies, *(_redirection(each, text) for each in node.redirections))
        case Simple():
            return (
                "run",
                tuple((each.name, each.append, _word(each.value)) for each in node.assignments),
                tuple(_word(word) for word in node.words),
                tuple(_redirection(each, text) for each in node.redirections),
            )
    return ("text", text[node.span.start : node.span.end])


def _word(word: Word | None) -> Any:
    if word is None:
        return None
    return ("word", word.literal) if word.literal is not None and not word.is_pattern else ("text", word.text)


def _redirection(node: Redirection, text: str) -> Any:
    held = text[node.body.start : node.body.end] if node.body else None
    return node.descriptor, node.operator, _word(node.target), held, node.expands
