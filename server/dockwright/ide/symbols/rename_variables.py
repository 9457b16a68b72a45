"""Whether a renamed variable still has the same meaning."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.names.symbols import Symbol
from dockwright.refactors.names.variables import variable_symbols
from dockwright.text import Edit, Span


def same_meaning(before: Symbol, edits: tuple[Edit, ...], after: Snapshot) -> bool:
    """Whether exactly the mentions of the old name have the new one, each with the same definition."""
    starts = sorted(edit.span.start for edit in edits)
    grown = len(edits[0].new) - (edits[0].span.end - edits[0].span.start) if edits else 0
    place = {start: start + index * grown for index, start in enumerate(starts)}

    def moved(span: Span | None) -> int | None:
        return place.get(span.start) if span else None

    wanted = [(moved(mention.span), mention.role, moved(mention.origin)) for mention in before.mentions]
    found = [
        [
            (mention.span.start, mention.role, mention.origin.start if mention.origin else None)
            for mention in symbol.mentions
        ]
        for symbol in variable_symbols(after.model, edits[0].new if edits else before.name)
    ]
    return found == [wanted]
