"""Sources of COPY, ADD and bind mounts that name a moved file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.context.build_context import clean
from dockwright.context.moves.dockerfiles import Dockerfile
from dockwright.context.moves.paths import Move, relative, rewritten
from dockwright.context.sources import Source
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span

_WILDCARD = re.compile(r"[*?\[\\]")


def source_edits(one: Dockerfile, move: Move) -> Iterator[Edit]:
    """Edits that replace the path of a moved file by the new one if that is in the context, too."""
    for context, source in one.taken(one.model):
        edit = _edit(one.model, source, context, move) if source.fixed else None
        if edit is not None:
            yield edit


def _edit(model: Model, source: Source, context: str, move: Move) -> Edit | None:
    span = source.token.span
    written = model.tree.text.slice(span)
    if written == f'"{source.token.value}"':
        span, written = Span(span.start + 1, span.end - 1), source.token.value
    if written != source.token.value or written != source.path:
        return None
    if (new := moved_pattern(clean(written), context, move)) is None:
        return None
    made = rewritten(written, new) if not _WILDCARD.search(new) else _kept(written, new)
    return Edit(span, made) if made is not None and made != written else None


def moved_pattern(pattern: str, context: str, move: Move) -> str | None:
    """A path or pattern of a context after a move; None if its literal part does not name what moved."""
    wildcard = _WILDCARD.search(pattern)
    fixed = pattern[: pattern.rfind("/", 0, wildcard.start()) + 1].rstrip("/") if wildcard else pattern
    path = posixpath.join(context, fixed) if fixed else context
    if not fixed or not move.takes(path):
        return None
    new = relative(move(path), move(context))
    return None if new in (None, ".") else f"{new}{pattern[len(fixed) :]}"


def _kept(written: str, new: str) -> str | None:
    """A pattern in the style of the original one, with the same wildcards."""
    start = re.match(r"(?:\./|/)?", written)
    fixed = _WILDCARD.split(new, maxsplit=1)[0]
    return None if start is None or rewritten("x", fixed or "x") is None else start[0] + new
