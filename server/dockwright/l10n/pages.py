"""Pages in other languages: `<name>.<language>.md` beside `<name>.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.l10n.catalogue import known
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

MARK = pattern(r"\n*<!-- english (\w+)(, stale)? -->\s*\Z")
"""The end of a translated page, by `scripts/pages.py`: of which English text it is, and whether that has changed."""


def page(folder: Path | Traversable, name: str, locale: str = "") -> str:
    """A page of a folder in a language; the English one where that is missing or stale; empty where there is none."""
    return translated(folder, name, locale) or _read(folder / f"{name}.md")


def translated(folder: Path | Traversable, name: str, locale: str) -> str:
    """The page in the language of `locale`; empty where that has none of its own, or one out of date."""
    language = known(locale)
    text = _read(folder / f"{name}.{language}.md") if language else ""
    mark = MARK.search(text)
    if mark is None:
        return text
    return "" if mark[2] else text[: mark.start()] + "\n"


def _read(place: Path | Traversable) -> str:
    return place.read_text(encoding="utf-8") if place.is_file() else ""
