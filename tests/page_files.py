"""The pages beside modules, in English; those of other languages are written from them."""

from __future__ import annotations

from pathlib import Path


def english(folder: Path) -> list[Path]:
    """The pages of all families of a folder."""
    return sorted(path for path in folder.glob("*/*.md") if "." not in path.stem)
