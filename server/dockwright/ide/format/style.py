"""The style of a file: from the settings, the editor or `.editorconfig`, and the majority of the file."""

from __future__ import annotations

from collections import Counter

from dockwright.config import FormatSettings
from dockwright.frozen import frozen
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.nodes import Unit
from dockwright.syntax.tree import Tree

DEFAULT_INDENT = "    "


@frozen
class Style:
    """The style requested from outside of the file; the settings override it."""

    indent: str = ""
    """A tab or some spaces; empty means the majority of the file."""
    trim: bool = True
    """Whether trailing blanks are removed."""
    final_newline: bool = True
    """Whether the last line gets a line end."""


def indentation(settings: FormatSettings, style: Style) -> str:
    """The requested indentation; empty if there is none."""
    return " " * settings.indent if settings.indent else style.indent


def keyword_case(tree: Tree, settings: FormatSettings) -> str:
    """`upper`, `lower` or `keep`; by default that of most keywords of the file."""
    if settings.keyword_case != "majority":
        return settings.keyword_case
    counts = Counter(word.isupper() for word in _keywords(tree) if word.isupper() or word.islower())
    return "lower" if counts[False] > counts[True] else "upper"


def stages_indented(tree: Tree) -> bool:
    """Whether most instructions are indented below their FROM, which is then the style of the file."""
    units: list[Unit] = [tree.pieces[index] for index in tree.places]  # type: ignore[misc]
    counts = Counter(unit.text[:1] in (" ", "\t") for unit in units if unit.name not in ("FROM", "ARG"))
    return counts[True] > counts[False]


def _keywords(tree: Tree) -> list[str]:
    units: list[Unit] = [tree.pieces[index] for index in tree.places]  # type: ignore[misc]
    return [unit.keyword.value for unit in units if unit.name in NAMES]
