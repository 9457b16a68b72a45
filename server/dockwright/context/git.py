"""Files that git ignores, mostly build products: a fresh checkout does not have them, so none of them is reported
missing.
"""

from __future__ import annotations

import posixpath

from dockwright.context.git_patterns import Lines
from dockwright.context.values import Workspace
from dockwright.lazy import pattern

_SUBMODULE = pattern(r"^[ \t]*path[ \t]*=[ \t]*(.+)$", 8)
MOST_FILES = 500
MOST_CHARACTERS = 500_000
"""Maximum number of characters of all files together."""
MOST_FOLDERS = 200
"""Maximum depth of a path; deeper ones may be ignored."""


def is_own(path: str) -> bool:
    """Whether a file lists what git ignores."""
    return path.endswith("/.gitignore") or path == ".gitignore"


class GitIgnores:
    """The `.gitignore` files of a workspace, read at once; `core.excludesFile` is not read."""

    def __init__(self, workspace: Workspace) -> None:
        self._lines: dict[str, Lines] = {}
        self._unknown: set[str] = set()
        """Folders with a file that is too large to read: anything below may be ignored."""
        self._folders: dict[str, bool] = {}
        """Whether each folder is ignored."""
        spent = 0
        named = (path for path in workspace.files if is_own(path))
        places = sorted(named, key=lambda path: path.count("/"))
        self._unknown.update(map(posixpath.dirname, places[MOST_FILES:]))
        for path in places[:MOST_FILES]:
            text = workspace.read(path)
            spent += len(text or "")
            if text is not None and spent <= MOST_CHARACTERS and not (lines := Lines(text)).cut:
                self._lines[posixpath.dirname(path)] = lines
            elif text is not None:
                self._unknown.add(posixpath.dirname(path))

    def ignores(self, path: str, folder: bool = True) -> bool:
        """Whether git ignores a path, relative to the workspace, that is a folder or may be one."""
        if path.count("/") > MOST_FOLDERS or "" in self._unknown:
            return True
        inner = [(0, self._lines[""])] if "" in self._lines else []
        end = path.find("/")
        while end >= 0:
            above = path[:end]
            if above not in self._folders:
                self._folders[above] = _says(inner, above, True)
            if self._folders[above] or above in self._unknown:
                return True  # whatever the lines say of its content
            if above in self._lines:
                inner.append((end + 1, self._lines[above]))
            end = path.find("/", end + 1)
        return _says(inner, path, folder)


def _says(above: list[tuple[int, Lines]], path: str, folder: bool) -> bool:
    """The decision of the nearest file that has one; the numbers are the ends of its folders in the path."""
    for start, lines in reversed(above):
        found = lines.ignores(path[start:], folder)
        if found is not None:
            return found
    return False


def submodules(workspace: Workspace) -> frozenset[str]:
    """The folders of submodules, which git checks out only on request; a build may have them."""
    text = workspace.read(".gitmodules") if workspace.exists(".gitmodules") else None
    named = (match[1].strip().strip('"/') for match in _SUBMODULE.finditer(text or ""))
    return frozenset(posixpath.normpath(path) for path in named if path)
