"""What the instructions of a stage and of those below it say, for rules that hold back where anything hints at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from dockwright.image.built_stage import BuiltStage
    from dockwright.semantics.stage import Stage
    from dockwright.syntax.nodes import Unit


def says(scene: BuiltStage, pattern: re.Pattern[str], until: int | None = None) -> bool:
    """Whether any instruction before the one with this index has text that matches; those of bases count."""
    return any(pattern.search(unit.text) for unit in _units(scene.stage, until))


def _units(stage: Stage, until: int | None) -> Iterator[Unit]:
    yield from stage.body.units[1:until]
    below = stage.base
    while below is not None:
        yield from below.body.units[1:]
        below = below.base
