"""From a name to where it is defined and to all its mentions."""

from __future__ import annotations

from dockwright.ide.heredoc_symbols import heredoc_symbol
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.stage_symbols import mentioned_stage, stage_symbol
from dockwright.ide.symbols import Mention, Symbol
from dockwright.ide.variable_symbols import variable_symbol
from dockwright.text import Span


def symbol_at(snapshot: Snapshot, offset: int) -> Symbol | None:
    """The name at `offset`, whatever it names."""
    found = heredoc_symbol(snapshot, offset) or variable_symbol(snapshot, offset)
    return found or stage_symbol(snapshot, offset)


def definitions(snapshot: Snapshot, offset: int) -> list[Span]:
    """Where the name at `offset` is defined."""
    symbol = symbol_at(snapshot, offset)
    mention = symbol.at(offset) if symbol else None
    if symbol is None or mention is None:
        return []
    if symbol.kind == "variable":
        return [mention.origin] if mention.origin else []
    return [written.span for written in symbol.written()]


def type_definitions(snapshot: Snapshot, offset: int) -> list[Span]:
    """The base of the stage that is meant at `offset`: what it is made of."""
    stage = mentioned_stage(snapshot, offset)
    token = stage.base_token if stage else None
    return [token.span] if token else []


def references(snapshot: Snapshot, offset: int) -> list[Span]:
    """All mentions of the name at `offset`."""
    return [mention.span for mention in highlights(snapshot, offset)]


def uses(snapshot: Snapshot, offset: int) -> list[Span]:
    """All mentions of the name at `offset` but those that define it."""
    return [mention.span for mention in highlights(snapshot, offset) if mention.role == "read"]


def highlights(snapshot: Snapshot, offset: int) -> tuple[Mention, ...]:
    """All mentions of the name at `offset`, told apart by whether they define or use it."""
    symbol = symbol_at(snapshot, offset)
    return symbol.mentions if symbol else ()
