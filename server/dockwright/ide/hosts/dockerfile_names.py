"""Names in a Dockerfile that host files may refer to."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.context.hosts.reference import Kind
from dockwright.ide.hosts.dockerfiles import declared, mounts
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.navigation import place_at


class Named(NamedTuple):
    """A name, and the kind of its references; an empty name is the file itself."""

    kinds: tuple[Kind, ...]
    name: str


def named_at(snapshot: Snapshot, offset: int) -> Named | None:
    """The stage, ARG or secret at `offset`, or the file itself at the keyword FROM."""
    found = place_at(snapshot, offset)
    if found is not None:
        symbol = found[0]
        if symbol.kind == "stage":
            return Named(("target", "stage"), symbol.name)
        is_arg = symbol.kind == "variable" and symbol.name in declared(snapshot.model)
        return Named(("arg",), symbol.name) if is_arg else None
    stage = snapshot.model.stage_at(offset)
    if stage is None:
        return None
    if stage.origin.keyword.span.touches(offset):
        return Named(("dockerfile", "build"), "")
    outside = (one for one in snapshot.model.references if one.source is stage and one.target is None)
    if (named := next((one for one in outside if one.token.span.touches(offset)), None)) is not None:
        return Named(("named_context",), named.token.value)
    mount = next((each for each in mounts(stage) if each.span.touches(offset)), None)
    if mount is None:
        return None
    return Named(("secret",) if mount.kind == "secret" else ("ssh",), mount.name)
