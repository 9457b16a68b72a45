"""From a program, user or path to the instruction that created it in the image, and to its source file."""

from __future__ import annotations

from dockwright.ide.image_facts.facts import fact, file_of
from dockwright.ide.image_facts.subjects import asked_at
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Location
from dockwright.image.answer import Answer
from dockwright.text import Span


def brought(snapshot: Snapshot, offset: int) -> list[Location]:
    """The instruction, then the file; none if it comes from the base image, or is not known."""
    asked = asked_at(snapshot, offset)
    found = fact(asked) if asked else None
    if found is None or found.answer is not Answer.YES:
        return []
    maker = found.maker or (found.through.maker if found.through else None)
    places = [Location(maker.span)] if maker is not None and not maker.span.touches(offset) else []
    context, file = snapshot.context, file_of(found)
    if context is not None and file and any(entry.path == file for entry in context.files(file)):
        path = context.located(file)
        places += [Location(Span(0, 0), path)] if path else []
    return places
