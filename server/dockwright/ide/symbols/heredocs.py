"""Heredoc names: their marker and terminator."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.names.symbols import Mention, Symbol
from dockwright.syntax.nodes import Heredoc
from dockwright.text import Span


def heredoc_symbol(snapshot: Snapshot, offset: int) -> Symbol | None:
    """The heredoc whose name is at `offset`, before or after its lines."""
    instruction = snapshot.tree.at(offset)
    if instruction is None:
        return None
    for heredoc in instruction.heredocs:
        symbol = _symbol(snapshot, heredoc)
        if symbol.at(offset):
            return symbol
    return None


def _symbol(snapshot: Snapshot, heredoc: Heredoc) -> Symbol:
    marker = snapshot.text.slice(heredoc.marker)
    at = heredoc.marker.start + marker.rfind(heredoc.name)
    exact = marker.count(heredoc.name) == 1
    mentions = [Mention(Span(at, at + len(heredoc.name)) if exact else heredoc.marker, "write", exact)]
    if heredoc.terminator:
        end = heredoc.terminator.end
        mentions.append(Mention(Span(end - len(heredoc.name), end), "read"))
    reason = "" if heredoc.terminator and exact else "The heredoc is never closed, or its name has quotes inside"
    return Symbol("heredoc", heredoc.name, tuple(mentions), reason)


def heredoc_reason(new_name: str) -> str:
    """Why a heredoc cannot have this name."""
    if not new_name or any(not (character.isalnum() or character in "_-.") for character in new_name):
        return f"Invalid heredoc name `{new_name}`; use letters, digits, `_`, `-` and `.`"
    return ""


def same_heredocs(before: Snapshot, after: Snapshot) -> bool:
    """Whether all heredocs have the same content as before."""
    return _contents(before) == _contents(after)


def _contents(snapshot: Snapshot) -> list[list[tuple[str, bool, bool]]]:
    return [
        [(heredoc.content, heredoc.expand, heredoc.chomp) for heredoc in instruction.heredocs]
        for instruction in snapshot.tree.instructions
    ]
