"""Hover for comments with a meaning to the builder or a linter: directives, and names of rules."""

from __future__ import annotations

import re

from dockwright.findings.suppression_names import listed
from dockwright.ide import pages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Hover
from dockwright.syntax.directives import Directive
from dockwright.syntax.nodes import Gap
from dockwright.text import Span

_OPTION = re.compile(r"(?:^|;)[ \t]*(?P<name>skip|error|experimental)\b", re.IGNORECASE)


def comment_at(snapshot: Snapshot, offset: int) -> Hover | None:
    """The meaning of the comment at `offset`; None for comments for people."""
    for directive in snapshot.tree.directives:
        if directive.span.touches(offset):
            return _directive(snapshot, directive, offset)
    tree = snapshot.tree
    index = tree.piece_at(offset)
    piece = tree.pieces[index] if index >= 0 else None
    if not isinstance(piece, Gap):
        return None
    for comment in piece.comments:
        span = comment.span.shifted(tree.starts[index])
        if span.touches(offset):
            return _rule(snapshot, Span(span.start + 1, span.end), offset)
    return None


def _directive(snapshot: Snapshot, directive: Directive, offset: int) -> Hover | None:
    if directive.name == "check" and directive.value_span.touches(offset):
        found = _rule(snapshot, Span(directive.span.start + 1, directive.span.end), offset)
        if found:
            return found
        for option in _OPTION.finditer(directive.value.split()[0]):
            span = Span(*option.span("name")).shifted(directive.value_span.start)
            if span.touches(offset):
                return _page(f"directives/check-{option['name'].lower()}", span, snapshot.config.locale)
    return _page(f"directives/{directive.name}", directive.span, snapshot.config.locale)


def _rule(snapshot: Snapshot, text: Span, offset: int) -> Hover | None:
    """The rule with the name at `offset` in a suppression comment."""
    for name in listed(snapshot.text.slice(text)):
        span = name.span.shifted(text.start)
        if span.touches(offset):
            if name.value.lower() == "all":
                return Hover(span, f"**{name.value}** turns off every rule, but not what stops the build.")
            page = pages.rule(name.value, snapshot.config.locale)
            return Hover(span, page) if page else None
    return None


def _page(key: str, span: Span, locale: str) -> Hover | None:
    page = pages.find(key, locale)
    return Hover(span, page) if page else None
