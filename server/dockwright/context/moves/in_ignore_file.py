"""Lines of ignore files that name a moved file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.context.ignore import reader
from dockwright.context.moves.in_dockerfile import moved_pattern
from dockwright.context.moves.paths import Move, rewritten
from dockwright.text import Edit, Span, Text

_LINE = re.compile(r"\s*!?\s*")


def line_edits(text: str, path: str, context: str, move: Move) -> Iterator[Edit]:
    """Edits that replace the path of a moved file by the new one."""
    lines = Text.of(text)
    for rule in reader.read(text, path).rules:
        span = lines.line_span(rule.line)
        written = lines.line(rule.line)
        start = _LINE.match(written)
        core = written[start.end() :].rstrip() if start else written
        new = moved_pattern(rule.pattern, context, move)
        if new is None or start is None or reader.clean(core).removeprefix("/") != rule.pattern:
            continue
        fixed = re.split(r"[*?\[\\]", new, maxsplit=1)[0]
        if rewritten("x", fixed) is None:
            continue
        made = _styled(core, new)
        if made != core:
            yield Edit(Span(span.start + start.end(), span.start + start.end() + len(core)), made)


def _styled(core: str, new: str) -> str:
    before = next((mark for mark in ("./", "/") if core.startswith(mark)), "")
    return before + new + ("/" if core.endswith("/") else "")
