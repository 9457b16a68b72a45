"""The paths in an image that the words of a command refer to."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.image.commands import Ran
from dockwright.image.effects.effect import PathChange
from dockwright.semantics.state import resolve


def place_of(value: str | None, made: Ran) -> str | None:
    """The absolute path of a word of a command; None if not known."""
    if value is None or "$" in value or "`" in value:
        return None
    if value.startswith("~"):
        return f"/root{value[1:]}" if made.user in (None, "root") and value[1:2] in ("", "/") else None
    return resolve(made.folder, value)


def unknown_place(value: str | None, made: Ran) -> Iterator[PathChange]:
    """The path below which anything may change if a word is not known: its literal folder, or the root."""
    fixed = (value or "").partition("$")[0].rpartition("/")[0]
    yield PathChange("open", (resolve(made.folder, fixed) if fixed else None) or "/")
