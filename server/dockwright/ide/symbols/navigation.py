"""From a name to its definition and all its references."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.heredocs import heredoc_symbol
from dockwright.ide.symbols.shell import shell_symbol
from dockwright.ide.symbols.stages import mentioned_stage, stage_symbol
from dockwright.refactors.names.symbols import Mention, Symbol
from dockwright.refactors.names.variables import variable_symbol
from dockwright.text import Span


def symbol_at(snapshot: Snapshot, offset: int) -> Symbol | None:
    """The symbol at `offset`, of any kind."""
    found = place_at(snapshot, offset)
    return found[0] if found else None


def place_at(snapshot: Snapshot, offset: int) -> tuple[Symbol, Mention] | None:
    """The symbol at `offset`, or after the `$` and the brace there, and the mention at this offset."""
    for place in dict.fromkeys((_behind_dollar(snapshot.text.string, offset), offset)):
        for find in (heredoc_symbol, _variable_symbol, shell_symbol, stage_symbol):
            symbol = find(snapshot, place)
            mention = symbol.at(place) if symbol else None
            if symbol and mention:
                return symbol, mention
    return None


def _variable_symbol(snapshot: Snapshot, offset: int) -> Symbol | None:
    return variable_symbol(snapshot.model, offset)


def _behind_dollar(string: str, offset: int) -> int:
    if string[offset : offset + 1] == "$":
        return offset + (2 if string[offset + 1 : offset + 2] == "{" else 1)
    return offset + 1 if offset and string[offset - 1 : offset + 1] == "${" else offset


def definitions(snapshot: Snapshot, offset: int) -> list[Span]:
    """The definitions of the name at `offset`."""
    found = place_at(snapshot, offset)
    if found is None:
        return []
    symbol, mention = found
    if symbol.kind in ("variable", "shell"):
        return [mention.origin] if mention.origin else []
    return [written.span for written in symbol.written()]


def type_definitions(snapshot: Snapshot, offset: int) -> list[Span]:
    """The base of the stage at `offset`: its type definition."""
    stage = mentioned_stage(snapshot, offset)
    token = stage.base_token if stage else None
    return [token.span] if token else []


def references(snapshot: Snapshot, offset: int) -> list[Span]:
    """All mentions of the name at `offset`."""
    return [mention.span for mention in highlights(snapshot, offset)]


def uses(snapshot: Snapshot, offset: int) -> list[Span]:
    """All mentions of the name at `offset` except definitions."""
    return [mention.span for mention in highlights(snapshot, offset) if mention.role == "read"]


def highlights(snapshot: Snapshot, offset: int) -> tuple[Mention, ...]:
    """All mentions of the name at `offset`, and whether each is a definition or a use."""
    symbol = symbol_at(snapshot, offset)
    return symbol.mentions if symbol else ()
