"""Which stages count for the size and the contents of an image."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage


def kept(model: Model) -> Iterator[Stage]:
    """The stages whose layers may end up in an image: the last, and bases of others."""
    bases = {stage.base.index for stage in model.stages if stage.base is not None}
    return (stage for stage in model.stages if stage.index in bases or stage.index == len(model.stages) - 1)
