"""What of the proposals fits what is typed. A whole word gets none: Enter has to make a line break after it."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.ide.values import Completion
from dockwright.text import Span, Text


def narrowed(text: Text, offset: int, found: Iterable[Completion]) -> list[Completion]:
    """The proposals that begin with what is typed; only snippets where one of them stands there already."""
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
    """Whether taking the proposal would write nothing, but a blank, or but what a snippet has behind its label."""
    if proposal.is_snippet:
        return typed == proposal.label.casefold()
    return typed == proposal.new_text.rstrip(" ").casefold()


def _fits(typed: str, proposal: Completion) -> bool:
    """Whether it begins with what is typed; in the middle, `base` would be found in `r-base`, which is another word."""
    return any(
        name.casefold().startswith(typed) for name in (proposal.filter_text or proposal.label, proposal.new_text)
    )


def _may_be_whole(typed: str, proposal: Completion) -> bool:
    """Whether `typed` may be meant, and the proposal goes on from it: `/app` of `/app/`, `3.12` of `3.12-slim`."""
    new = proposal.new_text.casefold()
    if not new.startswith(typed) or (proposal.kind not in ("image", "package") and not new.startswith(("/", "./"))):
        return False
    if proposal.kind == "package":
        return new[len(typed) : len(typed) + 1] == "-"
    ends = "/:@-" if typed[-1].isdigit() else "/:@"
    return typed[-1] not in "/:@-" and new[len(typed) : len(typed) + 1] in tuple(ends)
