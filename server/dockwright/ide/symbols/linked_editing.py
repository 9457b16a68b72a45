"""Linked editing: both names of a heredoc, and the name of a stage with its references."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.heredocs import heredoc_symbol
from dockwright.ide.symbols.stages import stage_symbol
from dockwright.text import Span


def linked(snapshot: Snapshot, offset: int) -> list[Span]:
    """Ranges of equal text that change together; empty if typing in one must not change another."""
    symbol = heredoc_symbol(snapshot, offset)
    if symbol is None:
        symbol = stage_symbol(snapshot, offset)
        mention = symbol.at(offset) if symbol else None
        if mention is None or mention.role != "write":
            return []
    if symbol is None or symbol.obstacle:
        return []
    spans = [mention.span for mention in symbol.mentions if mention.by_name]
    if len(spans) < 2 or len({snapshot.text.slice(span) for span in spans}) > 1:
        return []
    return spans
