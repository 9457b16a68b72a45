"""`expired-suppression`: a comment no longer switches off what it names, for its last day is past."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.suppression_names import Mention, is_day
from dockwright.findings.suppressions import mentions
from dockwright.semantics.model import Model
from dockwright.text import Span


@rule("expired-suppression", Severity.WARNING, on=("#",))
def expired_suppression(model: Model) -> Iterator[Finding]:
    dated: dict[Span, list[Mention]] = {}
    for mention, _ in mentions(model):
        if mention.until:
            dated.setdefault(mention.comment, []).append(mention)
    for comment, found in dated.items():
        until = found[0].until
        at = comment.start + model.tree.text.slice(comment).rindex(until)
        span = Span(at, at + len(until))
        if not is_day(until):
            yield Finding(span, f"Invalid date `{until}`, so this suppression never expires; correct the date")
        elif found[0].is_over:
            names = ", ".join(f"`{one.written}`" for one in found)
            message = f"Expired on {until}, so this no longer hides {names}; fix the cause or set a later date"
            yield Finding(span, message)
