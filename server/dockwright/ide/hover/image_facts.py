"""Hover for programs, users and paths in the image, and where each comes from."""

from __future__ import annotations

from dockwright.ide.image_facts.fact_text import told
from dockwright.ide.image_facts.facts import fact
from dockwright.ide.image_facts.subjects import asked_at
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Hover
from dockwright.image.answer import Answer


def in_image(snapshot: Snapshot, offset: int) -> Hover | None:
    """The certain facts about the word at `offset`; for a word that may not be a path, only if it exists."""
    asked = asked_at(snapshot, offset)
    found = fact(asked) if asked else None
    if asked is None or found is None or found.answer is Answer.UNKNOWN:
        return None
    if found.answer is Answer.NO and not asked.is_certain:
        return None
    return Hover(asked.span, told(found, snapshot.text.line_of))
