"""The plan's cache in a unit, separate from that of other features so that neither evicts the other's entries."""

from __future__ import annotations

from typing import Any

from dockwright.syntax.nodes import Unit

_MOST = 256


def memo_of(unit: Unit) -> dict[Any, Any]:
    """The plan's part of a unit's memo, limited in size."""
    found: dict[Any, Any] | None = unit.memo.get("plan")
    if found is None:
        found = unit.memo["plan"] = {}
    if len(found) > _MOST:
        found.clear()
    return found
