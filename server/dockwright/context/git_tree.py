"""The files of a repository as a commit has them, and those of today that a commit would hold."""

from __future__ import annotations

from pathlib import Path

from dockwright.context.folder_walk import Listing
from dockwright.context.git_history import blob, kept, tree


class Committed(Listing):
    """The files of a commit, read as git keeps them."""

    __slots__ = ("_blobs",)

    def __init__(
        self, root: Path, blobs: dict[str, str], sizes: dict[str, int], special: dict[str, bool | None]
    ) -> None:
        super().__init__(root, sizes, special=special)
        self._blobs = blobs

    def head(self, path: str, most: int) -> bytes | None:
        """The first bytes of a file that is no link."""
        if path not in self.files or self.special.get(path, False) is None:
            return None
        data = blob(self.root, self._blobs[path])
        return None if data is None else data[:most]


def committed(root: Path, revision: str, today: Listing) -> Listing | None:
    """The files below a folder of a repository in a commit; None where git does not tell.

    Where git keeps some files in another form, as for Git LFS, sizes are those of today: what they were is not known.
    """
    found = tree(root, revision)
    if found is None:
        return None
    special: dict[str, bool | None] = {
        path: True if mode == "100755" else None for path, (mode, _, _) in found.items() if mode != "100644"
    }
    sizes = {path: size for path, (_, _, size) in found.items()}
    made = Committed(root, {path: name for path, (_, name, _) in found.items()}, sizes, special)
    attributes = [path for path in sizes if path.rpartition("/")[2] == ".gitattributes"]
    if any("filter=" in (made.read(path) or "") for path in attributes):
        sizes.update({path: today.files[path] for path in sizes.keys() & today.files.keys()})
    return made


def without_ignored(listing: Listing) -> Listing:
    """The files of today that are in git, or would be after `git add`: what a commit can be compared with."""
    names = kept(listing.root)
    if names is None:
        return listing
    files = {path: size for path, size in listing.files.items() if path in names}
    special = {path: kind for path, kind in listing.special.items() if path in files}
    return Listing(listing.root, files, list(listing.unreadable), listing.partial, special)
