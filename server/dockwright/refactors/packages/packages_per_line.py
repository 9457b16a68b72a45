"""Write one package per line, in the existing order."""

from __future__ import annotations

from dockwright.refactors.kit.package_list import rewrite_lists
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.semantics.model import Model
from dockwright.text import Span

_TITLE = "Write packages one per line"


@refactor("refactor.rewrite.packages.onePerLine", _TITLE, unless="refactor.rewrite.packages.sort")
def packages_per_line(model: Model, selection: Span) -> Answer:
    """Write each package of the selected installs on its own line."""
    return rewrite_lists(model, selection, _TITLE, sort=False)
