"""Packages one per line, in the order they have."""

from __future__ import annotations

from dockwright.refactors.kit.package_list import rewrite_lists
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.semantics.model import Model
from dockwright.text import Span

_TITLE = "Write packages one per line"


@refactor("refactor.rewrite.packages.onePerLine", _TITLE, unless="refactor.rewrite.packages.sort")
def packages_per_line(model: Model, selection: Span) -> Answer:
    """Put each package of the installs at the selection on a line of its own."""
    return rewrite_lists(model, selection, _TITLE, sort=False)
