"""Builds simple commands and redirections from tree-sitter's nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dockwright.lazy import pattern
from dockwright.syntax.shell.nodes import Assignment, Redirection, Simple, Word
from dockwright.syntax.shell.reader import Reader
from dockwright.syntax.shell.words import unquoted, variables_in_body
from dockwright.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node

KINDS = frozenset(
    ["command", "declaration_command", "unset_command", "test_command", "variable_assignment", "variable_assignments"]
)
REDIRECTIONS = frozenset({"file_redirect", "heredoc_redirect", "herestring_redirect"})

_WORDS = frozenset(
    {
        "word",
        "string",
        "raw_string",
        "ansi_c_string",
        "translated_string",
        "concatenation",
        "number",
        "expansion",
        "simple_expansion",
        "command_substitution",
        "process_substitution",
        "arithmetic_expansion",
        "brace_expression",
        "extglob_pattern",
        "regex",
        "test_operator",
        "variable_name",
        "special_variable_name",
        "subscript",
        "variable_assignment",
    }
)
_ASSIGNED = pattern(r"([A-Za-z_]\w*)(\[[^\]]*\])?(\+?=)", re.ASCII)
_NAME = pattern(r"[A-Za-z_]\w*$", re.ASCII)


def build(reader: Reader, node: Node) -> Simple:
    """The simple command of a node other than `[[`."""
    span = Span(node.start_byte, node.end_byte)
    kind = node.type
    if kind == "variable_assignment":
        return Simple(span, (assignment(reader, node),))
    if kind == "variable_assignments":
        return Simple(span, tuple(assignment(reader, child) for child in node.children))
    assignments: list[Assignment] = []
    groups: list[list[Node]] = []
    redirections: list[Redirection] = []
    more: list[Word] = []
    for child in node.children if kind != "test_command" else leaves(node):
        if child.type == "variable_assignment" and not groups:
            assignments.append(assignment(reader, child))
        elif child.type in REDIRECTIONS:
            found, extra = redirection(reader, child)
            redirections += found
            more += extra
        elif groups and groups[-1][-1].end_byte == child.start_byte:
            groups[-1].append(child)
        elif child.type in ("ERROR", "subshell") or child.is_missing:
            reader.broken = True
        else:
            groups.append([child])
    words = [reader.word(group) for group in groups] + more
    declared: tuple[Assignment, ...] = ()
    if kind == "declaration_command":
        declared = tuple(_declared(reader, group, word) for group, word in zip(groups[1:], words[1:], strict=True))
        declared = tuple(item for item in declared if item.name)
    return Simple(span, tuple(assignments), tuple(words), tuple(redirections), declared)


def assignment(reader: Reader, node: Node) -> Assignment:
    """`name=value`, `name+=value`, `name[i]=value`."""
    span = Span(node.start_byte, node.end_byte)
    match = _ASSIGNED.match(reader.text, span.start, span.end)
    if match is None:
        reader.broken = True
        return Assignment(span, "", span, None)
    values = [child for child in node.children if child.start_byte >= match.end()]
    value = reader.word(values) if values else None
    return Assignment(span, match[1], Span(*match.span(1)), value, match[3] == "+=")


def redirection(reader: Reader, node: Node) -> tuple[tuple[Redirection, ...], tuple[Word, ...]]:
    """The redirections of a node, and the words of the command that follow a heredoc marker."""
    if node.type == "heredoc_redirect":
        return _heredoc(reader, node)
    start, end = node.start_byte, node.end_byte
    descriptor, operator = "", ""
    targets: list[Node] = []
    words: list[Word] = []
    for child in node.children:
        if child.type == "file_descriptor":
            descriptor = reader.text[child.start_byte : child.end_byte]
        elif not operator:
            operator = reader.text[child.start_byte : child.end_byte]
        elif targets and targets[-1].end_byte != child.start_byte:
            # The grammar takes all words after the target as targets, too.
            words.append(reader.word([child]))
        else:
            targets.append(child)
    target = reader.word(targets) if targets else None
    end = target.span.end if target else end
    return (Redirection(Span(start, end), operator, target, descriptor),), tuple(words)


def leaves(node: Node) -> list[Node]:
    """The words and operators of a test, in order."""
    found = []
    pending = [node]
    while pending:
        node = pending.pop()
        if node.type in _WORDS or not node.children:
            found.append(node)
        else:
            pending += reversed(node.children)
    return found


def _heredoc(reader: Reader, node: Node) -> tuple[tuple[Redirection, ...], tuple[Word, ...]]:
    text = reader.text
    operator, descriptor, marker, body = "<<", "", None, None
    others: list[Redirection] = []
    groups: list[list[Node]] = []
    words: list[Word] = []
    for child in node.children:
        kind = child.type
        if kind in ("<<", "<<-"):
            operator = kind
        elif kind == "file_descriptor":
            descriptor = text[child.start_byte : child.end_byte]
        elif kind == "heredoc_start":
            marker = child
        elif kind == "heredoc_body":
            # The node may start as late as the first expansion, but a body consists of whole lines.
            start = text.rfind("\n", 0, child.start_byte) + 1 if child.start_byte else 0
            body = Span(start, child.end_byte)
        elif kind in REDIRECTIONS:
            found, extra = redirection(reader, child)
            others += found
            words += extra
        elif kind in _WORDS:
            if groups and groups[-1][-1].end_byte == child.start_byte:
                groups[-1].append(child)
            else:
                groups.append([child])
    if marker is None:
        reader.broken = True
        return (Redirection(Span(node.start_byte, node.end_byte), operator, None),), ()
    raw = text[marker.start_byte : marker.end_byte]
    expands = not any(mark in raw for mark in "'\"\\")
    span = Span(node.start_byte, marker.end_byte)
    if body is not None:
        body = _whole_body(text, marker.end_byte, body)
    variables = tuple(variables_in_body(text, body)) if body and expands else ()
    target = Word(Span(marker.start_byte, marker.end_byte), raw, unquoted(raw))
    words = [reader.word(group) for group in groups] + words
    return (Redirection(span, operator, target, descriptor, body, expands, variables), *others), tuple(words)


def _whole_body(text: str, marker: int, body: Span) -> Span:
    first = text.find("\n", marker, body.end) + 1
    if text.count("<<", text.rfind("\n", 0, marker) + 1, first or marker) > 1:
        return body
    return Span(first or body.start, body.end)


def _declared(reader: Reader, group: list[Node], word: Word) -> Assignment:
    if group[0].type == "variable_assignment":
        return assignment(reader, group[0])
    if word.literal and _NAME.match(word.literal) and not word.quoted:
        return Assignment(word.span, word.literal, word.span, None)
    return Assignment(word.span, "", word.span, None)
