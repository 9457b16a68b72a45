"""Words of a shell script: unquoting, and the variables in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dockwright.lazy import pattern
from dockwright.syntax.shell.nodes import Variable
from dockwright.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

EXPANSIONS = frozenset(
    {"simple_expansion", "expansion", "command_substitution", "process_substitution", "arithmetic_expansion"}
)

_PIECE = pattern(
    r"(?P<plain>[^'\"\\$`]+)|'(?P<single>[^']*)'|\"(?P<double>(?:[^\"\\]|\\.)*)\"|\\(?P<escaped>.)"
    r"|\$'(?P<ansi>(?:[^'\\]|\\.)*)'|(?P<dollar>\$(?![\"']))",
    re.DOTALL,
)
_DOUBLE_ESCAPE = pattern(r"\\([$`\"\\\n])")
_ANSI = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"', "a": "\a", "e": "\x1b", "?": "?"}
_IN_BODY = pattern(r"\\.|\$(?:(?P<plain>[A-Za-z_]\w*)|\{[#!]?(?P<braced>[A-Za-z_]\w*)[^}]*\}?)", re.DOTALL | re.ASCII)


def unquoted(raw: str) -> str | None:
    """The value of a word without expansions; None if it has quotes of an unknown kind."""
    if not any(mark in raw for mark in "'\"\\$`"):
        return raw
    out = []
    done = 0
    for match in _PIECE.finditer(raw):
        if match.start() != done:
            return None
        done = match.end()
        kind = match.lastgroup or ""
        value = match[kind]
        if kind == "double":
            value = _DOUBLE_ESCAPE.sub(lambda found: "" if found[1] == "\n" else found[1], value)
        elif kind == "escaped":
            value = "" if value == "\n" else value
        elif kind == "ansi":
            plain = _ansi(value)
            if plain is None:
                return None
            value = plain
        out.append(value)
    return "".join(out) if done == len(raw) else None


def variables_in(node: Node, text: str) -> tuple[list[Variable], list[Node]]:
    """The variables in the node of a word, and its substitutions; variables inside these are not included."""
    found: list[Variable] = []
    inner: list[Node] = []
    pending = [node]
    while pending:
        node = pending.pop()
        kind = node.type
        if kind in ("command_substitution", "process_substitution"):
            inner.append(node)
            continue
        if kind in ("raw_string", "ansi_c_string", "word", "number"):
            continue
        children = node.children
        if kind in ("simple_expansion", "expansion"):
            name = next((child for child in children if child.type in ("variable_name", "special_variable_name")), None)
            if name is None:
                name = next((child.named_children[0] for child in children if child.type == "subscript"), None)
            if name is not None:
                found.append(_variable(node, name, text))
            pending += [child for child in reversed(children) if child != name and child.type != "variable_name"]
        elif kind == "variable_name":
            span = Span(node.start_byte, node.end_byte)
            found.append(Variable(text[span.start : span.end], span, span, False))
        else:
            pending += reversed(children)
    return found, inner


def variables_in_body(text: str, body: Span) -> Iterator[Variable]:
    """The variables in a heredoc body that is expanded."""
    for match in _IN_BODY.finditer(text, body.start, body.end):
        group = match.lastgroup
        if group:
            yield Variable(match[group], Span(*match.span()), Span(*match.span(group)), group == "braced")


def _variable(node: Node, name: Node, text: str) -> Variable:
    span = Span(name.start_byte, name.end_byte)
    # Between two variables in double quotes, tree-sitter includes the blanks in the second one.
    start = max(text.find("$", node.start_byte, span.start), node.start_byte)
    return Variable(text[span.start : span.end], Span(start, node.end_byte), span, node.type == "expansion")


def _ansi(value: str) -> str | None:
    out = []
    index = 0
    while index < len(value):
        character = value[index]
        if character == "\\":
            index += 1
            if value[index : index + 1] not in _ANSI:
                return None
            character = _ANSI[value[index]]
        out.append(character)
        index += 1
    return "".join(out)
