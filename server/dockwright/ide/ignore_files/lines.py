"""Inlay hints and outline for the lines of an ignore file."""

from __future__ import annotations

from dockwright.config import Config
from dockwright.ide.ignore_files.snapshot import IgnoreSnapshot, amount
from dockwright.ide.inlay_hints import Hint
from dockwright.ide.symbols.outline import Entry
from dockwright.text import Span


def hints(snapshot: IgnoreSnapshot, span: Span, config: Config) -> list[Hint]:
    """The number of files that each line in a range excludes or includes again, if known and if hints are enabled."""
    facts = snapshot.context.lines if snapshot.context and config.inlay_hints.context else {}
    found: list[Hint] = []
    for rule in snapshot.rules:
        fact, place = facts.get(rule.text.strip()), snapshot.span(rule)
        if fact is not None and fact.files and not rule.error and place.overlaps(span):
            about = "What this line includes again." if rule.exception else "What this line excludes."
            found.append(Hint(place.end, f"({amount(fact)})", "context", about))
    return found


def outline(snapshot: IgnoreSnapshot) -> list[Entry]:
    """The lines, with what each excludes."""
    facts = snapshot.context.lines if snapshot.context else {}
    found = []
    for rule in snapshot.rules:
        fact, place = facts.get(rule.text.strip()), snapshot.span(rule)
        if place.end > place.start:
            found.append(Entry(snapshot.text.slice(place), amount(fact) if fact else "", "pattern", place, place))
    return found
