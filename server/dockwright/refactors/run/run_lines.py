"""Write one command of a RUN per line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Rewrite, refactor
from dockwright.refactors.shell.layout import Layout, layout_of
from dockwright.refactors.shell.segment import Segment, segment_at
from dockwright.semantics.model import Model
from dockwright.syntax.shell import AndOr, Operator
from dockwright.text import Edit, Span

_TITLE = "Put each command of this RUN on its own line"


@refactor("refactor.rewrite.run.lines", _TITLE)
def run_lines(model: Model, selection: Span, config: Config) -> Answer:
    """Break the line after each operator between commands if it is not broken there."""
    found = segment_at(model, selection)
    if not isinstance(found, Segment):
        return found
    layout = layout_of(model.tree, [found], config.format.indent or 4)
    edits = tuple(_edits(model.tree.text.string, found, layout))
    return Rewrite(_TITLE, edits) if edits else None


def _edits(text: str, found: Segment, layout: Layout) -> Iterator[Edit]:
    for before, operator, after in _boundaries(found):
        start, end = found.source(before).end, found.source(after).start
        if "\n" not in text[start:end]:
            yield Edit(Span(start, end), layout.joint(operator.text))


def _boundaries(found: Segment) -> Iterator[tuple[Span, Operator, Span]]:
    """The top-level operators between commands, each with the commands around it."""
    body = found.script.body
    for item in body.items:
        if isinstance(item, AndOr):
            for (one, other), operator in zip(pairwise(item.items), item.operators, strict=True):
                yield one.span, operator, other.span
    for (before, after), operator in zip(pairwise(body.items), body.separators, strict=False):
        yield before.span, operator, after.span
