"""Moves in a workspace that is given as texts."""

from __future__ import annotations

from pathlib import Path

from dockwright.context.folder_walk import Listing
from dockwright.context.moves.moves import moved
from dockwright.context.survey import Survey
from dockwright.embedded.finding import within
from dockwright.text import apply


class Known(Listing):
    """Files with their texts, read from no disk."""

    __slots__ = ("texts",)

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(Path("/nowhere"), {path: len(text) for path, text in texts.items()})
        self.texts = texts

    def read(self, path: str) -> str | None:
        return self.texts.get(path)


def held(files: dict[str, str], *pairs: tuple[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files that a move edits, and what is said."""
    found = moved(Survey(Known(files)), pairs, within)
    return {path: apply(files[path], made) for path, made in found.edits.items()}, found.notices
