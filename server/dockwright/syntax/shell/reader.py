"""The interface through which the builders of single nodes call the builder of a whole script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from dockwright.syntax.shell.nodes import Sequence, Word

if TYPE_CHECKING:
    from tree_sitter import Node


class Reader(Protocol):
    """The builder of one script."""

    text: str
    broken: bool
    """Set when the script contains anything that a shell does not accept."""

    def sequence(self, nodes: Iterable[Node], at: int) -> Sequence:
        """The commands of a list of statements; `at` is the position of an empty list."""

    def word(self, nodes: list[Node]) -> Word:
        """One word from adjacent nodes."""
