"""Filters proposals by the typed text. A complete word gets none, because Enter has to insert a line break."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.ide.values import Completion
from dockwright.text import Span, Text


def narrowed(text: Text, offset: int, found: Iterable[Completion]) -> list[Completion]:
    """The proposals that begin with the typed text; only snippets if one of them is already complete."""
    kept = []
    whole = False
    for proposal in found:
        typed = text.slice(Span(proposal.span.start, offset)).casefold()
        if typed and _is_there(typed, proposal):
            whole = True
        elif not typed or (_fits(typed, proposal) and not _may_be_whole(typed, proposal)):
            kept.append(proposal)
    return [proposal for proposal in kept if proposal.kind == "snippet"] if whole else kept


def _is_there(typed: str, proposal: Completion) -> bool:
    """Whether accepting the proposal would insert nothing, only a blank, or only the rest of a snippet."""
    if proposal.is_snippet:
        return typed == proposal.label.casefold()
    return typed == proposal.new_text.rstrip(" ").casefold()


def _fits(typed: str, proposal: Completion) -> bool:
    """Whether it begins with the typed text; a match in the middle, `base` in `r-base`, is another word."""
    return any(
        name.casefold().startswith(typed) for name in (proposal.filter_text or proposal.label, proposal.new_text)
    )


def _may_be_whole(typed: str, proposal: Completion) -> bool:
    """Whether `typed` may be complete although the proposal is longer: `/app` for `/app/`, `3.12` for `3.12-slim`."""
    new = proposal.new_text.casefold()
    if not new.startswith(typed) or (proposal.kind not in ("image", "package") and not new.startswith(("/", "./"))):
        return False
    if proposal.kind == "package":
        return new[len(typed) : len(typed) + 1] == "-"
    ends = "/:@-" if typed[-1].isdigit() else "/:@"
    return typed[-1] not in "/:@-" and new[len(typed) : len(typed) + 1] in tuple(ends)
