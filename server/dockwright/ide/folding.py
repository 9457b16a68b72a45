"""Folding ranges: stages, instructions of several lines, heredocs, comment blocks, `# region`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from dockwright.ide.snapshot import Snapshot
from dockwright.syntax.nodes import Comment, Gap
from dockwright.text import Text

_REGION = re.compile(r"#?(region|endregion)\b")


class Fold(NamedTuple):
    """A range of lines from 0, both included."""

    first: int
    last: int
    kind: Literal["code", "comment", "region"] = "code"


def folds(snapshot: Snapshot) -> list[Fold]:
    """All ranges of more than one line, in text order, outer before inner."""
    found = {(fold.first, fold.last): fold for fold in _all(snapshot) if fold.last > fold.first}
    return sorted(found.values(), key=lambda fold: (fold.first, -fold.last))


def _all(snapshot: Snapshot) -> Iterator[Fold]:
    text, tree = snapshot.text, snapshot.tree
    for stage in snapshot.model.stages:
        yield Fold(text.line_of(stage.origin.span.start), text.line_of(stage.span.end))
    for index in tree.places:
        unit, start = tree.pieces[index], tree.starts[index]
        if unit.text.count("\n") > 1 or not unit.text.endswith("\n"):
            instruction = tree.at(start)
            if instruction is not None:
                yield Fold(text.line_of(instruction.span.start), text.line_of(instruction.span.end))
                for heredoc in instruction.heredocs:
                    end = heredoc.terminator or heredoc.body
                    yield Fold(max(text.line_of(heredoc.body.start) - 1, 0), text.line_of(max(end.end - 1, end.start)))
                yield from _blocks(text, instruction.comments)
    comments: list[Comment] = []
    for piece, start in zip(tree.pieces, tree.starts, strict=True):
        if isinstance(piece, Gap):
            comments += (comment.shifted(start) for comment in piece.comments)
    directives = {directive.span.start for directive in tree.directives}
    comments = [comment for comment in comments if comment.span.start not in directives]
    yield from _blocks(text, comments)
    yield from _regions(text, comments)


def _blocks(text: Text, comments: list[Comment] | tuple[Comment, ...]) -> Iterator[Fold]:
    """Comments on consecutive lines; region markers are separate."""
    first = last = -2
    for comment in comments:
        line = text.line_of(comment.span.start)
        if _REGION.match(comment.value):
            yield Fold(first, last, "comment")
            first = last = -2
        elif line == last + 1:
            last = line
        else:
            yield Fold(first, last, "comment")
            first = last = line
    yield Fold(first, last, "comment")


def _regions(text: Text, comments: list[Comment]) -> Iterator[Fold]:
    opened: list[int] = []
    for comment in comments:
        match = _REGION.match(comment.value)
        if match and match[1] == "region":
            opened.append(text.line_of(comment.span.start))
        elif match and opened:
            yield Fold(opened.pop(), text.line_of(comment.span.start), "region")
