"""`FILE@REV`: a file in git at a revision."""

from __future__ import annotations

import sys
from pathlib import Path

from dockwright.cli import files
from dockwright.context.git_history import REVISION, content


def split(name: str) -> tuple[str, str]:
    """The path and the revision; that is empty for a file as it is."""
    path, at, revision = name.rpartition("@")
    return (name, "") if not at or not path or Path(name).exists() else (path, revision)


def read(name: str) -> str | None:
    """The text of a file or of one at a revision; None, with a message, where it cannot be read."""
    path, revision = split(name)
    if path == name:
        return files.read(name)
    if not REVISION.match(revision):
        sys.stderr.write(f"{name}: `{revision}` is no name of a revision, such as HEAD~1 or main\n")
        return None
    place = Path(path)
    folder = next((above for above in place.parents if above.is_dir()), Path())
    data = content(folder, revision, place.relative_to(folder).as_posix())
    if data is None:
        sys.stderr.write(f"{name}: git has no file `{place.name}` at `{revision}`\n")
        return None
    return data.decode("utf-8", "surrogateescape")
