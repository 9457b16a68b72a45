"""`FILE@REV`: a file in git at a revision."""

from __future__ import annotations

from pathlib import Path

from dockwright.cli import files
from dockwright.cli.reports.terminal import tell
from dockwright.context.git_history import REVISION, content, head, is_commit


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
        tell(name, f"`{revision}` is not a revision, such as `HEAD~1` or `main`")
        return None
    place = Path(path)
    folder = next((above for above in place.parents if above.is_dir()), Path())
    data = content(folder, revision, place.relative_to(folder).as_posix())
    if data is None:
        tell(name, _missing(folder, place.name, revision))
        return None
    return data.decode("utf-8", "surrogateescape")


def _missing(folder: Path, name: str, revision: str) -> str:
    """Why git does not have a file at a revision."""
    if head(folder) is None:
        return "no git history; compare with another file"
    if not is_commit(folder, revision):
        return f"unknown commit `{revision}` in this repository; see `git log` for its commits"
    return f"file `{name}` not found in git at `{revision}`"
