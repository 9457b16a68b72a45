"""Searches the text of a stage and its bases, for rules that stay silent if anything there is a hint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from dockwright.image.built_stage import BuiltStage
    from dockwright.semantics.stage import Stage
    from dockwright.syntax.nodes import Unit


def says(scene: BuiltStage, pattern: re.Pattern[str], until: int | None = None) -> bool:
    """Whether the text of any instruction before the one with this index matches, including those of bases."""
    return any(pattern.search(unit.text) for unit in _units(scene.stage, until))


def _units(stage: Stage, until: int | None) -> Iterator[Unit]:
    yield from stage.body.units[1:until]
    below = stage.base
    while below is not None:
        yield from below.body.units[1:]
        below = below.base
