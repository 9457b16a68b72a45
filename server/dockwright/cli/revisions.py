"""`FILE@REV`: a file in git at a revision."""

from __future__ import annotations

import sys
from pathlib import Path

from dockwright.cli import files
from dockwright.context.git_history import REVISION, content


def read(name: str) -> tuple[str, str | None]:
    """The path, and the text of a file or of one at a revision; prints a message and returns None on failure."""
    path, at, revision = name.rpartition("@")
    if not at or not path or Path(name).exists():
        return name, files.read(name)
    if not REVISION.match(revision):
        sys.stderr.write(f"{name}: `{revision}` is no name of a revision, such as HEAD~1 or main\n")
        return path, None
    place = Path(path)
    data = content(place.parent, revision, place.name)
    if data is None:
        sys.stderr.write(f"{name}: git has no file `{place.name}` at `{revision}`\n")
        return path, None
    return path, data.decode("utf-8", "surrogateescape")
