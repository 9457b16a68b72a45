"""Removes commands from a shell script without changing the others."""

from __future__ import annotations

from itertools import pairwise

from dockwright.syntax.shell import AndOr, Command, Pipeline, Script, Sequence, Simple, Word, children, options_set
from dockwright.text import Span

Node = Command | AndOr | Sequence


def spans_without(script: Script, commands: list[Simple]) -> list[Span] | None:
    """The ranges to delete to remove these commands; None if their position or exit status is needed.

    The commands are known to succeed. The rest of a list runs as before.
    """
    parents = {id(child): node for node in script.nodes() for child in children(node)}
    gone = {id(command) for command in commands}
    touched: dict[int, AndOr | Sequence] = {}
    pending: list[Node] = list(commands)
    while pending:
        parent = parents.get(id(pending.pop()))
        if not isinstance(parent, AndOr | Sequence):
            return None
        touched[id(parent)] = parent
        if id(parent) not in gone and all(id(item) in gone for item in parent.items):
            gone.add(id(parent))
            pending.append(parent)
    spans: list[Span] = []
    for key, node in touched.items():
        if key not in gone:
            found = _and_or(script, node, gone) if isinstance(node, AndOr) else _sequence(script, node, gone)
            if found is None:
                return None
            spans += found
    return _outermost(spans)


def operand_spans(command: Simple, words: list[Word]) -> list[Span]:
    """The ranges to delete to remove these words of a command, each with the blanks before it."""
    return [
        Span(before.span.end, word.span.end)
        for before, word in pairwise(command.words)
        if any(word is one for one in words)
    ]


def _and_or(script: Script, node: AndOr, gone: set[int]) -> list[Span] | None:
    """With `set -e`, the failure of the last command in a list counts, that of the others does not."""
    alone = len(script.body.items) == 1 and script.body.items[0] is node
    if not node.only_and or (id(node.items[-1]) in gone and not alone and _stops(script)):
        return None
    spans: list[Span] = []
    first = next(index for index, item in enumerate(node.items) if id(item) not in gone)
    if first:
        spans.append(Span(node.items[0].span.start, node.items[first].span.start))
    for index in range(first + 1, len(node.items)):
        if id(node.items[index]) in gone:
            spans.append(Span(node.items[index - 1].span.end, node.items[index].span.end))
    return spans


def _sequence(script: Script, node: Sequence, gone: set[int]) -> list[Span] | None:
    """The last command gives the exit status, unless the shell stops at the first failure anyway."""
    if any(mark.text == "&" for mark in node.separators):
        return None
    last = len(node.items) - 1
    if id(node.items[last]) in gone:
        before = next(item for item in reversed(node.items) if id(item) not in gone)
        stops = isinstance(before, Simple) or (isinstance(before, Pipeline) and before.negation is None)
        if node is not script.body or not stops or not _stops(script):
            return None
    spans: list[Span] = []
    for index, item in enumerate(node.items):
        if id(item) not in gone:
            continue
        mark = node.separators[index] if index < len(node.separators) else None
        if index == last and mark is None:
            spans.append(Span(node.items[index - 1].span.end, item.span.end))
        elif index:
            spans.append(Span(node.separators[index - 1].span.end, mark.span.end if mark else item.span.end))
        elif mark:
            spans.append(Span(item.span.start, node.items[index + 1].span.start))
    return spans


def _stops(script: Script) -> bool:
    return "e" in options_set(script)


def _outermost(spans: list[Span]) -> list[Span]:
    """Drop ranges that are inside others, and join adjacent ones."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
