"""The names of Bake targets and groups and of Compose services at the cursor."""

from __future__ import annotations

from dockwright.context.hosts.names import NOTHING, Defined
from dockwright.ide.hosts.snapshot import HostSnapshot
from dockwright.text import Span


def meant(snapshot: HostSnapshot, offset: int) -> list[Defined]:
    """What the name that is used at `offset` refers to."""
    names = snapshot.context.names if snapshot.context is not None else NOTHING
    used = (one for one in names.used if _is_at(snapshot, one.span, offset))
    return [found for one in used for found in names.meant(one)]


def mentions(snapshot: HostSnapshot, offset: int) -> list[Span]:
    """Where the file defines and uses the name at `offset`, in order; nothing if it only defines it."""
    facts = snapshot.context
    if facts is None:
        return []
    own = (one for one in facts.names.defined if one.file == facts.path and _is_at(snapshot, one.span, offset))
    wanted = {*own, *meant(snapshot, offset)}
    named = {(one.kind, one.name) for one in wanted}
    uses = [one.span for one in facts.names.used if any((kind, one.name) in named for kind in one.wanted)]
    defined = (one.span for one in wanted if one.file == facts.path)
    spans = (snapshot.moved(span) for span in sorted({*defined, *uses})) if uses else iter(())
    return [span for span in spans if span is not None]


def _is_at(snapshot: HostSnapshot, span: Span, offset: int) -> bool:
    place = snapshot.moved(span)
    return place is not None and place.touches(offset)
