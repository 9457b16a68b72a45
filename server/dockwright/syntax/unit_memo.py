"""What a layer remembers of an instruction, apart from what others do: none pushes out what another keeps."""

from __future__ import annotations

from typing import Any

from dockwright.syntax.nodes import Unit

_MOST = 1024


def memo_of(unit: Unit, layer: str) -> dict[Any, Any]:
    """A layer's own part of a unit's memo, bounded."""
    found: dict[Any, Any] | None = unit.memo.get(layer)
    if found is None:
        found = unit.memo[layer] = {}
    if len(found) > _MOST:
        found.clear()
    return found
