"""Write one package per line, sorted and without duplicates."""

from __future__ import annotations

from dockwright.refactors.kit.package_list import rewrite_lists
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.semantics.model import Model
from dockwright.text import Span

_TITLE = "Sort packages, one per line"


@refactor("refactor.rewrite.packages.sort", _TITLE)
def sort_packages(model: Model, selection: Span) -> Answer:
    """Sort the packages of the selected installs."""
    return rewrite_lists(model, selection, _TITLE, sort=True)
