"""File names in the form that other programs expect."""

from __future__ import annotations

from urllib.parse import quote


def relative(path: str) -> str:
    """A path below the working directory, relative, with `/` as separator; other paths stay as they are."""
    from pathlib import Path

    place = Path(path)
    if place.is_absolute() and place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    return place.as_posix()


def uri(path: str) -> str:
    """A relative reference, or a `file:` URI for a path outside of the working directory."""
    name = relative(path)
    escaped = quote(name, errors="surrogateescape")
    if name.startswith("/"):
        return f"file://{escaped}"
    return f"file:///{escaped}" if name[1:2] == ":" else escaped
