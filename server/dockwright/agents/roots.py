"""The workspace folders; files outside of them are neither read nor written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname


class Refused(Exception):
    """A call is refused; the message says why."""


class Roots:
    """Folders with symbolic links resolved; a path is inside if its resolved path is."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(dict.fromkeys(folder.resolve() for folder in folders))
        if not self.folders:
            raise Refused("no folder is open in the client; open one, or start `dockwright mcp --root FOLDER`")

    @staticmethod
    def of_uris(uris: Iterable[str]) -> Roots:
        """The folders that a client names; those on other machines are left out."""
        return Roots(folder for uri in uris if (folder := _local(uri)) is not None and folder.is_dir())

    @staticmethod
    def here() -> Roots:
        """The working directory, for a client without workspace folders."""
        folder = Path.cwd()
        if folder == folder.parent:
            raise Refused("the server runs in the root folder; start `dockwright mcp --root FOLDER`")
        return Roots([folder])

    def find(self, name: str) -> Path:
        """Find a file or folder; a relative path is searched in each workspace folder."""
        inside = list(self._inside(name))
        if found := next((place for place in inside if place.exists()), None):
            return found
        if inside:
            raise Refused(f"{name}: file not found; paths are relative to {self}")
        raise Refused(f"{name}: outside the workspace; name a path in {self}")

    def top(self, place: Path) -> Path:
        """The innermost workspace folder that contains a path."""
        return max(
            (folder for folder in self.folders if place.is_relative_to(folder)), key=lambda each: len(each.parts)
        )

    def shown(self, place: Path) -> str:
        """The path of a file in answers; `find` accepts it."""
        return place.relative_to(self.folders[0]).as_posix() if len(self.folders) == 1 else str(place)

    def __str__(self) -> str:
        return " or ".join(f"`{folder}`" for folder in self.folders)

    def _inside(self, name: str) -> Iterator[Path]:
        for folder in self.folders:
            try:
                place = (folder / name).resolve()
            except (OSError, ValueError, RuntimeError):
                continue
            if any(place.is_relative_to(each) for each in self.folders):
                yield place


def _local(uri: str) -> Path | None:
    parts = urlsplit(uri)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" and parts.netloc in ("", "localhost") else None
