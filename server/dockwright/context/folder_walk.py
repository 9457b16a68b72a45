"""Lists real folders within limits: the only module of this package that reads the disk."""

from __future__ import annotations

import os
import stat
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from dockwright.context.values import Workspace

MOST_FILES = 300_000
DEEPEST = 64
TOLD_EACH = 10_000
SECONDS = 20.0
LARGEST = 2_000_000
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NOT_PLAIN = stat.S_IFMT(0o777777) | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


class Listing:
    """The files below a folder with their sizes; `partial` names the limit that stopped the walk."""

    __slots__ = ("files", "marks", "newest", "partial", "root", "special", "unreadable")

    def __init__(
        self,
        root: Path,
        files: dict[str, int] | None = None,
        unreadable: list[str] | None = None,
        partial: str = "",
        special: dict[str, bool | None] | None = None,
    ) -> None:
        self.root = root
        self.files = files if files is not None else {}
        self.unreadable = unreadable if unreadable is not None else []
        self.partial = partial
        self.special = special if special is not None else {}
        """The files other than plain ones: True for executable files, None for links and the like."""
        self.marks: dict[str, int] = {}
        """By folder, a number that changes when files in it are added, removed or written."""
        self.newest = 0
        """When any of the files was last written or changed otherwise, in nanoseconds."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listing) and self._values() == other._values()

    __hash__ = None  # type: ignore[assignment]

    def _values(self) -> tuple[object, ...]:
        return self.root, self.files, self.unreadable, self.partial, self.special

    def workspace(self) -> Workspace:
        from dockwright.context.values import Workspace

        return Workspace(self.files, self.read)

    def add(self, path: str, status: os.stat_result) -> None:
        """Add a file to the listing."""
        self.files[path] = status.st_size
        changed = status.st_ctime_ns
        mark = hash((crc32(os.fsencode(path)), status.st_mtime_ns, changed, status.st_size, status.st_mode))
        self.newest = max(self.newest, changed, status.st_mtime_ns)
        folder = path.rpartition("/")[0]
        self.marks[folder] = self.marks.get(folder, 0) ^ mark
        if status.st_mode & _NOT_PLAIN != stat.S_IFREG:
            self.special[path] = stat.S_ISREG(status.st_mode) or None

    def executable(self, path: str) -> bool | None:
        """Whether a copy of a listed file is executable; None if not known.

        All files sent by a client on Windows are executable (BuildKit's fsutil).
        """
        return None if os.name == "nt" or path not in self.files else self.special.get(path, False)

    def read(self, path: str) -> str | None:
        """The text of a listed file; files that were not listed are never opened."""
        if path not in self.files or self.files[path] > LARGEST:
            return None
        data = self.head(path, LARGEST + 1)
        # it may have grown since it was listed
        return None if data is None or len(data) > LARGEST else _text(data)

    def head(self, path: str, most: int) -> bytes | None:
        """The first bytes of a listed file."""
        place = self.root / path
        try:
            if path not in self.files or not _is_own(place, self.root):
                return None
            # Do not open what has become a special file or a link: reading a pipe would block forever.
            with os.fdopen(os.open(place, os.O_RDONLY | _NO_WAIT), "rb") as file:
                return file.read(most) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
        except (OSError, ValueError):
            return None


def walk(
    root: Path, most: int = MOST_FILES, seconds: float = SECONDS, told: Callable[[int], None] | None = None
) -> Listing:
    """List a folder. Links are files of their own and are never followed.

    `told` is called now and then with the number of entries read, and with 0 at the end.
    """
    found = _fill(Listing(root.resolve()), "", most, seconds, told)
    if told is not None:
        told(0)
    return found


def updated(listing: Listing, paths: Iterable[str]) -> Listing:
    """The listing after changes to these files or folders; after many changes, walk again instead."""
    root, paths = listing.root, set(paths)
    files = dict(listing.files)
    below = tuple(f"{path}/" for path in paths)
    for path in [path for path in files if path in paths or path.startswith(below)]:
        del files[path]
    special = {path: kind for path, kind in listing.special.items() if path in files}
    new = Listing(root, files, list(listing.unreadable), listing.partial, special)
    for path in sorted(paths):
        place = root / path
        try:
            status = place.lstat()
            if root != place.parent and root not in place.parent.resolve().parents:
                continue
        except (OSError, ValueError):
            continue
        if not stat.S_ISDIR(status.st_mode):
            new.add(path, status)
        else:
            _fill(new, path, MOST_FILES - len(new.files), SECONDS)
    return new


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _is_own(place: Path, root: Path) -> bool:
    """Whether a file is a plain one, and no link on the way leads out of the folder."""
    return stat.S_ISREG(place.lstat().st_mode) and root in place.resolve().parents


def _fill(
    listing: Listing, start: str, most: int, seconds: float, told: Callable[[int], None] | None = None
) -> Listing:
    root = listing.root
    ends = time.monotonic() + seconds
    # Read files near the root first: a limit cuts off the deepest ones.
    waiting = deque([(start, start.count("/"))])
    seen = 0
    while waiting:
        folder, depth = waiting.popleft()
        for entry in _entries(root / folder, folder, listing):
            seen += 1
            if told is not None and seen % TOLD_EACH == 0:
                told(seen)
            if seen > most or time.monotonic() > ends:
                much = f"{most:,} files and folders" if seen > most else f"{seconds:g} seconds of reading"
                listing.partial = f"deeper folders were skipped after {much}"
                return listing
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                if not entry.is_dir(follow_symlinks=False):
                    listing.add(path, entry.stat(follow_symlinks=False))
                elif depth < DEEPEST:
                    waiting.append((path, depth + 1))
                else:
                    listing.partial = f"folders nested deeper than {DEEPEST} were skipped"
            except OSError:
                listing.unreadable.append(path)
    return listing


def _entries(place: Path, folder: str, listing: Listing) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            yield from entries
    except OSError:
        listing.unreadable.append(folder)
