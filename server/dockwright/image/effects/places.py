"""The paths in an image that the words of a command refer to."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.image.commands import Ran
from dockwright.image.effects.effect import PathChange
from dockwright.lazy import pattern
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import Word


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


_WILDCARD = pattern(r"[*?[{]")


def known_start(word: Word, value: str | None) -> str | None:
    """The value of a word; of a pattern, what comes before its first wildcard, with a `$` in place of the rest."""
    text = word.text
    if value is not None or not word.is_pattern or word.variables or word.substitutions or not text.isprintable():
        return value
    if text.startswith("~") or any(mark in text for mark in "\\\"'$`"):
        return value
    return _WILDCARD.split(text, 1)[0] + "$"
