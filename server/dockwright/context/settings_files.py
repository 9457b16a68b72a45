"""Configuration files on disk: the nearest of a folder, what it extends, and what those above it have locked.

A file of the workspace may come from anyone. It brings in no file outside of its repository but one that is called
`dockwright.toml` in an installed Python package, which is found by the package's own list of files and not imported.
"""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from dockwright.config.files import NAMES, Brought, bound, parse

if TYPE_CHECKING:
    from dockwright.config import Config
    from dockwright.config.files import Bring
    from dockwright.config.reading import Problem

MOST_BYTES = 1_000_000
MOST_FOLDERS = 64
_MOST_FILES = 32
_PACKAGE = "package:"


class Found(NamedTuple):
    """A configuration file."""

    place: Path
    config: Config
    problems: tuple[Problem, ...]
    extended: tuple[str, ...] = ()
    """The files that it extends."""
    text: str = ""


def in_folder(folder: Path, top: Path | None) -> Found | None:
    """The configuration file of a folder; nothing outside of `top` is read, or of the repository where that is None."""
    for name in NAMES:
        place = folder / name
        if (text := read_text(place, top)) is not None and (found := of_file(place, text, top)) is not None:
            return found
    return None


def of_file(place: Path, text: str, top: Path | None) -> Found | None:
    """A file whose text is known; None where it says nothing of Dockwright."""
    reader = _Reader(top)
    parsed = parse(place.name, text, reader.from_folder(place.parent))
    return None if parsed is None else Found(place, *parsed, tuple(reader.read), text)


def held(own: Found | None, above: Found | None) -> Found | None:
    """The file of a folder, held to what the next file above it has locked; the one above where there is none."""
    if own is None or above is None or not above.config.locks:
        return own or above
    way = own.place.parent.relative_to(above.place.parent).as_posix()
    return own._replace(config=bound(own.config, above.config, f"{way}/"))


def read_text(place: Path, top: Path | None = None) -> str | None:
    """A plain file of a bearable size, in `top` after its links."""
    try:
        status = place.stat()
        if not S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return None
        if top is not None and not place.resolve().is_relative_to(top.resolve()):
            return None
        return place.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None


class _Reader:
    """Finds what files extend, for one file that is read."""

    def __init__(self, top: Path | None) -> None:
        self._top = top
        self._times = 0
        self.read: dict[str, None] = {}

    def from_folder(self, folder: Path) -> Bring:
        def bring(reference: str) -> Brought | str:
            self._times += 1
            if self._times > _MOST_FILES:
                return f"more than {_MOST_FILES} files are extended"
            if reference.startswith(_PACKAGE):
                place = _of_package(reference.removeprefix(_PACKAGE))
                top = place.parent if isinstance(place, Path) else None
            else:
                top = self._top or _repository(folder)
                place = _in_workspace(folder, reference, top)
            if isinstance(place, str):
                return place
            text = read_text(place, top)
            if text is None:
                return "file not found or not readable"
            self.read[str(place)] = None
            return Brought(str(place), text, self.from_folder(place.parent))

        return bring


def _in_workspace(folder: Path, reference: str, top: Path) -> Path | str:
    if not reference.endswith(".toml"):
        return f"name a file that ends in `.toml`, or `{_PACKAGE}NAME`"
    try:
        place = (folder / reference).resolve()
        inside = place.is_relative_to(top.resolve())
    except (OSError, ValueError, RuntimeError):
        return "not a path"
    return place if inside else "it is outside the workspace"


def _repository(folder: Path) -> Path:
    """The folder with `.git` that holds a folder; without one, the folder itself."""
    return next((above for above in (folder, *folder.parents)[:MOST_FOLDERS] if (above / ".git").exists()), folder)


def _of_package(name: str) -> Path | str:
    """The `dockwright.toml` of an installed Python package."""
    import re
    from importlib.metadata import PackageNotFoundError, distribution

    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?", name):
        return "not a Python package name"
    try:
        found = distribution(name)
        files = [file for file in found.files or () if file.name == NAMES[0]]
        if len(files) != 1:
            return f"the package has {'several files' if files else 'no file'} called `{NAMES[0]}`"
        place, home = (Path(str(found.locate_file(path))).resolve() for path in (files[0], ""))
    except (PackageNotFoundError, OSError, ValueError):
        return "Python package not installed where Dockwright runs"
    return place if place.is_relative_to(home) else "its file is outside the installed packages"
