"""What those who read single constructs out of tree-sitter's nodes ask of the one who reads a whole text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from dockwright.syntax.shell.nodes import Sequence, Word

if TYPE_CHECKING:
    from tree_sitter import Node


class Reader(Protocol):
    """Reads one text."""

    text: str
    broken: bool
    """Set as soon as anything in the text is not what a shell accepts."""

    def sequence(self, nodes: Iterable[Node], at: int) -> Sequence:
        """The commands of a list of statements; `at` is where it stands if it is empty."""

    def word(self, nodes: list[Node]) -> Word:
        """One word from nodes without a gap between them."""
