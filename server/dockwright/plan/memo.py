"""What a plan remembers of an instruction, apart from what others do: neither pushes out the other's."""

from __future__ import annotations

from typing import Any

from dockwright.syntax.nodes import Unit

_MOST = 256


def memo_of(unit: Unit) -> dict[Any, Any]:
    """The plan's own part of a unit's memo, bounded."""
    found: dict[Any, Any] | None = unit.memo.get("plan")
    if found is None:
        found = unit.memo["plan"] = {}
    if len(found) > _MOST:
        found.clear()
    return found
