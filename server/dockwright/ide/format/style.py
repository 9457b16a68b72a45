"""What a file is laid out by: the settings, what the editor or `.editorconfig` says, and what most of the file does."""

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
    """What comes from outside of the file; the settings go before it."""

    indent: str = ""
    """A tab or some spaces; empty means as most of the file does."""
    trim: bool = True
    """Whether blanks at the ends of lines are cut."""
    final_newline: bool = True
    """Whether the last line gets a line end."""


def indentation(settings: FormatSettings, style: Style) -> str:
    """The indentation that is asked for; empty where none is."""
    return " " * settings.indent if settings.indent else style.indent


def keyword_case(tree: Tree, settings: FormatSettings) -> str:
    """`upper`, `lower` or `keep`; by default what most keywords of the file are."""
    if settings.keyword_case != "majority":
        return settings.keyword_case
    counts = Counter(word.isupper() for word in _keywords(tree) if word.isupper() or word.islower())
    return "lower" if counts[False] > counts[True] else "upper"


def stages_indented(tree: Tree) -> bool:
    """Whether most instructions stand indented below their FROM, which is then the file's way."""
    units: list[Unit] = [tree.pieces[index] for index in tree.places]  # type: ignore[misc]
    counts = Counter(unit.text[:1] in (" ", "\t") for unit in units if unit.name not in ("FROM", "ARG"))
    return counts[True] > counts[False]


def _keywords(tree: Tree) -> list[str]:
    units: list[Unit] = [tree.pieces[index] for index in tree.places]  # type: ignore[misc]
    return [unit.keyword.value for unit in units if unit.name in NAMES]
