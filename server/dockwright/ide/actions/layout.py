"""Formatting as an action: for a Dockerfile within another file, whose own formatter lays out all the rest."""

from __future__ import annotations

from dockwright.ide.actions.fixes import wanted
from dockwright.ide.format.format import formatting
from dockwright.ide.format.style import Style
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import CodeAction

KIND = "refactor.rewrite.format"


def layout(snapshot: Snapshot, only: tuple[str, ...] = ()) -> list[CodeAction]:
    """The action, where there is something to lay out; how the text ends is left to the file."""
    settings = snapshot.config.format
    if not settings.enable or not wanted(KIND, only or ("refactor",)):
        return []
    edits = formatting(snapshot.tree, settings, Style(final_newline=False))
    return [CodeAction("Format this Dockerfile", KIND, tuple(edits))] if edits else []
